// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/packet_scan.h"

#include "core/media/frame_decoder.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <string_view>

namespace storyscope::media {

namespace {

struct CloseParser {
    void operator()(AVCodecParserContext* parser) const { av_parser_close(parser); }
};

/// Looks into packets for what containers get wrong: which frames are key frames (an MP4 without a table of them calls
/// all frames that), and whether H.264 and HEVC units fill their packet exactly.
class PacketInspector {
public:
    explicit PacketInspector(const Demuxer& demuxer)
        : m_codec(openDecoder(demuxer, 1)), m_parser(av_parser_init(demuxer.stream().codecpar->codec_id)) {
        if (m_parser) {
            m_parser->flags |= PARSER_FLAG_COMPLETE_FRAMES;
        }
        const AVCodecParameters& parameters = *demuxer.stream().codecpar;
        const std::uint8_t* extra = parameters.extradata;
        if (parameters.codec_id == AV_CODEC_ID_H264 && parameters.extradata_size >= 7 && extra[0] == 1) {
            m_lengthBytes = (extra[4] & 3) + 1;
        } else if (parameters.codec_id == AV_CODEC_ID_HEVC && parameters.extradata_size >= 23 && extra[0] == 1) {
            m_lengthBytes = (extra[21] & 3) + 1;
        }
    }

    bool isKeyFrame(const AVPacket& packet) {
        const bool flagged = (packet.flags & AV_PKT_FLAG_KEY) != 0;
        if (!m_parser || !flagged) {
            return flagged;
        }
        std::uint8_t* output = nullptr;
        int outputSize = 0;
        m_parser->key_frame = -1;
        m_parser->pict_type = AV_PICTURE_TYPE_NONE;
        av_parser_parse2(m_parser.get(), m_codec.get(), &output, &outputSize, packet.data, packet.size, packet.pts,
                         packet.dts, packet.pos);
        if (m_parser->key_frame >= 0) {
            return m_parser->key_frame == 1;
        }
        return m_parser->pict_type == AV_PICTURE_TYPE_NONE || m_parser->pict_type == AV_PICTURE_TYPE_I;
    }

