// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/packet_scan.h"

#include "core/media/frame_decoder.h"

#include <algorithm>
#include <memory>

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

} // namespace

PacketScan scanPackets(Demuxer& demuxer, const std::stop_token& stop, Progress& progress) {
    constexpr std::size_t packetsPerReport = 512;
    PacketScan scan;
    PacketInspector inspector(demuxer);
    const ffmpeg::Packet packet = ffmpeg::makePacket();
    const AVStream& stream = demuxer.stream();
    while (true) {
        const Demuxer::Read read = demuxer.read(*packet, stop);
        if (read == Demuxer::Read::End) {
            break;
        }
        if (read == Demuxer::Read::Damaged) {
            ++scan.damagedReads;
            continue;
        }
        scan.isEncrypted = scan.isEncrypted || isEncrypted(*packet);
        scan.suspiciousPackets += inspector.isSuspicious(*packet) ? 1 : 0;
        scan.packets.push_back({.pts = packet->pts,
                                .dts = packet->dts,
                                .duration = std::max<std::int64_t>(0, packet->duration),
                                .decodeNumber = static_cast<int>(scan.packets.size()),
                                .isKeyFrame = inspector.isKeyFrame(*packet),
                                .isDiscarded = (packet->flags & AV_PKT_FLAG_DISCARD) != 0});
        if (scan.packets.size() % packetsPerReport == 0) {
            progress.report("Reading the video's frames", packet->pos, static_cast<std::int64_t>(demuxer.sizeBytes()));
        }
    }
    scan.endsEarly = scan.damagedReads > 0 && stream.nb_frames > static_cast<std::int64_t>(scan.packets.size());
    return scan;
}

std::vector<std::int64_t> decodeIdentities(const std::filesystem::path& path, FrameIdentity identity,
                                           std::size_t packetLimit, const std::stop_token& stop, Progress& progress) {
    constexpr std::size_t framesPerReport = 32;
    // The decoder holds frames back, so that some packets more must go in until all of the wanted ones are out.
    constexpr std::size_t decoderDelay = 64;
    FrameDecoder decoder(path, identity, 0, stop);
    const ffmpeg::Frame frame = ffmpeg::makeFrame();
    std::vector<std::int64_t> identities;
    while (static_cast<std::size_t>(decoder.nextDecodeNumber()) < packetLimit + decoderDelay &&
           decoder.next(*frame, stop)) {
        identities.push_back(frame->pts);
        if (identities.size() % framesPerReport == 0) {
            progress.report("Looking for damaged frames", static_cast<std::int64_t>(identities.size()),
                            static_cast<std::int64_t>(packetLimit));
        }
    }
    return identities;
}

} // namespace storyscope::media
