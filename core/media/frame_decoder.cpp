// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/frame_decoder.h"

#include "core/base/error.h"

#include "core/media/hardware_decoding.h"

#include <utility>

namespace storyscope::media {

namespace {

/// HEVC's unreferenced frames may still serve frames of a higher temporal layer (ITU-T H.265, 7.4.2.2); the decoder
/// configuration record says how many layers there are (ISO/IEC 14496-15, 8.3.3.1), 0 for "not known".
bool hasOneTemporalLayer(const AVCodecParameters& parameters) {
    constexpr int layersByte = 21;
    const bool hasRecord = parameters.extradata_size > layersByte && parameters.extradata[0] == 1;
    return hasRecord && ((parameters.extradata[layersByte] >> 3) & 7) == 1;
}

} // namespace

FrameDecoder::FrameDecoder(std::filesystem::path path, FrameIdentity identity, int threads, const std::stop_token& stop)
    : FrameDecoder(
          std::move(path), identity, [threads](const Demuxer& demuxer) { return openDecoder(demuxer, threads); },
          stop) {}

FrameDecoder::FrameDecoder(std::filesystem::path path, FrameIdentity identity, OpenCodec openCodec,
                           const std::stop_token& stop)
    : m_path(std::move(path)), m_identity(identity), m_openCodec(std::move(openCodec)),
      m_demuxer(std::make_unique<Demuxer>(m_path, stop)), m_codec(m_openCodec(*m_demuxer)) {}

/// A field pair may have one field that is referred to and one that is not, so interlaced video is left alone.
bool FrameDecoder::canLeaveOut() const {
    const AVCodecParameters& parameters = *m_demuxer->stream().codecpar;
    const bool isProgressive =
        parameters.field_order == AV_FIELD_PROGRESSIVE || parameters.field_order == AV_FIELD_UNKNOWN;
    const bool isKnown = parameters.codec_id == AV_CODEC_ID_H264 ||
                         (parameters.codec_id == AV_CODEC_ID_HEVC && hasOneTemporalLayer(parameters));
    return isProgressive && isKnown && m_identity == FrameIdentity::Pts;
}

bool FrameDecoder::next(AVFrame& frame, const std::stop_token& stop) {
    return next(frame, stop, {});
}

bool FrameDecoder::next(AVFrame& frame, const std::stop_token& stop, const IsNeeded& isNeeded) {
    while (true) {
        const int code = avcodec_receive_frame(m_codec.get(), &frame);
        if (code >= 0) {
            bringToMemory(frame);
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
            feed(stop, isNeeded);
        }
    }
}

void FrameDecoder::feed(const std::stop_token& stop, const IsNeeded& isNeeded) {
    while (!m_hasPacket) {
        throwIfStopped(stop);
        // Not with the stop: a read that is broken off would lose its packet.
        const Demuxer::Read read = m_demuxer->read(*m_packet, {});
        if (read == Demuxer::Read::End) {
            m_isDraining = true;
            avcodec_send_packet(m_codec.get(), nullptr);
            return;
        }
        m_hasPacket = read == Demuxer::Read::Packet;
    }
    m_packet->pts = identityOf(*m_packet, m_identity, m_nextDecodeNumber);
    m_codec->skip_frame = isNeeded && !isNeeded(m_packet->pts) ? AVDISCARD_NONREF : AVDISCARD_DEFAULT;
    ++m_nextDecodeNumber;
    m_hasPacket = false;
    const int code = avcodec_send_packet(m_codec.get(), m_packet.get());
    if (code == AVERROR(ENOMEM)) {
        ffmpeg::throwError("The video cannot be decoded", code, m_path);
    }
}

void FrameDecoder::restart(const std::stop_token& stop) {
    auto again = std::make_unique<Demuxer>(m_path, stop);
    if (again->sizeBytes() != m_demuxer->sizeBytes() || again->modified() != m_demuxer->modified()) {
        throw Error(ErrorCode::Mismatch, "The file has changed since it was opened", inFile(m_path));
    }
    m_demuxer = std::move(again);
    m_codec = m_openCodec(*m_demuxer);
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
