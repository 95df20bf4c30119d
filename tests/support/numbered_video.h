// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/picture.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace storyscope::test {

/// A video each of whose frames says in its top left corner which frame it is: two rows of 16 blocks, the upper one the
/// number in binary (white is 1, highest bit first), the lower one its complement. Survives H.264, scaling down to
/// blocks of three pixels and screen grabs; a blend of two frames is not readable.
struct NumberedVideoOptions {
    int width = 320; ///< even, at least 128
    int height = 240;
    int frameCount = 100; ///< at most 65,536
    int framesPerSecond = 24;
    int keyFrameInterval = 12;
    int bFrames = 2;
    int constantRateFactor = 20;
    bool hasVariableRate = false; ///< frame i lasts 1 + i·7 mod 4 frame periods
    int rotationDegrees = 0; ///< stored turned back, with a display matrix that turns it clockwise: 0, 90, 180, 270
    bool isMirrored = false; ///< stored mirrored, with a display matrix that mirrors it back before turning
    int hiddenFrames = 0;    ///< the edit list begins after so many frames
};

/// Where the strip lies in a picture of this size. A picture drawn at another scale has it at that scale.
struct NumberStrip {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
};
NumberStrip numberStrip(int pictureWidth, int pictureHeight);

/// Frame `number`: the strip over a background that moves smoothly.
Picture numberedPicture(int number, int width, int height);

/// Writes the video. Throws storyscope::Error.
void writeNumberedVideo(const std::filesystem::path& path, const NumberedVideoOptions& options);

/// Presentation time of each frame in frame periods, as writeNumberedVideo gives them (before any edit list).
std::vector<int> numberedTimes(const NumberedVideoOptions& options);

/// Bytes of any picture or screen grab. The number is read from the mean of each pixel's first three bytes, so that
/// RGB24, RGBA and Qt's RGB32 on little-endian machines all do.
struct PixelView {
    const std::uint8_t* data = nullptr;
    int width = 0;
    int height = 0;
    std::ptrdiff_t strideBytes = 0;
    int bytesPerPixel = 3;
};

/// The number in the strip, or nothing if there is none that is beyond doubt.
std::optional<int> readFrameNumber(const PixelView& pixels, const NumberStrip& strip);
/// The number of a whole, unscaled frame.
std::optional<int> readFrameNumber(const Picture& picture);

} // namespace storyscope::test
