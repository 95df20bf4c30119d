// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/numbered_video.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/media/video_writer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace storyscope::test {

namespace {

constexpr int bits = 16;

int blockSide(int pictureWidth) {
    return std::max(8, pictureWidth / 32 / 2 * 2);
}

struct Colour {
    int red = 0;
    int green = 0;
    int blue = 0;
};

/// A disc that wanders over a shaded ground.
class Background {
public:
    Background(int number, int width, int height)
        : m_width(width), m_height(height), m_centreX(static_cast<int>(width * (0.5 + 0.3 * std::sin(number * 0.05)))),
          m_centreY(static_cast<int>(height * (0.6 + 0.2 * std::cos(number * 0.07)))) {}

    Colour at(int x, int y) const {
        const int dx = x - m_centreX;
        const int dy = y - m_centreY;
        if (dx * dx + dy * dy < m_height * m_height / 36) {
            return {.red = 230, .green = 120, .blue = 40};
        }
        return {.red = 60 + 120 * x / m_width, .green = 90 + 100 * y / m_height, .blue = 160};
    }

private:
    int m_width;
    int m_height;
    int m_centreX;
    int m_centreY;
};

/// Mean of the middle half of a block, 0…255; nothing if it lies outside the picture.
std::optional<double> blockMean(const PixelView& pixels, const NumberStrip& strip, int column, int row) {
    const double blockWidth = strip.width / bits;
    const double blockHeight = strip.height / 2;
    const int left = static_cast<int>(std::floor(strip.x + (column + 0.25) * blockWidth));
    const int right = std::max(left + 1, static_cast<int>(std::ceil(strip.x + (column + 0.75) * blockWidth)));
    const int top = static_cast<int>(std::floor(strip.y + (row + 0.25) * blockHeight));
    const int bottom = std::max(top + 1, static_cast<int>(std::ceil(strip.y + (row + 0.75) * blockHeight)));
    if (left < 0 || top < 0 || right > pixels.width || bottom > pixels.height) {
        return std::nullopt;
    }
    double sum = 0;
    for (int y = top; y < bottom; ++y) {
        for (int x = left; x < right; ++x) {
            const std::uint8_t* pixel = pixels.data + y * pixels.strideBytes + std::ptrdiff_t{x} * pixels.bytesPerPixel;
            sum += (pixel[0] + pixel[1] + pixel[2]) / 3.0;
        }
    }
    return sum / ((right - left) * (bottom - top));
}

/// The stored picture which, mirrored and turned by the options' display matrix, is `upright`.
Picture stored(const Picture& upright, const NumberedVideoOptions& options) {
    const int turns = options.rotationDegrees / 90;
    const bool swaps = turns % 2 != 0;
    const int width = swaps ? upright.height() : upright.width();
    const int height = swaps ? upright.width() : upright.height();
    std::vector<std::uint8_t> pixels(upright.sizeBytes());
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const int mirroredX = options.isMirrored ? width - 1 - x : x;
            const std::array<std::array<int, 2>, 4> shownAt{{{mirroredX, y},
                                                             {height - 1 - y, mirroredX},
                                                             {width - 1 - mirroredX, height - 1 - y},
                                                             {y, width - 1 - mirroredX}}};
            const auto [shownX, shownY] = shownAt[static_cast<std::size_t>(turns)];
            const std::uint8_t* from =
                upright.data() + std::ptrdiff_t{shownY} * upright.strideBytes() + std::ptrdiff_t{3} * shownX;
            std::copy_n(from, 3, pixels.begin() + (std::ptrdiff_t{y} * width + x) * 3);
        }
    }
    return Picture(width, height, std::move(pixels));
}

void putBigEndian(std::string& bytes, std::size_t offset, std::uint32_t value) {
    for (int i = 0; i < 4; ++i) {
        bytes.at(offset + static_cast<std::size_t>(i)) = static_cast<char>(value >> (24 - 8 * i));
    }
}

std::uint32_t bigEndian(const std::string& bytes, std::size_t offset) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        value = (value << 8) | static_cast<std::uint8_t>(bytes.at(offset + i));
    }
    return value;
}

/// ISO/IEC 14496-12, 8.3.2: the matrix of the track header begins 44 bytes after its type (version 0).
void putDisplayMatrix(std::string& bytes, const NumberedVideoOptions& options) {
    static constexpr std::array<int, 4> cosines{1, 0, -1, 0};
    static constexpr std::array<int, 4> sines{0, 1, 0, -1};
    const auto turns = static_cast<std::size_t>(options.rotationDegrees / 90);
    const int mirror = options.isMirrored ? -1 : 1;
    const std::array<int, 4> values{mirror * cosines[turns], mirror * sines[turns], -sines[turns], cosines[turns]};
    const std::array<std::size_t, 4> places{0, 4, 12, 16};
    const std::size_t matrix = bytes.find("tkhd") + 4 + 40;
    for (std::size_t i = 0; i < 4; ++i) {
        putBigEndian(bytes, matrix + places[i], static_cast<std::uint32_t>(values[i] * (1 << 16)));
    }
}

