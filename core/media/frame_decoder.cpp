// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/frame_decoder.h"

#include <algorithm>

namespace storyscope::media {

FrameDecoder::FrameDecoder(std::filesystem::path path, FrameIdentity identity, int threads, const std::stop_token& stop)
    : m_path(std::move(path)), m_identity(identity), m_demuxer(std::make_unique<Demuxer>(m_path, stop)),
      m_codec(openDecoder(*m_demuxer, threads)) {}

bool FrameDecoder::next(AVFrame& frame, const std::stop_token& stop) {
    while (true) {
        const int code = avcodec_receive_frame(m_codec.get(), &frame);
        if (code >= 0) {
            return true;
        }
        if (code == AVERROR_EOF) {
            return false;
        }
        if (code == AVERROR(ENOMEM)) {
            ffmpeg::throwError("The video cannot be decoded", code, m_path);
        }
        if (code == AVERROR(EAGAIN)) {
            if (m_isDraining) {
                return false;
            }
            feed(stop);
        }
    }
}

void FrameDecoder::feed(const std::stop_token& stop) {
    while (!m_hasPacket) {
        const Demuxer::Read read = m_demuxer->read(*m_packet, stop);
        if (read == Demuxer::Read::End) {
            m_isDraining = true;
            avcodec_send_packet(m_codec.get(), nullptr);
            return;
        }
        m_hasPacket = read == Demuxer::Read::Packet;
    }
    m_packet->pts = identityOf(*m_packet, m_identity, m_nextDecodeNumber);
    ++m_nextDecodeNumber;
    m_hasPacket = false;
    const int code = avcodec_send_packet(m_codec.get(), m_packet.get());
    if (code == AVERROR(ENOMEM)) {
        ffmpeg::throwError("The video cannot be decoded", code, m_path);
    }
}

void FrameDecoder::restart(const std::stop_token& stop) {
    const int threads = m_codec->thread_count;
    m_demuxer = std::make_unique<Demuxer>(m_path, stop);
    m_codec = openDecoder(*m_demuxer, threads);
    m_hasPacket = false;
    m_isDraining = false;
    m_nextDecodeNumber = 0;
    m_startedAt = 0;
}

bool FrameDecoder::goTo(const SeekPoint& point, const PlaceOf& placeOf, const std::stop_token& stop) {
    const bool hasDts = point.dts != AV_NOPTS_VALUE;
    if (m_identity == FrameIdentity::Pts && goNear(point.pts, point, placeOf, stop)) {
        return true;
    }
    if (!hasDts) {
        return false;
    }
    // Containers that look for decoding times may have landed behind the packet; a second earlier they do not.
    const AVRational timeBase = m_demuxer->stream().time_base;
    const std::int64_t second = av_rescale_q(1, {1, 1}, timeBase);
    return goNear(point.dts, point, placeOf, stop) || goNear(point.dts - second, point, placeOf, stop);
}

bool FrameDecoder::goNear(std::int64_t timestamp, const SeekPoint& point, const PlaceOf& placeOf,
                          const std::stop_token& stop) {
    avcodec_flush_buffers(m_codec.get());
    m_isDraining = false;
    m_hasPacket = false;
    if (!m_demuxer->seek(timestamp, stop)) {
        return false;
    }
    while (true) {
        const Demuxer::Read read = m_demuxer->read(*m_packet, stop);
        if (read == Demuxer::Read::End) {
            return false;
        }
        if (read == Demuxer::Read::Damaged) {
            continue;
        }
        const std::int64_t identity = identityOf(*m_packet, m_identity, 0);
        if (identity == point.identity) {
            m_hasPacket = true;
            m_nextDecodeNumber = point.decodeNumber;
            m_startedAt = point.decodeNumber;
            return true;
        }
        if (placeOf(identity) > point.decodeNumber) {
            return false;
        }
    }
}

} // namespace storyscope::media
