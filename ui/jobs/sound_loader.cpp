// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/sound_loader.h"

#include "core/media/sound_reader.h"

#include <vector>

namespace storyscope::ui {

namespace {

using media::SoundReader;

constexpr std::size_t ringValues = SoundReader::sampleRate * SoundReader::channels;       // one second
constexpr std::size_t chunkValues = SoundReader::sampleRate / 20 * SoundReader::channels; // 50 ms

} // namespace

struct SoundLoader::Track {
    std::filesystem::path path;
    std::unique_ptr<SoundReader> reader;
    bool wasOpened = false;
};

void SoundLoader::setFile(const std::filesystem::path& path) {
    stop();
    m_track = std::make_shared<Track>(Track{path, nullptr, false});
}

void SoundLoader::load(double seconds) {
    start(Running::IsStopped, [this, seconds, track = m_track](Run& run) {
        const std::stop_token& stop = run.stopToken();
        if (track && !track->wasOpened) {
            track->reader = SoundReader::open(track->path, stop);
            track->wasOpened = true;
        }
        if (!track || !track->reader) {
            run.deliver([this] { emit unavailable(); });
            return;
        }
        track->reader->seek(seconds, stop);
        const auto ring = std::make_shared<SoundRing>(ringValues);
        std::vector<std::int16_t> chunk(chunkValues);
        bool isFirst = true;
        while (true) {
            const std::size_t count = track->reader->read(chunk, stop);
            if (!ring->write(std::span(chunk).first(count), stop)) {
                return;
            }
            if (isFirst) {
                run.deliver([this, ring] { emit ready(ring); });
                isFirst = false;
            }
            if (count < chunk.size()) {
                return;
            }
        }
    });
}

} // namespace storyscope::ui
