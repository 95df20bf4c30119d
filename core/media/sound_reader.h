// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <stop_token>

namespace storyscope::media {

/// Decodes the best sound track of a file to interleaved 16-bit stereo. Times are seconds on the same clock as
/// FrameInfo::ptsSeconds. One thread at a time.
class SoundReader {
public:
    static constexpr int sampleRate = 48'000; ///< frames per second, of two samples each
    static constexpr int channels = 2;

    /// Null if the file has no sound that can be decoded. Throws Error as the video's reader does if it cannot be
    /// opened.
    static std::unique_ptr<SoundReader> open(const std::filesystem::path& path, const std::stop_token& stop);
    ~SoundReader();
    SoundReader(const SoundReader&) = delete;
    SoundReader& operator=(const SoundReader&) = delete;

    /// Goes to this time, exact to one sample; before the first sample and in gaps there is silence.
    void seek(double seconds, const std::stop_token& stop);
    /// The time of the next sample that read() will give.
    double positionSeconds() const;
    /// Fills `samples` (a whole number of frames); returns how many values are valid: fewer only at the end.
    std::size_t read(std::span<std::int16_t> samples, const std::stop_token& stop);

private:
    class Decoder;
    explicit SoundReader(std::unique_ptr<Decoder> decoder);

    std::unique_ptr<Decoder> m_decoder;
};

} // namespace storyscope::media
