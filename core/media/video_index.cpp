// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/video_index.h"

#include "core/base/error.h"
#include "core/media/demuxer.h"
#include "core/media/packet_scan.h"
#include "core/media/picture_converter.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <string>

namespace storyscope::media {

namespace {

std::string atSeconds(double seconds) {
    char text[32];
    std::snprintf(text, sizeof text, "at %.3f s", seconds);
    return text;
}

bool areAllDifferent(std::vector<std::int64_t> values) {
    std::sort(values.begin(), values.end());
    return std::adjacent_find(values.begin(), values.end()) == values.end();
}

/// Program streams store few times; FFmpeg fills in the others, and differently after a seek.
FrameIdentity chooseIdentity(const std::vector<ScannedPacket>& packets, const AVInputFormat& format) {
    std::vector<std::int64_t> pts;
    std::vector<std::int64_t> dts;
    bool hasPts = true;
    bool hasDts = true;
    for (const ScannedPacket& packet : packets) {
        hasPts = hasPts && packet.pts != AV_NOPTS_VALUE;
        hasDts = hasDts && packet.dts != AV_NOPTS_VALUE;
        pts.push_back(packet.pts);
        dts.push_back(packet.dts);
    }
    if (hasPts && areAllDifferent(std::move(pts))) {
        return FrameIdentity::Pts;
    }
    const bool storesTimes = (format.flags & AVFMT_TS_DISCONT) == 0;
    return hasDts && storesTimes && areAllDifferent(std::move(dts)) ? FrameIdentity::Dts : FrameIdentity::Ordinal;
}

std::int64_t identityOf(const ScannedPacket& packet, FrameIdentity kind) {
    switch (kind) {
    case FrameIdentity::Pts:
        return packet.pts;
    case FrameIdentity::Dts:
        return packet.dts;
    case FrameIdentity::Ordinal:
        return packet.decodeNumber;
    }
    return packet.decodeNumber;
}

/// Turns scanned packets into an index; one use.
class IndexBuilder {
public:
    IndexBuilder(VideoIndex& index, PacketScan scan, const Demuxer& demuxer, const std::stop_token& stop,
                 Progress& progress)
        : m_index(index), m_scan(std::move(scan)), m_format(*demuxer.format().iformat),
          m_timeBase(demuxer.stream().time_base), m_frameRate(demuxer.stream().avg_frame_rate), m_stop(stop),
          m_progress(progress) {}

    void build();

private:
    void addFramesInPtsOrder();
    void addFramesAsDecoded();
    void addSeekPoints();
    void dropWhatDoesNotDecode();
    void setTimes();
    void addIssue(Issue::Severity severity, std::string place, std::string text) {
        m_index.issues.push_back({.severity = severity, .place = std::move(place), .text = std::move(text)});
    }