/// ISO/IEC 14496-12, 8.6.6: the last entry's media time, in units of the track's time scale.
void hideFirstFrames(std::string& bytes, const NumberedVideoOptions& options) {
    const std::size_t mediaHeader = bytes.find("mdhd");
    const std::size_t editList = bytes.find("elst");
    const std::uint32_t timeScale = bigEndian(bytes, mediaHeader + 4 + 12);
    const std::uint32_t entries = bigEndian(bytes, editList + 8);
    const std::size_t mediaTime = editList + 12 + (entries - 1) * 12 + 4;
    const auto hidden =
        static_cast<std::uint32_t>(numberedTimes(options).at(static_cast<std::size_t>(options.hiddenFrames)));
    const std::uint32_t shift = hidden * (timeScale / static_cast<std::uint32_t>(options.framesPerSecond));
    putBigEndian(bytes, mediaTime, bigEndian(bytes, mediaTime) + shift);
}

} // namespace

NumberStrip numberStrip(int pictureWidth, int) {
    const int side = blockSide(pictureWidth);
    return {.x = 0, .y = 0, .width = static_cast<double>(side * bits), .height = 2.0 * side};
}

Picture numberedPicture(int number, int width, int height) {
    if (width < bits * 8 || height < 16 || number < 0 || number >= 1 << bits) {
        throw Error(ErrorCode::BadArgument, "A numbered picture needs 128×16 pixels and a number below 65536");
    }
    const int side = blockSide(width);
    const Background background(number, width, height);
    std::vector<std::uint8_t> pixels;
    pixels.reserve(std::size_t{3} * static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            Colour colour = background.at(x, y);
            if (y < 2 * side && x < bits * side) {
                const bool isSet = ((number >> (bits - 1 - x / side)) & 1) != 0;
                const int level = isSet == (y < side) ? 255 : 0;
                colour = {.red = level, .green = level, .blue = level};
            }
            pixels.push_back(static_cast<std::uint8_t>(colour.red));
            pixels.push_back(static_cast<std::uint8_t>(colour.green));
            pixels.push_back(static_cast<std::uint8_t>(colour.blue));
        }
    }
    return Picture(width, height, std::move(pixels));
}

std::vector<int> numberedTimes(const NumberedVideoOptions& options) {
    std::vector<int> times;
    int time = 0;
    for (int i = 0; i < options.frameCount; ++i) {
        times.push_back(time);
        time += options.hasVariableRate ? 1 + i * 7 % 4 : 1;
    }
    return times;
}

void writeNumberedVideo(const std::filesystem::path& path, const NumberedVideoOptions& options) {
    const bool swaps = options.rotationDegrees % 180 != 0;
    media::VideoWriter writer(path, {.width = swaps ? options.height : options.width,
                                     .height = swaps ? options.width : options.height,
                                     .framesPerSecond = options.framesPerSecond,
                                     .keyFrameInterval = options.keyFrameInterval,
                                     .bFrames = options.bFrames,
                                     .constantRateFactor = options.constantRateFactor});
    std::vector<int> times = numberedTimes(options);
    times.push_back(times.empty() ? 1 : times.back() + 1);
    for (int i = 0; i < options.frameCount; ++i) {
        const auto place = static_cast<std::size_t>(i);
        writer.add(stored(numberedPicture(i, options.width, options.height), options), times[place + 1] - times[place]);
    }
    writer.finish();
    if (options.rotationDegrees != 0 || options.isMirrored || options.hiddenFrames > 0) {
        std::string bytes = readFile(path);
        putDisplayMatrix(bytes, options);
        if (options.hiddenFrames > 0) {
            hideFirstFrames(bytes, options);
        }
        writeFileAtomically(path, bytes);
    }
}

std::optional<int> readFrameNumber(const PixelView& pixels, const NumberStrip& strip) {
    constexpr double leastContrast = 96;
    int number = 0;
    for (int column = 0; column < bits; ++column) {
        const std::optional<double> upper = blockMean(pixels, strip, column, 0);
        const std::optional<double> lower = blockMean(pixels, strip, column, 1);
        if (!upper || !lower || std::abs(*upper - *lower) < leastContrast) {
            return std::nullopt;
        }
        number = number * 2 + (*upper > *lower ? 1 : 0);
    }
    return number;
}

std::optional<int> readFrameNumber(const Picture& picture) {
    return readFrameNumber({.data = picture.data(),
                            .width = picture.width(),
                            .height = picture.height(),
                            .strideBytes = picture.strideBytes(),
                            .bytesPerPixel = 3},
                           numberStrip(picture.width(), picture.height()));
}

} // namespace storyscope::test
