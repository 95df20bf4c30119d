// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/issue.h"
#include "core/base/progress.h"

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace storyscope::media {

struct FrameInfo {
    std::int64_t pts = 0;       ///< in the stream's time base
    double ptsSeconds = 0;      ///< from the stream's own zero
    double durationSeconds = 0; ///< until the next frame; the container's word for the last one
    bool isKeyFrame = false;
};

/// Every frame of a video in presentation order, found by reading its packets without decoding them. A plain value:
/// build it once, share it between threads.
struct VideoIndex {
    std::filesystem::path path;
    std::string codec;          ///< FFmpeg's short name: "h264"
    int streamIndex = 0;        ///< of the best video stream; attached pictures are not videos
    int width = 0;              ///< in pixels as shown: after rotation and sample aspect ratio
    int height = 0;
    int rotationDegrees = 0;    ///< clockwise turn for an upright picture: 0, 90, 180 or 270
    bool isMirrored = false;    ///< the display matrix also mirrors
    std::vector<FrameInfo> frames;
    std::vector<Issue> issues;  ///< broken ranges, odd timestamps

    int frameCount() const { return static_cast<int>(frames.size()); }
    double durationSeconds() const;
    /// The frame on screen at a time: the last one that starts at or before it, clamped to the ends.
    int frameAt(double seconds) const;
};

/// Throws Error for what is no video: NotFound, Unreadable, Malformed ("no moov"), Unsupported (audio only, encrypted).
VideoIndex buildVideoIndex(const std::filesystem::path& path, const std::stop_token& stop, Progress& progress);

} // namespace storyscope::media
