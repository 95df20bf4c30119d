// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/picture.h"

#include <filesystem>
#include <memory>

namespace storyscope::media {

struct VideoWriterOptions {
    int width = 0;               ///< pixels, even
    int height = 0;              ///< pixels, even
    int framesPerSecond = 24;    ///< the length of a frame period
    int keyFrameInterval = 48;   ///< largest distance between key frames
    int bFrames = 2;             ///< consecutive B-frames
    int constantRateFactor = 20; ///< x264's quality: 0 lossless … 51 worst
};

/// Writes H.264 in MP4 (BT.709, yuv420p, index at the front). The file appears only when finish() has succeeded.
class VideoWriter {
public:
    VideoWriter(std::filesystem::path path, const VideoWriterOptions& options);
    ~VideoWriter();
    VideoWriter(const VideoWriter&) = delete;
    VideoWriter& operator=(const VideoWriter&) = delete;

    /// Shows the picture for `framePeriods` frame periods. Throws Error{BadArgument} if the size differs from the
    /// options, Error{OutOfSpace} or Error{Unreadable} if the disk does not take it.
    void add(const Picture& picture, int framePeriods = 1);
    /// Throws as add(), and Error{BadArgument} if there are no frames.
    void finish();

private:
    class Encoder;
    std::unique_ptr<Encoder> m_encoder;
};

} // namespace storyscope::media