    bool isSuspicious(const AVPacket& packet) const {
        if ((packet.flags & AV_PKT_FLAG_CORRUPT) != 0) {
            return true;
        }
        std::int64_t offset = 0;
        while (m_lengthBytes > 0 && offset < packet.size) {
            if (packet.size - offset < m_lengthBytes) {
                return true;
            }
            std::int64_t length = 0;
            for (int i = 0; i < m_lengthBytes; ++i) {
                length = (length << 8) | packet.data[offset + i];
            }
            offset += m_lengthBytes + length;
            const bool forbiddenBit = length > 0 && offset <= packet.size && (packet.data[offset - length] & 0x80) != 0;
            if (length == 0 || offset > packet.size || forbiddenBit) {
                return true;
            }
        }
        return false;
    }

private:
    ffmpeg::CodecContext m_codec;
    std::unique_ptr<AVCodecParserContext, CloseParser> m_parser;
    int m_lengthBytes = 0; ///< 0: units are not prefixed with their length
};

bool isEncrypted(const AVPacket& packet) {
    return av_packet_get_side_data(&packet, AV_PKT_DATA_ENCRYPTION_INFO, nullptr) != nullptr;
}

/// Packets in the container's table that lie behind the end of the file.
int packetsBehindEnd(const Demuxer& demuxer) {
    const auto end = static_cast<std::int64_t>(demuxer.sizeBytes());
    AVStream& stream = demuxer.stream();
    int behind = 0;
    for (int i = avformat_index_get_entries_count(&stream) - 1; i >= 0; --i) {
        const AVIndexEntry* entry = avformat_index_get_entry(&stream, i);
        behind += entry->pos > end - entry->size ? 1 : 0;
    }
    return behind;
}

/// Whether a container with its duration in front, and nothing else about its end, was cut off.
bool endsBeforeItsDuration(const PacketScan& scan, const Demuxer& demuxer, std::int64_t endByte) {
    constexpr double leastMissing = 0.02;       // of the duration
    constexpr double leastBytesPerSecond = 500; // of sound that may go on after the video
    const AVFormatContext& format = demuxer.format();
    const bool isSaid = format.duration > 0 && format.duration_estimation_method == AVFMT_DURATION_FROM_STREAM;
    if (!isSaid || std::string_view(format.iformat->name).find("matroska") == std::string_view::npos) {
        return false;
    }
    std::int64_t lastPts = std::numeric_limits<std::int64_t>::min();
    for (const ScannedPacket& packet : scan.packets) {
        lastPts = std::max(lastPts, packet.pts);
    }
    const double seconds = static_cast<double>(format.duration) / AV_TIME_BASE;
    const double missing = seconds - static_cast<double>(lastPts) * av_q2d(demuxer.stream().time_base);
    const double bytesBehind = static_cast<double>(demuxer.sizeBytes()) - static_cast<double>(endByte);
    return missing > std::max(1.0, leastMissing * seconds) && bytesBehind < missing * leastBytesPerSecond;
}

void lookForMissingEnd(PacketScan& scan, const Demuxer& demuxer, std::int64_t endByte) {
    const auto count = static_cast<std::int64_t>(scan.packets.size());
    const std::int64_t promised =
        std::min<std::int64_t>(demuxer.stream().nb_frames, std::numeric_limits<int>::max() / 2);
    const bool stopsDamaged = !scan.damagedBefore.empty() && scan.damagedBefore.back() == count;
    const bool isMissing = promised > count && (stopsDamaged || packetsBehindEnd(demuxer) > 0);
    scan.missingAtEnd = isMissing ? static_cast<int>(promised - count) : 0;
    scan.isCutOff = isMissing || endsBeforeItsDuration(scan, demuxer, endByte);
}

} // namespace

PacketScan scanPackets(Demuxer& demuxer, const std::stop_token& stop, Progress& progress, const ScanOptions& options) {
    constexpr std::size_t packetsPerReport = 512;
    PacketScan scan;
    PacketInspector inspector(demuxer);
    const ffmpeg::Packet packet = ffmpeg::makePacket();
    std::int64_t endByte = 0;
    bool isAfterDamage = false;
    bool isAsking = static_cast<bool>(options.afterPacket);
    while (true) {
        const Demuxer::Read read = demuxer.read(*packet, stop);
        if (read == Demuxer::Read::End) {
            break;
        }
        if (read == Demuxer::Read::Damaged) {
            const int place = static_cast<int>(scan.packets.size());
            if (!isAfterDamage) {
                scan.damagedBefore.push_back(place);
            }
            isAfterDamage = true;
            continue;
        }
        if (isEncrypted(*packet)) {
            scan.isEncrypted = true;
            break;
        }
        scan.packets.push_back({.pts = packet->pts,
                                .dts = packet->dts,
                                .duration = std::max<std::int64_t>(0, packet->duration),
                                .isKeyFrame = inspector.isKeyFrame(*packet),
                                .isDiscarded = (packet->flags & AV_PKT_FLAG_DISCARD) != 0,
                                .isSuspicious = isAfterDamage || inspector.isSuspicious(*packet)});
        isAfterDamage = false;
        endByte = std::max(endByte, packet->pos < 0 ? 0 : packet->pos + packet->size);
        if (scan.packets.size() % packetsPerReport == 0) {
            progress.report("Reading the video's frames", packet->pos, static_cast<std::int64_t>(demuxer.sizeBytes()));
        }
        isAsking = isAsking && !options.afterPacket(scan);
    }
    lookForMissingEnd(scan, demuxer, endByte);
    return scan;
}

std::vector<DecodedIdentity> decodeIdentities(const VideoIndex& file, const DecodeSpan& span,
                                              const std::stop_token& stop, Progress& progress) {
    constexpr std::size_t framesPerReport = 32;
    constexpr int oneThread = 1; // more would report damage in frames around it, and not always the same
    // The decoder holds frames back, so that some packets more must go in until all of the wanted ones are out.
    constexpr int decoderDelay = 64;
    FrameDecoder decoder(file.path, file.frameIdentity, oneThread, stop);
    const auto placeOf = [&](std::int64_t identity) {
        const auto found =
            std::lower_bound(file.frames.begin(), file.frames.end(), identity,
                             [](const FrameInfo& frame, std::int64_t value) { return frame.identity < value; });
        return found != file.frames.end() && found->identity == identity ? found->decodeNumber : -1;
    };
    if (span.from.decodeNumber > 0 && !decoder.goTo(span.from, placeOf, stop)) {
        decoder.restart(stop);
    }
    const ffmpeg::Frame frame = ffmpeg::makeFrame();
    std::vector<DecodedIdentity> identities;
    while (decoder.nextDecodeNumber() < span.endPacket + decoderDelay && decoder.next(*frame, stop)) {
        const bool isCorrupt = (frame->flags & AV_FRAME_FLAG_CORRUPT) != 0 || frame->decode_error_flags != 0;
        identities.push_back({.identity = frame->pts, .isCorrupt = isCorrupt});
        if (identities.size() % framesPerReport == 0) {
            progress.report("Looking for damaged frames", decoder.nextDecodeNumber(), span.endPacket);
        }
    }
    return identities;
}

} // namespace storyscope::media
