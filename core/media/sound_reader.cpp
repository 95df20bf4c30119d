// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/sound_reader.h"

#include "core/base/progress.h"
#include "core/media/sound_decoder.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

namespace storyscope::media {

namespace {

/// Sound decoders need some packets before a place to be exact there: Opus 80 ms, MP3's bit reservoir about as much.
constexpr double prerollSeconds = 0.3;
/// Beyond this, times are taken for damaged.
constexpr double latestSeconds = 1e9;

std::int64_t sampleAt(double seconds) {
    return std::llround(std::clamp(seconds, -latestSeconds, latestSeconds) * SoundReader::sampleRate);
}

} // namespace

/// The decoded sound on an unbroken line of samples: silence fills gaps, what overlaps is left out.
class SoundReader::Decoder {
public:
    explicit Decoder(std::unique_ptr<SoundDecoder> source) : m_source(std::move(source)) {}

    void seek(double seconds, const std::stop_token& stop);
    double positionSeconds() const { return static_cast<double>(m_position) / sampleRate; }
    std::size_t read(std::span<std::int16_t> samples, const std::stop_token& stop);

private:
    void take(SoundChunk chunk);
    bool isEmpty() const { return m_silence == 0 && m_used == m_samples.size(); }

    std::unique_ptr<SoundDecoder> m_source;
    std::int64_t m_position = 0;         ///< of the next sample that is given away
    std::int64_t m_silence = 0;          ///< frames of silence before m_samples
    std::vector<std::int16_t> m_samples; ///< interleaved
    std::size_t m_used = 0;              ///< values of m_samples that are given away already
    bool m_hasEnded = false;
};

void SoundReader::Decoder::seek(double seconds, const std::stop_token& stop) {
    m_position = sampleAt(seconds);
    m_silence = 0;
    m_samples.clear();
    m_used = 0;
    m_hasEnded = false;
    // A container may land behind the time it is asked for; then it is asked for an earlier one.
    for (double preroll = prerollSeconds; isEmpty() && !m_hasEnded; preroll *= 8) {
        const bool isStart = seconds - preroll <= m_source->startSeconds();
        m_source->seek(isStart ? m_source->startSeconds() : seconds - preroll, stop);
        std::optional<SoundChunk> first = m_source->next(stop);
        if (!first) {
            m_hasEnded = isStart;
        } else if (isStart || first->position <= m_position) {
            take(std::move(*first));
            break;
        }
    }
}

void SoundReader::Decoder::take(SoundChunk chunk) {
    const auto frames = static_cast<std::int64_t>(chunk.samples.size() / channels);
    const std::int64_t skipped = std::clamp<std::int64_t>(m_position - chunk.position, 0, frames);
    m_silence = std::max<std::int64_t>(0, chunk.position - m_position);
    m_samples = std::move(chunk.samples);
    m_used = static_cast<std::size_t>(skipped) * channels;
}

std::size_t SoundReader::Decoder::read(std::span<std::int16_t> samples, const std::stop_token& stop) {
    samples = samples.first(samples.size() / channels * channels);
    std::size_t done = 0;
    while (done < samples.size()) {
        throwIfStopped(stop);
        const std::size_t wanted = samples.size() - done;
        if (m_silence > 0) {
            const auto frames = std::min<std::int64_t>(m_silence, static_cast<std::int64_t>(wanted / channels));
            std::fill_n(samples.begin() + static_cast<std::ptrdiff_t>(done), frames * channels, std::int16_t{0});
            m_silence -= frames;
            m_position += frames;
            done += static_cast<std::size_t>(frames) * channels;
        } else if (m_used < m_samples.size()) {
            const std::size_t count = std::min(m_samples.size() - m_used, wanted);
            std::copy_n(m_samples.begin() + static_cast<std::ptrdiff_t>(m_used), count,
                        samples.begin() + static_cast<std::ptrdiff_t>(done));
            m_used += count;
            m_position += static_cast<std::int64_t>(count / channels);
            done += count;
        } else if (std::optional<SoundChunk> chunk; !m_hasEnded && (chunk = m_source->next(stop))) {
            take(std::move(*chunk));
        } else {
            m_hasEnded = true;
            break;
        }
    }
    return done;
}

std::unique_ptr<SoundReader> SoundReader::open(const std::filesystem::path& path, const std::stop_token& stop) {
    std::unique_ptr<SoundDecoder> source = SoundDecoder::open(path, stop);
    if (!source) {
        return nullptr;
    }
    std::unique_ptr<SoundReader> reader(new SoundReader(std::make_unique<Decoder>(std::move(source))));
    reader->seek(0, stop);
    return reader;
}

SoundReader::SoundReader(std::unique_ptr<Decoder> decoder) : m_decoder(std::move(decoder)) {}

SoundReader::~SoundReader() = default;

void SoundReader::seek(double seconds, const std::stop_token& stop) {
    m_decoder->seek(seconds, stop);
}

double SoundReader::positionSeconds() const {
    return m_decoder->positionSeconds();
}

std::size_t SoundReader::read(std::span<std::int16_t> samples, const std::stop_token& stop) {
    return m_decoder->read(samples, stop);
}

} // namespace storyscope::media
