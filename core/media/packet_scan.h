// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/media/demuxer.h"

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <vector>

namespace storyscope::media {

struct ScannedPacket {
    std::int64_t pts = 0;
    std::int64_t dts = 0;
    std::int64_t duration = 0; ///< 0: not known
    int decodeNumber = 0;
    bool isKeyFrame = false;
    bool isDiscarded = false; ///< an edit list hides its frame
};

struct PacketScan {
    std::vector<ScannedPacket> packets; ///< in the order of the file
    int damagedReads = 0;               ///< places where the container could not be read
    int suspiciousPackets = 0;          ///< packets whose inner structure is broken
    bool endsEarly = false;             ///< the container promised more frames
    bool isEncrypted = false;
};

/// Reads all packets of the demuxer's stream from where it stands, which is the beginning.
PacketScan scanPackets(Demuxer& demuxer, const std::stop_token& stop, Progress& progress);

/// Decodes the first `packetLimit` packets and returns the identities of the frames in the order they came out.
std::vector<std::int64_t> decodeIdentities(const std::filesystem::path& path, FrameIdentity identity,
                                           std::size_t packetLimit, const std::stop_token& stop, Progress& progress);

} // namespace storyscope::media
