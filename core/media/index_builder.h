// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/packet_scan.h"
#include "core/media/video_index.h"

#include <optional>
#include <stop_token>
#include <vector>

namespace storyscope::media {

/// Turns scanned packets into an index; one use.
class IndexBuilder {
public:
    /// `described` is the index without its frames. The demuxer must outlive the builder.
    IndexBuilder(VideoIndex described, PacketScan scan, const Demuxer& demuxer, const std::stop_token& stop,
                 Progress& progress);

    /// Throws Error{Malformed} if nothing can be decoded.
    VideoIndex build();
    /// The frames whose numbers no later packet changes, as far as times promise that; nothing if there are too few or
    /// it would take long to find out.
    std::optional<VideoIndex> buildFirstFrames();

private:
    /// Whether the decoder gives the frame that a packet holds.
    enum class Decodes : std::uint8_t { Yes, Badly, No, Leading };

    void addFramesInPtsOrder();
    void addFramesAsDecoded();
    void addSeekPoints();
    void checkLeadingFrames();
    void checkSuspiciousPackets();
    void checkPackets(int firstPacket, int endPacket, Decodes lost);
    void markDependents();
    void leaveOutLostFrames();
    void describeLeadingFrames();
    double lastDurationSeconds() const;
    std::int64_t settledPts() const;
    int seekPointBefore(int packet) const;
    const ScannedPacket& packet(int decodeNumber) const {
        return m_scan.packets[static_cast<std::size_t>(decodeNumber)];
    }
    int packetCount() const { return static_cast<int>(m_scan.packets.size()); }

    VideoIndex m_index;
    PacketScan m_scan;
    const Demuxer& m_demuxer;
    const std::stop_token& m_stop;
    Progress& m_progress;
    std::vector<Decodes> m_decodes; ///< by decode number
    int m_leadingFrames = 0;        ///< left out: they refer to something before the file's beginning
};

/// Fills in seconds and durations from pts.
void setFrameTimes(VideoIndex& index, double lastDurationSeconds);

} // namespace storyscope::media
