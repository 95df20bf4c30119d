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

RowsView rowsOf(const PicturePart& part) {
    const PictureWindow& window = part.window();
    const auto stride = static_cast<std::size_t>(part.picture().strideBytes());
    return {.bytes = part.picture().data() + static_cast<std::size_t>(window.top) * stride +
                     3 * static_cast<std::size_t>(window.left),
            .width = window.size.width,
            .height = window.size.height,
            .strideBytes = stride};
}

/// Columns `left` … of the rows, as they are.
std::vector<std::uint8_t> cutAcross(const RowsView& rows, int left, int width) {
    std::vector<std::uint8_t> cut = pixelBuffer(width, rows.height);
    const std::size_t rowBytes = 3 * static_cast<std::size_t>(width);
    const std::uint8_t* source = rows.bytes + 3 * static_cast<std::size_t>(left);
    for (std::uint8_t* row = cut.data(); row != cut.data() + cut.size(); row += rowBytes) {
        std::memcpy(row, source, rowBytes);
        source += rows.strideBytes;
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

PicturePart::PicturePart(const Picture& picture)
    : m_picture(picture), m_window{.left = 0, .top = 0, .size = {picture.width(), picture.height()}} {}

PicturePart::PicturePart(const Picture& picture, const PictureWindow& window) : m_picture(picture), m_window(window) {
    requireInside(window, {picture.width(), picture.height()});
}

bool PicturePart::isWhole() const {
    return m_window.size == PictureSize{m_picture.width(), m_picture.height()};
}

Picture pillowResized(const PicturePart& source, PictureSize size, PictureFilter filter) {
    return pillowResized(source, size, filter, {.left = 0, .top = 0, .size = size});
}

Picture pillowResized(const PicturePart& source, PictureSize size, PictureFilter filter, const PictureWindow& window) {
    const PictureSize from = source.size();
    if (from.width <= 0 || size.width <= 0 || size.height <= 0 || size.width > maximumPixels / size.height) {
        throw Error(ErrorCode::BadArgument,
                    "A picture of " + sizeText(from) + " cannot be resized to " + sizeText(size));
    }
    requireInside(window, size);
    if (size == from) {
        const PictureWindow& at = source.window();
        return cropped({source.picture(), {at.left + window.left, at.top + window.top, window.size}});
    }
    const DownPlan plan = planDown(from.height, size.height, filter, window);
    RowsView rows = rowsOf(source);
    rows.bytes += static_cast<std::size_t>(plan.firstRow) * rows.strideBytes;
    rows.height = plan.rowCount;
    std::vector<std::uint8_t> across;
    if (from.width == size.width) {
        across = cutAcross(rows, window.left, window.size.width);
    } else {
        across = pixelBuffer(window.size.width, rows.height);
        resampleAcross(rows, fixedTaps(pillowTaps(from.width, size.width, filter), window.left, window.size.width),
                       across.data());
    }
    if (plan.taps.first.empty()) {
        return Picture(window.size.width, window.size.height, std::move(across));
    }
    std::vector<std::uint8_t> pixels = pixelBuffer(window.size.width, window.size.height);
    const auto acrossStride = 3 * static_cast<std::size_t>(window.size.width);
    resampleDown({across.data(), window.size.width, rows.height, acrossStride}, plan.taps, pixels.data());
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

Picture cropped(const PicturePart& part) {
    return part.isWhole()
               ? part.picture()
               : Picture(part.size().width, part.size().height, cutAcross(rowsOf(part), 0, part.size().width));
}

} // namespace storyscope::media