    VideoIndex& m_index;
    PacketScan m_scan;
    const AVInputFormat& m_format;
    AVRational m_timeBase;
    AVRational m_frameRate;
    const std::stop_token& m_stop;
    Progress& m_progress;
};

void IndexBuilder::build() {
    m_index.frameIdentity = chooseIdentity(m_scan.packets, m_format);
    if (m_index.frameIdentity == FrameIdentity::Pts) {
        addFramesInPtsOrder();
    } else {
        addFramesAsDecoded();
    }
    addSeekPoints();
    dropWhatDoesNotDecode();
    if (m_index.frames.empty()) {
        throw Error(ErrorCode::Malformed, "None of the video's frames can be decoded",
                    {.file = m_index.path, .byteOffset = {}, .row = {}});
    }
    setTimes();
    if (m_scan.damagedReads > 0 || m_scan.endsEarly) {
        addIssue(Issue::Severity::Warning, atSeconds(m_index.durationSeconds()),
                 "The file is damaged or ends early; " + std::to_string(m_index.frameCount()) + " frames can be shown");
    }
}

void IndexBuilder::addFramesInPtsOrder() {
    for (const ScannedPacket& packet : m_scan.packets) {
        if (!packet.isDiscarded) {
            FrameInfo frame;
            frame.pts = packet.pts;
            frame.identity = packet.pts;
            frame.decodeNumber = packet.decodeNumber;
            frame.isKeyFrame = packet.isKeyFrame;
            m_index.frames.push_back(frame);
        }
    }
    std::sort(m_index.frames.begin(), m_index.frames.end(),
              [](const FrameInfo& a, const FrameInfo& b) { return a.pts < b.pts; });
}

/// Without presentation times only the decoder knows the order; times are then the sorted decoding times.
void IndexBuilder::addFramesAsDecoded() {
    const std::vector<std::int64_t> identities =
        decodeIdentities(m_index.path, m_index.frameIdentity, m_scan.packets.size(), m_stop, m_progress);
    std::map<std::int64_t, const ScannedPacket*> packets;
    std::vector<std::int64_t> times;
    for (const ScannedPacket& packet : m_scan.packets) {
        packets[identityOf(packet, m_index.frameIdentity)] = &packet;
        times.push_back(packet.dts);
    }
    std::sort(times.begin(), times.end());
    const double period =
        m_frameRate.num > 0 && m_frameRate.den > 0 ? av_q2d(av_inv_q(m_frameRate)) / av_q2d(m_timeBase) : 1.0;
    for (const std::int64_t identity : identities) {
        const auto found = packets.find(identity);
        if (found == packets.end()) {
            continue;
        }
        FrameInfo frame;
        const std::size_t place = m_index.frames.size();
        frame.pts = m_index.frameIdentity == FrameIdentity::Dts
                        ? times[place]
                        : static_cast<std::int64_t>(static_cast<double>(place) * period);
        frame.identity = identity;
        frame.decodeNumber = found->second->decodeNumber;
        frame.isKeyFrame = found->second->isKeyFrame;
        m_index.frames.push_back(frame);
        packets.erase(found);
    }
}

/// Frames that come before their key frame on the screen refer to the group of pictures before it.
void IndexBuilder::addSeekPoints() {
    std::map<int, FrameInfo*> byDecodeNumber;
    for (FrameInfo& frame : m_index.frames) {
        byDecodeNumber[frame.decodeNumber] = &frame;
    }
    std::vector<SeekPoint>& points = m_index.seekPoints;
    points.push_back(
        {.pts = 0, .dts = 0, .identity = identityOf(m_scan.packets.front(), m_index.frameIdentity), .decodeNumber = 0});
    for (const ScannedPacket& packet : m_scan.packets) {
        const auto found = byDecodeNumber.find(packet.decodeNumber);
        const bool canSeek =
            m_index.frameIdentity != FrameIdentity::Ordinal && packet.decodeNumber > 0 && packet.isKeyFrame;
        if (canSeek && (found != byDecodeNumber.end() || m_index.frameIdentity == FrameIdentity::Pts)) {
            points.push_back({.pts = found != byDecodeNumber.end() ? found->second->pts : packet.pts,
                              .dts = packet.dts,
                              .identity = identityOf(packet, m_index.frameIdentity),
                              .decodeNumber = packet.decodeNumber});
        }
        if (found == byDecodeNumber.end()) {
            continue;
        }
        int place = static_cast<int>(points.size()) - 1;
        while (place > 0 && points[static_cast<std::size_t>(place)].pts > found->second->pts) {
            --place;
        }
        found->second->seekPoint = place;
    }
}

/// Frames that refer to something before the file's first key frame, or whose packets are damaged, never come out of
/// the decoder; only where there may be such frames is anything decoded.
void IndexBuilder::dropWhatDoesNotDecode() {
    if (m_index.frameIdentity != FrameIdentity::Pts) {
        return;
    }
    const ScannedPacket& first = m_scan.packets.front();
    const bool hasLeadingFrames = !first.isKeyFrame || (!first.isDiscarded && m_index.frames.front().pts < first.pts);
    std::size_t limit = m_scan.suspiciousPackets > 0 ? m_scan.packets.size() : 0;
    if (hasLeadingFrames && limit == 0) {
        limit = m_index.seekPoints.size() > 2 ? static_cast<std::size_t>(m_index.seekPoints[2].decodeNumber)
                                              : m_scan.packets.size();
    }
    if (limit == 0) {
        return;
    }
    std::vector<std::int64_t> decoded =
        decodeIdentities(m_index.path, m_index.frameIdentity, limit, m_stop, m_progress);
    std::sort(decoded.begin(), decoded.end());
    const auto isLost = [&](const FrameInfo& frame) {
        return frame.decodeNumber < static_cast<int>(limit) &&
               !std::binary_search(decoded.begin(), decoded.end(), frame.pts);
    };
    for (const FrameInfo& frame : m_index.frames) {
        if (isLost(frame)) {
            addIssue(Issue::Severity::Warning, atSeconds(static_cast<double>(frame.pts) * av_q2d(m_timeBase)),
                     "A frame is damaged or refers to one that is missing, and is left out");
        }
    }
    std::erase_if(m_index.frames, isLost);
}

void IndexBuilder::setTimes() {
    const double unit = av_q2d(m_timeBase);
    std::map<int, std::int64_t> durations;
    for (const ScannedPacket& packet : m_scan.packets) {
        durations[packet.decodeNumber] = packet.duration;
    }
    std::vector<FrameInfo>& frames = m_index.frames;
    for (std::size_t i = 0; i < frames.size(); ++i) {
        frames[i].ptsSeconds = static_cast<double>(frames[i].pts) * unit;
        if (i > 0) {
            frames[i - 1].durationSeconds = frames[i].ptsSeconds - frames[i - 1].ptsSeconds;
        }
    }
    FrameInfo& last = frames.back();
    last.durationSeconds = static_cast<double>(durations[last.decodeNumber]) * unit;
    if (last.durationSeconds <= 0 && frames.size() > 1) {
        last.durationSeconds = frames[frames.size() - 2].durationSeconds;
    }
}

void describeStream(VideoIndex& index, const Demuxer& demuxer) {
    AVStream& stream = demuxer.stream();
    const Orientation orientation = demuxer.orientation();
    const AVRational ratio = av_guess_sample_aspect_ratio(&demuxer.format(), &stream, nullptr);
    const ShownSize size = shownSize(stream.codecpar->width, stream.codecpar->height, ratio, orientation);
    index.sizeBytes = demuxer.sizeBytes();
    index.modified = demuxer.modified();
    index.codec = avcodec_get_name(stream.codecpar->codec_id);
    index.streamIndex = stream.index;
    index.width = size.width;
    index.height = size.height;
    index.rotationDegrees = orientation.rotationDegrees;
    index.isMirrored = orientation.isMirrored;
    if (!orientation.isExact) {
        index.issues.push_back(
            {.severity = Issue::Severity::Note,
             .place = index.path.filename().string(),
             .text = "The video asks to be turned by an odd angle; the nearest right angle is used"});
    }
    const auto transfer = stream.codecpar->color_trc;
    if (transfer == AVCOL_TRC_SMPTE2084 || transfer == AVCOL_TRC_ARIB_STD_B67) {
        index.issues.push_back({.severity = Issue::Severity::Note,
                                .place = index.path.filename().string(),
                                .text = "The video is HDR; its brightness is shown as stored, without tone mapping"});
    }
}

} // namespace

double VideoIndex::durationSeconds() const {
    return frames.empty() ? 0.0 : frames.back().ptsSeconds + frames.back().durationSeconds - frames.front().ptsSeconds;
}

int VideoIndex::frameAt(double seconds) const {
    const auto after = std::upper_bound(frames.begin(), frames.end(), seconds,
                                        [](double time, const FrameInfo& frame) { return time < frame.ptsSeconds; });
    return after == frames.begin() ? 0 : static_cast<int>(after - frames.begin()) - 1;
}

VideoIndex buildVideoIndex(const std::filesystem::path& path, const std::stop_token& stop, Progress& progress) {
    VideoIndex index;
    index.path = path;
    Demuxer demuxer(path, stop);
    describeStream(index, demuxer);
    PacketScan scan = scanPackets(demuxer, stop, progress);
    if (scan.isEncrypted) {
        throw Error(ErrorCode::Unsupported, "The video is encrypted", {.file = path, .byteOffset = {}, .row = {}});
    }
    if (scan.packets.empty()) {
        throw Error(ErrorCode::Malformed, "The video has no frames", {.file = path, .byteOffset = {}, .row = {}});
    }
    IndexBuilder(index, std::move(scan), demuxer, stop, progress).build();
    return index;
}

} // namespace storyscope::media
