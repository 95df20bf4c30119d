// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/picture_metrics.h"

#include "core/base/error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <limits>
#include <numeric>

namespace storyscope::metrics {

namespace {

constexpr std::size_t channels = 3;
constexpr std::size_t window = 7;

void checkComparable(const Picture& a, const Picture& b) {
    if (a.width() != b.width() || a.height() != b.height()) {
        throw Error(ErrorCode::Mismatch, "Two pictures of different sizes cannot be compared");
    }
    if (a.isEmpty()) {
        throw Error(ErrorCode::BadArgument, "A picture without pixels cannot be compared");
    }
}

/// Exact sums over a window of two pictures' values a and b.
struct WindowSums {
    std::int64_t a = 0;
    std::int64_t b = 0;
    std::int64_t squares = 0; ///< of both; SSIM needs only the two variances' sum
    std::int64_t products = 0;

    WindowSums& operator+=(const WindowSums& other) {
        a += other.a;
        b += other.b;
        squares += other.squares;
        products += other.products;
        return *this;
    }
    WindowSums& operator-=(const WindowSums& other) {
        a -= other.a;
        b -= other.b;
        squares -= other.squares;
        products -= other.products;
        return *this;
    }
};

WindowSums pixelSums(std::int64_t a, std::int64_t b) {
    return {.a = a, .b = b, .squares = a * a + b * b, .products = a * b};
}

double similarity(const WindowSums& sums) {
    constexpr double count = window * window;
    constexpr double c1 = (0.01 * 255) * (0.01 * 255);
    constexpr double c2 = (0.03 * 255) * (0.03 * 255);
    constexpr double sampleFactor = count / (count - 1);
    const double meanA = static_cast<double>(sums.a) / count;
    const double meanB = static_cast<double>(sums.b) / count;
    const double meanSquares = meanA * meanA + meanB * meanB;
    const double variances = sampleFactor * (static_cast<double>(sums.squares) / count - meanSquares);
    const double covariance = sampleFactor * (static_cast<double>(sums.products) / count - meanA * meanB);
    return (2 * meanA * meanB + c1) * (2 * covariance + c2) / ((meanSquares + c1) * (variances + c2));
}

/// The sum of all windows' similarity in one channel. Column sums move down row by row, window sums right along them.
double channelSimilarity(const Picture& a, const Picture& b, std::size_t channel) {
    const auto width = static_cast<std::size_t>(a.width());
    const auto height = static_cast<std::size_t>(a.height());
    const auto pixel = [&](std::size_t x, std::size_t y) {
        const std::size_t index = (y * width + x) * channels + channel;
        return pixelSums(a.data()[index], b.data()[index]);
    };
    std::vector<WindowSums> columns(width);
    double total = 0;
    for (std::size_t y = 0; y < height; ++y) {
        for (std::size_t x = 0; x < width; ++x) {
            columns[x] += pixel(x, y);
            if (y >= window) {
                columns[x] -= pixel(x, y - window);
            }
        }
        if (y + 1 < window) {
            continue;
        }
        WindowSums sums;
        for (std::size_t x = 0; x < width; ++x) {
            sums += columns[x];
            if (x >= window) {
                sums -= columns[x - window];
            }
            total += x + 1 >= window ? similarity(sums) : 0.0;
        }
    }
    return total;
}

} // namespace

double pictureL1(const Picture& a, const Picture& b) {
    checkComparable(a, b);
    const std::int64_t sum =
        std::inner_product(a.data(), a.data() + a.sizeBytes(), b.data(), std::int64_t{0}, std::plus<>(),
                           [](int valueA, int valueB) { return std::abs(valueA - valueB); });
    return static_cast<double>(sum) / 255.0 / static_cast<double>(a.sizeBytes());
}

double pictureMse(const Picture& a, const Picture& b) {
    checkComparable(a, b);
    const std::int64_t sum =
        std::inner_product(a.data(), a.data() + a.sizeBytes(), b.data(), std::int64_t{0}, std::plus<>(),
                           [](int valueA, int valueB) { return (valueA - valueB) * (valueA - valueB); });
    return static_cast<double>(sum) / static_cast<double>(a.sizeBytes());
}

double picturePsnr(const Picture& a, const Picture& b) {
    const double error = pictureMse(a, b);
    return error > 0 ? 10 * std::log10(255.0 * 255.0 / error) : std::numeric_limits<double>::infinity();
}

double pictureSsim(const Picture& a, const Picture& b) {
    checkComparable(a, b);
    if (std::min(a.width(), a.height()) < static_cast<int>(window)) {
        throw Error(ErrorCode::BadArgument, "Pictures under 7 pixels have no structural similarity");
    }
    double total = 0;
    for (std::size_t channel = 0; channel < channels; ++channel) {
        total += channelSimilarity(a, b, channel);
    }
    const double windows = static_cast<double>(a.width() - 6) * static_cast<double>(a.height() - 6);
    return total / (windows * channels);
}

Picture medianPicture(const std::vector<Picture>& pictures) {
    if (pictures.empty()) {
        throw Error(ErrorCode::BadArgument, "There is no median of no pictures");
    }
    for (const Picture& picture : pictures) {
        checkComparable(pictures.front(), picture);
    }
    // One histogram per value, a block of values at a time, so that every picture is read in order.
    constexpr std::size_t blockBytes = 256;
    const std::size_t middle = (pictures.size() + 1) / 2;
    std::vector<std::uint8_t> median(pictures.front().sizeBytes());
    for (std::size_t begin = 0; begin < median.size(); begin += blockBytes) {
        const std::size_t size = std::min(blockBytes, median.size() - begin);
        std::vector<std::array<std::uint32_t, 256>> histograms(size);
        for (const Picture& picture : pictures) {
            for (std::size_t index = 0; index < size; ++index) {
                ++histograms[index][picture.data()[begin + index]];
            }
        }
        for (std::size_t index = 0; index < size; ++index) {
            std::size_t value = 0;
            for (std::size_t below = histograms[index][0]; below < middle; below += histograms[index][value]) {
                ++value;
            }
            median[begin + index] = static_cast<std::uint8_t>(value);
        }
    }
    return {pictures.front().width(), pictures.front().height(), std::move(median)};
}

} // namespace storyscope::metrics
