// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/ffmpeg_handles.h"
#include "core/media/video_index.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>

namespace storyscope::media {

/// A little more than 8K. A decoder may hold twenty frames of that size.
inline constexpr std::int64_t maximumVideoPixels = 40'000'000;

/// Which way up a video is shown: left and right are swapped first, then it is turned clockwise.
struct Orientation {
    int rotationDegrees = 0; ///< 0, 90, 180 or 270
    bool isMirrored = false;
    bool isExact = true; ///< false: the display matrix is skewed and the nearest right angle was taken
};

/// A local file opened with FFmpeg, of which only the best video stream is read. One thread at a time.
class Demuxer {
public:
    /// Never opens what is not a regular file, and nothing beside the file itself. Throws Error: NotFound, Unreadable,
    /// Malformed, Unsupported, Cancelled.
    Demuxer(const std::filesystem::path& path, const std::stop_token& stop);
    ~Demuxer();
    Demuxer(const Demuxer&) = delete;
    Demuxer& operator=(const Demuxer&) = delete;

    AVFormatContext& format() const { return *m_format; }
    AVStream& stream() const { return *m_stream; }
    const AVCodec& codec() const { return *m_codec; }
    std::uintmax_t sizeBytes() const { return m_sizeBytes; }
    std::filesystem::file_time_type modified() const { return m_modified; }
    Orientation orientation() const;

    enum class Read { Packet, Damaged, End };
    /// The video stream's next packet. Damaged: nothing at this place, but there may be more behind it.
    Read read(AVPacket& packet, const std::stop_token& stop);

    /// Goes to a packet at or before `timestamp` as well as the container can; false if it cannot.
    bool seek(std::int64_t timestamp, const std::stop_token& stop);

private:
    void open(const std::stop_token& stop);
    void chooseStream();

    std::filesystem::path m_path;
    std::uintmax_t m_sizeBytes = 0;
    std::filesystem::file_time_type m_modified{};
    std::stop_token m_stop; ///< of the call that is running; FFmpeg asks for it
    AVFormatContext* m_format = nullptr;
    AVStream* m_stream = nullptr;
    const AVCodec* m_codec = nullptr;
    int m_damagedInARow = 0;
};

/// A decoder for the demuxer's stream. Throws Error{Unsupported} or Error{OutOfSpace}.
ffmpeg::CodecContext openDecoder(const Demuxer& demuxer, int threads);

/// The packet's identity. `ordinal` is its place in the file.
template <typename Packet>
std::int64_t identityOf(const Packet& packet, FrameIdentity kind, std::int64_t ordinal) {
    switch (kind) {
    case FrameIdentity::Pts:
        return packet.pts;
    case FrameIdentity::Dts:
        return packet.dts;
    case FrameIdentity::Ordinal:
        return ordinal;
    }
    return ordinal;
}

} // namespace storyscope::media
