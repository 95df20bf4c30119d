// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/media/demuxer.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <vector>

namespace storyscope::media {

struct ScannedPacket {
    std::int64_t pts = 0;
    std::int64_t dts = 0;
    std::int64_t duration = 0; ///< 0: not known
    bool isKeyFrame = false;
    bool isDiscarded = false;  ///< an edit list hides its frame
    bool isSuspicious = false; ///< its inner structure is broken, or the container could not be read just before it
};

struct PacketScan {
    std::vector<ScannedPacket> packets; ///< in the order of the file: the place is the decode number
    std::vector<int> damagedBefore;     ///< decode numbers before which the container could not be read
    int missingAtEnd = 0;               ///< packets that the container promises behind the end of the file
    bool isCutOff = false;              ///< the file ends before the video does
    bool isEncrypted = false;           ///< nothing behind the first encrypted packet was read
};

struct ScanOptions {
    /// Asked after each packet; true: call no more.
    std::function<bool(const PacketScan& soFar)> afterPacket{};
};

/// Reads all packets of the demuxer's stream from where it stands, which is the beginning.
PacketScan scanPackets(Demuxer& demuxer, const std::stop_token& stop, Progress& progress,
                       const ScanOptions& options = {});

/// What a decoder gave for a part of a file.
struct DecodedIdentity {
    std::int64_t identity = 0;
    bool isCorrupt = false; ///< the decoder says so
};

/// Which packets to decode: from a seek point up to one.
struct DecodeSpan {
    SeekPoint from;    ///< any but the file's beginning only if the index is sorted by identity
    int endPacket = 0; ///< decode number behind the last one
};

/// Decodes part of a file; the frames in the order they came out. More than the part may be decoded.
std::vector<DecodedIdentity> decodeIdentities(const VideoIndex& file, const DecodeSpan& span,
                                              const std::stop_token& stop, Progress& progress);

} // namespace storyscope::media
