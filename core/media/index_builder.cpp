// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/index_builder.h"

#include "core/base/error.h"
#include "core/media/index_damage.h"

#include <algorithm>
#include <limits>
#include <map>
#include <string>

namespace storyscope::media {

namespace {

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

} // namespace

IndexBuilder::IndexBuilder(VideoIndex described, PacketScan scan, const Demuxer& demuxer, const std::stop_token& stop,
                           Progress& progress)
    : m_index(std::move(described)), m_scan(std::move(scan)), m_demuxer(demuxer), m_stop(stop), m_progress(progress),
      m_decodes(m_scan.packets.size(), Decodes::Yes) {}

VideoIndex IndexBuilder::build() {
    m_index.frameIdentity = chooseIdentity(m_scan.packets, *m_demuxer.format().iformat);
    if (m_index.frameIdentity == FrameIdentity::Pts) {
        addFramesInPtsOrder();
    } else {
        addFramesAsDecoded();
    }
    addSeekPoints();
    if (m_index.frameIdentity == FrameIdentity::Pts && !m_index.frames.empty()) {
        checkLeadingFrames();
        checkSuspiciousPackets();
        markDependents();
        leaveOutLostFrames();
    }
    if (m_index.frames.empty()) {
        throw Error(ErrorCode::Malformed, "None of the video's frames can be decoded", inFile(m_index.path));
    }
    setFrameTimes(m_index, lastDurationSeconds());
    describeLeadingFrames();
    findDamage(m_index, m_scan, *m_demuxer.format().iformat);
    return std::move(m_index);
}

std::optional<VideoIndex> IndexBuilder::buildFirstFrames() {
    constexpr std::size_t fewestFrames = 16;
    const bool isDamaged =
        !m_scan.damagedBefore.empty() || std::ranges::any_of(m_scan.packets, &ScannedPacket::isSuspicious);
    if (isDamaged || m_scan.isEncrypted ||
        chooseIdentity(m_scan.packets, *m_demuxer.format().iformat) != FrameIdentity::Pts) {
        return std::nullopt;
    }
    addFramesInPtsOrder();
    addSeekPoints();
    constexpr std::size_t enoughForLeadingFrames = 3;
    if (m_index.frames.size() < fewestFrames ||
        (!packet(0).isKeyFrame && m_index.seekPoints.size() < enoughForLeadingFrames)) {
        return std::nullopt;
    }
    checkLeadingFrames();
    leaveOutLostFrames();
    if (m_index.frames.empty()) {
        return std::nullopt;
    }
    setFrameTimes(m_index, lastDurationSeconds());
    std::erase_if(m_index.frames, [settled = settledPts()](const FrameInfo& frame) { return frame.pts > settled; });
    if (m_index.frames.size() < fewestFrames) {
        return std::nullopt;
    }
    m_index.isComplete = false;
    describeLeadingFrames();
    return std::move(m_index);
}

/// A packet that is shown before more than so many earlier ones does not exist in a sound file.
std::int64_t IndexBuilder::settledPts() const {
    constexpr int deepestReordering = 32; // twice what H.264 and HEVC allow
    std::int64_t settled = std::numeric_limits<std::int64_t>::max();
    for (int i = std::max(0, packetCount() - deepestReordering); i < packetCount(); ++i) {
        settled = std::min(settled, packet(i).pts);
    }
    return settled;
}

void IndexBuilder::addFramesInPtsOrder() {
    m_index.frames.reserve(m_scan.packets.size());
    for (int number = 0; number < packetCount(); ++number) {
        if (!packet(number).isDiscarded) {
            FrameInfo frame;
            frame.pts = packet(number).pts;
            frame.identity = frame.pts;
            frame.decodeNumber = number;
            frame.isKeyFrame = packet(number).isKeyFrame;
            m_index.frames.push_back(frame);
        }
    }
    std::sort(m_index.frames.begin(), m_index.frames.end(),
              [](const FrameInfo& a, const FrameInfo& b) { return a.pts < b.pts; });
}

/// Without presentation times only the decoder knows the order; times are then the sorted decoding times.
void IndexBuilder::addFramesAsDecoded() {
    const std::vector<DecodedIdentity> decoded =
        decodeIdentities(m_index, {.from = {}, .endPacket = packetCount()}, m_stop, m_progress);
    std::map<std::int64_t, int> packets;
    std::vector<std::int64_t> times;
    for (int number = 0; number < packetCount(); ++number) {
        packets[identityOf(packet(number), m_index.frameIdentity, number)] = number;
        times.push_back(packet(number).dts);
    }
    std::sort(times.begin(), times.end());
    const AVRational rate = m_demuxer.stream().avg_frame_rate;
    const double period =
        rate.num > 0 && rate.den > 0 ? av_q2d(av_inv_q(rate)) / av_q2d(m_demuxer.stream().time_base) : 1.0;
    for (const DecodedIdentity& one : decoded) {
        const auto found = packets.find(one.identity);
        if (found == packets.end()) {
            continue;
        }
        FrameInfo frame;
        const std::size_t place = m_index.frames.size();
        frame.pts = m_index.frameIdentity == FrameIdentity::Dts
                        ? times[place]
                        : static_cast<std::int64_t>(static_cast<double>(place) * period);
        frame.identity = one.identity;
        frame.decodeNumber = found->second;
        frame.isKeyFrame = packet(frame.decodeNumber).isKeyFrame;
        m_index.frames.push_back(frame);
        packets.erase(found);
    }
}

/// Frames that come before their key frame on the screen refer to the group of pictures before it.
void IndexBuilder::addSeekPoints() {
    std::vector<int> frameOf(m_scan.packets.size(), -1);
    for (int i = 0; i < m_index.frameCount(); ++i) {
        frameOf[static_cast<std::size_t>(m_index.frames[static_cast<std::size_t>(i)].decodeNumber)] = i;
    }
    std::vector<SeekPoint>& points = m_index.seekPoints;
    points.push_back(
        {.pts = 0, .dts = 0, .identity = identityOf(packet(0), m_index.frameIdentity, 0), .decodeNumber = 0});
    std::vector<int> reachable{0}; // places of points before which no later point is shown, ascending in pts
    for (int number = 0; number < packetCount(); ++number) {
        const ScannedPacket& one = packet(number);
        const int frame = frameOf[static_cast<std::size_t>(number)];
        const std::int64_t pts = frame >= 0 ? m_index.frames[static_cast<std::size_t>(frame)].pts : one.pts;
        const bool canSeek = m_index.frameIdentity != FrameIdentity::Ordinal && number > 0 && one.isKeyFrame;
        if (canSeek && (frame >= 0 || m_index.frameIdentity == FrameIdentity::Pts)) {
            while (reachable.size() > 1 && points[static_cast<std::size_t>(reachable.back())].pts >= pts) {
                reachable.pop_back();
            }
            reachable.push_back(static_cast<int>(points.size()));
            points.push_back({.pts = pts,
                              .dts = one.dts,
                              .identity = identityOf(one, m_index.frameIdentity, number),
                              .decodeNumber = number});
        }
        if (frame >= 0) {
            const auto after =
                std::upper_bound(reachable.begin() + 1, reachable.end(), pts, [&](std::int64_t time, int place) {
                    return time < points[static_cast<std::size_t>(place)].pts;
                });
            m_index.frames[static_cast<std::size_t>(frame)].seekPoint = *(after - 1);
        }
    }
}

int IndexBuilder::seekPointBefore(int packet) const {
    const auto after = std::upper_bound(m_index.seekPoints.begin() + 1, m_index.seekPoints.end(), packet,
                                        [](int number, const SeekPoint& point) { return number < point.decodeNumber; });
    return static_cast<int>(after - m_index.seekPoints.begin()) - 1;
}

/// Frames that refer to something before the file's first key frame never come out of the decoder.
void IndexBuilder::checkLeadingFrames() {
    const ScannedPacket& first = packet(0);
    const bool hasLeadingFrames = !first.isKeyFrame || (!first.isDiscarded && m_index.frames.front().pts < first.pts);
    if (hasLeadingFrames) {
        const bool hasLaterPoint = m_index.seekPoints.size() > 2;
        checkPackets(0, hasLaterPoint ? m_index.seekPoints[2].decodeNumber : packetCount(), Decodes::Leading);
    }
}

/// Decodes the groups of pictures with suspicious packets, and the one after each, which may refer to them.
void IndexBuilder::checkSuspiciousPackets() {
    const auto packetAt = [&](int place) {
        const bool exists = place < static_cast<int>(m_index.seekPoints.size());
        return exists ? m_index.seekPoints[static_cast<std::size_t>(place)].decodeNumber : packetCount();
    };
    int number = 0;
    while (number < packetCount()) {
        if (!packet(number).isSuspicious) {
            ++number;
            continue;
        }
        const int begin = packetAt(seekPointBefore(number));
        int end = packetAt(seekPointBefore(number) + 2);
        for (; number < end; ++number) {
            if (packet(number).isSuspicious) {
                end = packetAt(seekPointBefore(number) + 2);
            }
        }
        checkPackets(begin, end, Decodes::No);
    }
}

void IndexBuilder::checkPackets(int firstPacket, int endPacket, Decodes lost) {
    // From one group earlier, so that the first frames have what they refer to.
    const int place = std::max(0, seekPointBefore(firstPacket) - 1);
    const SeekPoint& from = m_index.seekPoints[static_cast<std::size_t>(place)];
    std::vector<DecodedIdentity> decoded =
        decodeIdentities(m_index, {.from = from, .endPacket = endPacket}, m_stop, m_progress);
    std::ranges::sort(decoded, {}, &DecodedIdentity::identity);
    for (int number = firstPacket; number < endPacket; ++number) {
        const std::int64_t identity = packet(number).pts;
        const auto found = std::ranges::lower_bound(decoded, identity, {}, &DecodedIdentity::identity);
        Decodes& decodes = m_decodes[static_cast<std::size_t>(number)];
        if (found == decoded.end() || found->identity != identity) {
            decodes = decodes == Decodes::Yes ? lost : decodes;
        } else if (found->isCorrupt && lost == Decodes::No) {
            decodes = Decodes::Badly;
        }
    }
}

/// A decoder fills in what is missing and goes on, often without a word: until the next key frame its pictures may be
/// other ones than those that were recorded.
void IndexBuilder::markDependents() {
    for (const int number : m_scan.damagedBefore) {
        if (number < packetCount() && !packet(number).isKeyFrame &&
            m_decodes[static_cast<std::size_t>(number)] == Decodes::Yes) {
            m_decodes[static_cast<std::size_t>(number)] = Decodes::Badly;
        }
    }
    std::vector<int> lastBad(m_scan.packets.size(), -1);
    for (int number = 0; number < packetCount(); ++number) {
        const Decodes decodes = m_decodes[static_cast<std::size_t>(number)];
        const int before = number > 0 ? lastBad[static_cast<std::size_t>(number - 1)] : -1;
        const bool isBad = decodes == Decodes::No || decodes == Decodes::Badly;
        lastBad[static_cast<std::size_t>(number)] = isBad ? number : before;
    }
    for (const FrameInfo& frame : m_index.frames) {
        Decodes& decodes = m_decodes[static_cast<std::size_t>(frame.decodeNumber)];
        if (decodes == Decodes::Yes &&
            m_index.dependsOn(frame, lastBad[static_cast<std::size_t>(frame.decodeNumber)])) {
            decodes = Decodes::Badly;
        }
    }
}

void IndexBuilder::leaveOutLostFrames() {
    std::vector<FrameInfo> kept;
    kept.reserve(m_index.frames.size());
    std::vector<DamagedRange> found;
    bool isInRange = false;
    for (const FrameInfo& frame : m_index.frames) {
        const Decodes decodes = m_decodes[static_cast<std::size_t>(frame.decodeNumber)];
        const int number = static_cast<int>(kept.size());
        m_leadingFrames += decodes == Decodes::Leading ? 1 : 0;
        const bool isBad = decodes == Decodes::No || decodes == Decodes::Badly;
        if (isBad && !isInRange) {
            found.push_back({.firstFrame = number - 1, .lastFrame = number, .lostFrames = 0});
        }
        if (isBad) {
            found.back().lostFrames += decodes == Decodes::No ? 1 : 0;
            found.back().lastFrame = decodes == Decodes::No ? number : number + 1;
        }
        isInRange = isBad;
        if (decodes == Decodes::Yes || decodes == Decodes::Badly) {
            kept.push_back(frame);
        }
    }
    m_index.frames = std::move(kept);
    for (const DamagedRange& range : found) {
        addDamage(m_index.damaged, range);
    }
}

double IndexBuilder::lastDurationSeconds() const {
    const std::vector<FrameInfo>& frames = m_index.frames;
    const std::int64_t ticks = packet(frames.back().decodeNumber).duration;
    if (ticks > 0 || frames.size() < 2) {
        return static_cast<double>(ticks) * m_index.secondsPerTick;
    }
    const auto earlier = static_cast<double>(frames[frames.size() - 2].pts);
    return (static_cast<double>(frames.back().pts) - earlier) * m_index.secondsPerTick;
}

void IndexBuilder::describeLeadingFrames() {
    if (m_leadingFrames > 0) {
        m_index.issues.push_back(
            {.severity = Issue::Severity::Note,
             .place = "frame 0",
             .text = std::to_string(m_leadingFrames) +
                     (m_leadingFrames == 1 ? " frame before it refers" : " frames before it refer") +
                     " to pictures that are not in the file, and cannot be shown"});
    }
}

void setFrameTimes(VideoIndex& index, double lastDurationSeconds) {
    std::vector<FrameInfo>& frames = index.frames;
    for (std::size_t i = 0; i < frames.size(); ++i) {
        frames[i].ptsSeconds = static_cast<double>(frames[i].pts) * index.secondsPerTick;
        if (i > 0) {
            frames[i - 1].durationSeconds = frames[i].ptsSeconds - frames[i - 1].ptsSeconds;
        }
    }
    frames.back().durationSeconds = lastDurationSeconds;
}

} // namespace storyscope::media
