// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/demuxer.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>

namespace storyscope::media {

/// Demuxer and decoder in one: gives decoded frames in presentation order, each with its identity in `pts`. Damaged
/// packets are passed over. One thread at a time.
class FrameDecoder {
public:
    /// Starts a decoder for the demuxer's stream.
    using OpenCodec = std::function<ffmpeg::CodecContext(const Demuxer& demuxer)>;

    FrameDecoder(std::filesystem::path path, FrameIdentity identity, int threads, const std::stop_token& stop);
    FrameDecoder(std::filesystem::path path, FrameIdentity identity, OpenCodec openCodec, const std::stop_token& stop);

    Demuxer& demuxer() { return *m_demuxer; }
    /// The place in the file of the packet that will be read next.
    int nextDecodeNumber() const { return m_nextDecodeNumber; }
    /// Where decoding began.
    int startedAt() const { return m_startedAt; }

    /// False at the end. A stop comes between two packets: the next call goes on as if there had been none.
    bool next(AVFrame& frame, const std::stop_token& stop);

    /// Whether the frame with this identity is needed. Asked before its packet is decoded; what is not needed and what
    /// no other frame refers to is then not decoded. Empty: all are needed.
    using IsNeeded = std::function<bool(std::int64_t identity)>;
    bool next(AVFrame& frame, const std::stop_token& stop, const IsNeeded& isNeeded);
    /// Whether leaving out such frames leaves the others as they are.
    bool canLeaveOut() const;

    /// Reads on from the beginning of the file.
    void restart(const std::stop_token& stop);

    /// The place in the file of a packet with this identity, -1 if it is not known.
    using PlaceOf = std::function<int(std::int64_t identity)>;
    /// Continues decoding exactly at this packet. False: the container could not go there.
    bool goTo(const SeekPoint& point, const PlaceOf& placeOf, const std::stop_token& stop);

private:
    bool goNear(std::int64_t timestamp, const SeekPoint& point, const PlaceOf& placeOf, const std::stop_token& stop);
    void feed(const std::stop_token& stop, const IsNeeded& isNeeded);

    std::filesystem::path m_path;
    FrameIdentity m_identity;
    OpenCodec m_openCodec;
    std::unique_ptr<Demuxer> m_demuxer;
    ffmpeg::CodecContext m_codec;
    ffmpeg::Packet m_packet = ffmpeg::makePacket();
    bool m_hasPacket = false; ///< m_packet is read and not sent yet
    bool m_isDraining = false;
    int m_nextDecodeNumber = 0;
    int m_startedAt = 0;
};

} // namespace storyscope::media
