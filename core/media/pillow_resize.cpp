// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/pillow_resize.h"

#include "core/base/error.h"
#include "core/media/picture_header.h"
#include "core/media/pillow_passes.h"

#include <algorithm>
#include <cstring>
#include <string>

namespace storyscope::media {

namespace {

std::string sizeText(PictureSize size) {
    return std::to_string(size.width) + "×" + std::to_string(size.height);
}

bool isInside(const PictureWindow& window, PictureSize size) {
    return window.left >= 0 && window.top >= 0 && window.size.width > 0 && window.size.height > 0 &&
           window.size.width <= size.width - window.left && window.size.height <= size.height - window.top;
}

void requireInside(const PictureWindow& window, PictureSize size) {
    if (!isInside(window, size)) {
        throw Error(ErrorCode::BadArgument, "A part of " + sizeText(window.size) + " pixels at " +
                                                std::to_string(window.left) + ", " + std::to_string(window.top) +
                                                " is not inside a picture of " + sizeText(size));
    }
}

/// The taps of outputs `first` … `first` + `count` − 1.
FixedTaps fixedTaps(const std::vector<PillowTaps>& line, int first, int count) {
    FixedTaps taps;
    const auto begin = line.begin() + first;
    const auto end = begin + count;
    for (auto tap = begin; tap != end; ++tap) {
        taps.count = std::max(taps.count, static_cast<int>(tap->weights.size()));
    }
    taps.weights.assign(static_cast<std::size_t>(taps.count) * static_cast<std::size_t>(count), 0);
    std::int32_t* target = taps.weights.data();
    for (auto tap = begin; tap != end; ++tap, target += taps.count) {
        taps.first.push_back(tap->first);
        taps.used.push_back(static_cast<int>(tap->weights.size()));
        std::transform(tap->weights.begin(), tap->weights.end(), target, [](double weight) {
            return static_cast<std::int32_t>(weight * (1 << 22) + (weight < 0 ? -0.5 : 0.5));
        });
    }
    return taps;
}

std::vector<std::uint8_t> pixelBuffer(int width, int height) {
    return std::vector<std::uint8_t>(std::size_t{3} * static_cast<std::size_t>(width) *
                                     static_cast<std::size_t>(height));
}

/// Columns `left` … of the rows, as they are.
std::vector<std::uint8_t> cutAcross(const RowsView& rows, int left, int width) {
    std::vector<std::uint8_t> cut = pixelBuffer(width, rows.height);
    const std::size_t stride = 3 * static_cast<std::size_t>(width);
    for (int y = 0; y < rows.height; ++y) {
        const std::size_t from = 3 * (static_cast<std::size_t>(y) * rows.width + static_cast<std::size_t>(left));
        std::memcpy(cut.data() + static_cast<std::size_t>(y) * stride, rows.bytes + from, stride);
    }
    return cut;
}

/// Which rows of the source the window needs, and how they are mixed, counted from the first of them.
struct DownPlan {
    int firstRow = 0;
    int rowCount = 0;
    FixedTaps taps; ///< none if the height stays
};

DownPlan planDown(int sourceHeight, int height, PictureFilter filter, const PictureWindow& window) {
    if (sourceHeight == height) {
        return {.firstRow = window.top, .rowCount = window.size.height, .taps = {}};
    }
    DownPlan plan{.taps = fixedTaps(pillowTaps(sourceHeight, height, filter), window.top, window.size.height)};
    plan.firstRow = plan.taps.first.front();
    for (std::size_t i = 0; i < plan.taps.first.size(); ++i) {
        plan.rowCount = std::max(plan.rowCount, plan.taps.first[i] + plan.taps.used[i] - plan.firstRow);
        plan.taps.first[i] -= plan.firstRow;
    }
    return plan;
}

} // namespace

Picture pillowResized(const Picture& picture, PictureSize size, PictureFilter filter) {
    return pillowResized(picture, size, filter, {.left = 0, .top = 0, .size = size});
}

Picture pillowResized(const Picture& picture, PictureSize size, PictureFilter filter, const PictureWindow& window) {
    if (picture.isEmpty() || size.width <= 0 || size.height <= 0 || size.width > maximumPixels / size.height) {
        throw Error(ErrorCode::BadArgument, "A picture of " + sizeText({picture.width(), picture.height()}) +
                                                " cannot be resized to " + sizeText(size));
    }
    requireInside(window, size);
    if (size == PictureSize{picture.width(), picture.height()}) {
        return cropped(picture, window);
    }
    const DownPlan plan = planDown(picture.height(), size.height, filter, window);
    const RowsView source{picture.data() + static_cast<std::size_t>(plan.firstRow) * picture.strideBytes(),
                          picture.width(), plan.rowCount};
    std::vector<std::uint8_t> across;
    if (picture.width() == size.width) {
        across = cutAcross(source, window.left, window.size.width);
    } else {
        across = pixelBuffer(window.size.width, plan.rowCount);
        resampleAcross(source,
                       fixedTaps(pillowTaps(picture.width(), size.width, filter), window.left, window.size.width),
                       across.data());
    }
    if (plan.taps.first.empty()) {
        return Picture(window.size.width, window.size.height, std::move(across));
    }
    std::vector<std::uint8_t> pixels = pixelBuffer(window.size.width, window.size.height);
    resampleDown({across.data(), window.size.width, plan.rowCount}, plan.taps, pixels.data());
    return Picture(window.size.width, window.size.height, std::move(pixels));
}

PictureSize shorterSideSize(PictureSize size, int side) {
    const auto longer = [side](int shortSide, int longSide) {
        return static_cast<int>(std::min(static_cast<double>(side) * longSide / shortSide, 1e9));
    };
    return size.width <= size.height ? PictureSize{side, longer(size.width, size.height)}
                                     : PictureSize{longer(size.height, size.width), side};
}

PictureWindow centreWindow(PictureSize size, PictureSize crop, CropRounding rounding) {
    const auto begin = [rounding](int whole, int part) {
        const int spare = whole - part;
        const bool roundsUp = rounding == CropRounding::HalfToEven && spare % 4 == 3;
        return spare / 2 + (roundsUp ? 1 : 0);
    };
    const PictureWindow window{begin(size.width, crop.width), begin(size.height, crop.height), crop};
    requireInside(window, size);
    return window;
}

Picture cropped(const Picture& picture, const PictureWindow& window) {
    const PictureSize size{picture.width(), picture.height()};
    requireInside(window, size);
    if (window.size == size) {
        return picture;
    }
    const RowsView rows{picture.data() + static_cast<std::size_t>(window.top) * picture.strideBytes(), size.width,
                        window.size.height};
    return Picture(window.size.width, window.size.height, cutAcross(rows, window.left, window.size.width));
}

} // namespace storyscope::media
