// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/equalize.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>

namespace storyscope::media {

namespace {

using Histogram = std::array<std::int64_t, 256>;
using Levels = std::array<std::uint8_t, 256>;

Levels identity() {
    Levels levels{};
    std::iota(levels.begin(), levels.end(), std::uint8_t{0});
    return levels;
}

Levels evenLevels(const Histogram& histogram) {
    const auto isUsed = [](std::int64_t count) { return count > 0; };
    const auto last = std::find_if(histogram.rbegin(), histogram.rend(), isUsed);
    if (std::count_if(histogram.begin(), histogram.end(), isUsed) <= 1) {
        return identity();
    }
    const std::int64_t step = (std::accumulate(histogram.begin(), histogram.end(), std::int64_t{0}) - *last) / 255;
    if (step == 0) {
        return identity();
    }
    Levels levels{};
    std::int64_t sum = step / 2;
    for (std::size_t i = 0; i < levels.size(); ++i) {
        levels[i] = static_cast<std::uint8_t>(std::min<std::int64_t>(sum / step, 255));
        sum += histogram[i];
    }
    return levels;
}

} // namespace

Picture equalized(const Picture& picture) {
    if (picture.isEmpty()) {
        return picture;
    }
    std::array<Histogram, 3> histograms{};
    const std::uint8_t* source = picture.data();
    for (std::size_t i = 0; i < picture.sizeBytes(); ++i) {
        ++histograms[i % 3][source[i]];
    }
    const std::array<Levels, 3> levels{evenLevels(histograms[0]), evenLevels(histograms[1]), evenLevels(histograms[2])};
    std::vector<std::uint8_t> pixels(picture.sizeBytes());
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        pixels[i] = levels[i % 3][source[i]];
    }
    return Picture(picture.width(), picture.height(), std::move(pixels));
}

} // namespace storyscope::media
