// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/media/media_source.h"
#include "core/media/sound_reader.h"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>
#include <vector>

using namespace storyscope;
using namespace storyscope::media;

namespace {

/// One file in the folder for temporary files, written anew for every input and removed at the end.
class MutatedFile {
public:
    MutatedFile()
        : m_path(std::filesystem::temp_directory_path() / ("storyscope-media-fuzz-" + std::to_string(::getpid()))) {}
    ~MutatedFile() {
        std::error_code ignored;
        std::filesystem::remove(m_path, ignored);
    }
    MutatedFile(const MutatedFile&) = delete;
    MutatedFile& operator=(const MutatedFile&) = delete;

    const std::filesystem::path& write(const std::uint8_t* data, std::size_t size) {
        std::ofstream(m_path, std::ios::binary)
            .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
        return m_path;
    }

private:
    std::filesystem::path m_path;
};

void decode(MediaSource& source, const std::vector<int>& numbers) {
    for (const int number : numbers) {
        try {
            const Picture picture = source.frame(number);
            if (picture.width() <= 0 || picture.height() <= 0) {
                std::abort();
            }
        } catch (const Error&) {
            continue;
        }
    }
    for (const DamagedRange& range : source.damagedRanges()) {
        if (range.firstFrame < -1 || range.firstFrame > range.lastFrame || range.lastFrame > source.frameCount()) {
            std::abort();
        }
    }
}

void openVideo(const std::filesystem::path& path) {
    const MediaOptions options{.cacheBytes = std::size_t{4} << 20, .patience = {}};
    const MediaCallbacks callbacks{
        .firstFrames = [](const std::shared_ptr<MediaSource>& first) { decode(*first, {first->frameCount() - 1}); }};
    const auto source = openMedia(path, options, {}, Progress::none(), callbacks);
    const int last = source->frameCount() - 1;
    decode(*source, {0, last, last / 2, last - last / 4});
}

void openSound(const std::filesystem::path& path) {
    const auto sound = SoundReader::open(path, {});
    if (!sound) {
        return;
    }
    std::array<std::int16_t, 8192> samples{};
    for (const double seconds : {0.0, 0.4, 0.1}) {
        sound->seek(seconds, {});
        if (sound->read(samples, {}) > samples.size()) {
            std::abort();
        }
    }
}

} // namespace

/// Whatever the file holds, pictures and sound are decoded or refused with an Error.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static MutatedFile file;
    const std::filesystem::path& path = file.write(data, size);
    for (const auto open : {openVideo, openSound}) {
        try {
            open(path);
        } catch (const Error&) {
            continue;
        }
    }
    return 0;
}
