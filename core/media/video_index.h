// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/issue.h"
#include "core/base/progress.h"
#include "core/media/damaged_range.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace storyscope::media {

struct FrameInfo {
    std::int64_t pts = 0;       ///< in the stream's time base
    double ptsSeconds = 0;      ///< from the stream's own zero
    double durationSeconds = 0; ///< until the next frame; the container's word for the last one
    bool isKeyFrame = false;
    std::int64_t identity = 0; ///< what its decoded frame is recognised by: see FrameIdentity
    int decodeNumber = 0;      ///< its packet's place in the file, from 0
    int seekPoint = 0;         ///< where decoding must begin to get it right: a place in VideoIndex::seekPoints
};

/// What a frame carries through the decoder, so that the reader never guesses which frame it got.
enum class FrameIdentity {
    Pts,     ///< presentation times: there and all different, as nearly always
    Dts,     ///< decoding times, where the container has no others (AVI)
    Ordinal, ///< the packet's place in the file, where no times are stored (raw and program streams)
};

/// A packet from which decoding can begin.
struct SeekPoint {
    std::int64_t pts = 0;
    std::int64_t dts = 0;
    std::int64_t identity = 0;
    int decodeNumber = 0; ///< 0: the beginning of the file
};

/// Every frame of a video in presentation order, found by reading its packets; frames are decoded only where packets
/// do not tell the order. A plain value: build it once, share it between threads.
struct VideoIndex {
    std::filesystem::path path;
    std::uintmax_t sizeBytes = 0; ///< of the file, with its time: to notice that it was replaced
    std::filesystem::file_time_type modified{};
    std::string codec;   ///< FFmpeg's short name: "h264"
    int streamIndex = 0; ///< of the best video stream; attached pictures are not videos
    int width = 0;       ///< in pixels as shown: after rotation and sample aspect ratio
    int height = 0;
    int rotationDegrees = 0; ///< clockwise turn for an upright picture, after mirroring: 0, 90, 180 or 270
    bool isMirrored = false; ///< the display matrix also swaps left and right
    FrameIdentity frameIdentity = FrameIdentity::Pts;
    double secondsPerTick = 0; ///< the stream's time base
    bool isComplete = true;    ///< false: more frames follow, after all of these
    std::vector<FrameInfo> frames;
    std::vector<SeekPoint> seekPoints; ///< in the order of the file; the first is its beginning
    std::vector<DamagedRange> damaged; ///< ascending; each is also an issue
    std::vector<Issue> issues;         ///< broken ranges, odd timestamps

    int frameCount() const { return static_cast<int>(frames.size()); }
    double durationSeconds() const;
    /// What is wrong with the picture of packet `decodeNumber` may be wrong with this frame too.
    bool dependsOn(const FrameInfo& frame, int decodeNumber) const {
        return seekPoints[static_cast<std::size_t>(frame.seekPoint)].decodeNumber <= decodeNumber &&
               decodeNumber <= frame.decodeNumber;
    }
    /// The frame on screen at a time: the last one that starts at or before it, clamped to the ends.
    int frameAt(double seconds) const;
};

struct IndexOptions {
    std::filesystem::path cacheFolder{}; ///< where indexes are kept between runs (see IndexCache); empty: nowhere
    /// Called at most once, on the calling thread, if reading all packets takes long: the frames whose numbers later
    /// packets do not change, if there are some.
    std::function<void(const VideoIndex& firstFrames)> firstFrames{};
    std::chrono::milliseconds patience{100}; ///< how long is long
};

/// Throws Error for what is no video: NotFound, Unreadable, Malformed ("no moov"), Unsupported (audio only, encrypted).
VideoIndex buildVideoIndex(const std::filesystem::path& path, const std::stop_token& stop, Progress& progress,
                           const IndexOptions& options = {});

} // namespace storyscope::media
