// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/demuxer.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

struct SwrContext;

namespace storyscope::media {

/// Decoded sound as SoundReader gives it away: interleaved 16-bit stereo at its sample rate.
struct SoundChunk {
    std::int64_t position = 0; ///< of its first sample, counted from time 0
    std::vector<std::int16_t> samples;
};

/// FFmpeg's side of SoundReader: what the best sound track holds, packet by packet. Chunks follow each other without a
/// gap as long as the file's times do. One thread at a time.
class SoundDecoder {
public:
    /// Null if there is no sound that can be decoded. Throws as Demuxer.
    static std::unique_ptr<SoundDecoder> open(const std::filesystem::path& path, const std::stop_token& stop);
    ~SoundDecoder();
    SoundDecoder(const SoundDecoder&) = delete;
    SoundDecoder& operator=(const SoundDecoder&) = delete;

    /// Where the track begins, as far as the container says.
    double startSeconds() const;
    /// Goes to a packet at or before this time, as well as the container can.
    void seek(double seconds, const std::stop_token& stop);
    /// The next samples, never empty; nothing at the end. What cannot be decoded is left out.
    std::optional<SoundChunk> next(const std::stop_token& stop);

private:
    enum class Step { Frame, NeedsMore, End };

    explicit SoundDecoder(const std::filesystem::path& path);
    bool chooseTrack();
    Step receive();
    void feed(const std::stop_token& stop);
    bool fitResampler();
    SoundChunk convert();
    SoundChunk drain();
    void forgetResampler();

    Demuxer m_demuxer; ///< opened without a stop: it is asked for between packets
    AVStream* m_stream = nullptr;
    ffmpeg::CodecContext m_context;
    ffmpeg::Packet m_packet;
    ffmpeg::Frame m_frame;
    SwrContext* m_resampler = nullptr;
    int m_inputRate = 0; ///< what m_resampler takes
    int m_inputFormat = -1;
    AVChannelLayout m_inputLayout{};
    std::optional<std::int64_t> m_next; ///< position of the next sample that m_resampler gives
    bool m_isFileRead = false;          ///< nothing is left but what is inside the decoder
};

} // namespace storyscope::media
