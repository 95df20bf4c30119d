// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/structural_similarity.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>

namespace storyscope::metrics {

namespace {

constexpr std::size_t channelCount = 3;

/// One number for each pixel.
struct Plane {
    std::size_t width = 0;
    std::size_t height = 0;
    std::vector<double> values;
};

std::vector<double> windowWeights(const SsimDefinition& definition) {
    if (definition.window == SsimDefinition::Window::Uniform) {
        return std::vector(static_cast<std::size_t>(definition.side), 1.0 / definition.side);
    }
    constexpr double sigma = 1.5;
    constexpr int radius = 5;
    std::vector<double> weights;
    double total = 0;
    for (int offset = -radius; offset <= radius; ++offset) {
        weights.push_back(std::exp(-0.5 * offset * offset / (sigma * sigma)));
        total += weights.back();
    }
    std::ranges::transform(weights, weights.begin(), [total](double weight) { return weight / total; });
    return weights;
}

/// The index inside a line that mirrors at its ends, the outermost value twice (… b a a b …).
std::size_t mirrored(std::ptrdiff_t index, std::size_t size) {
    const auto count = static_cast<std::ptrdiff_t>(size);
    if (index < 0) {
        index = -1 - index;
    }
    return static_cast<std::size_t>(index < count ? index : 2 * count - 1 - index);
}

/// One line's weighted means; `step` is the distance of its values in memory.
void filterLine(const double* from, double* to, std::size_t size, std::size_t step,
                const std::vector<double>& weights) {
    const auto radius = static_cast<std::ptrdiff_t>(weights.size() / 2);
    for (std::size_t index = 0; index < size; ++index) {
        double sum = 0;
        for (std::size_t tap = 0; tap < weights.size(); ++tap) {
            const auto place = static_cast<std::ptrdiff_t>(index + tap) - radius;
            sum += weights[tap] * from[mirrored(place, size) * step];
        }
        to[index * step] = sum;
    }
}

Plane filtered(const Plane& plane, const std::vector<double>& weights) {
    Plane rows = plane;
    for (std::size_t y = 0; y < plane.height; ++y) {
        filterLine(&plane.values[y * plane.width], &rows.values[y * plane.width], plane.width, 1, weights);
    }
    Plane result = rows;
    for (std::size_t x = 0; x < plane.width; ++x) {
        filterLine(&rows.values[x], &result.values[x], plane.height, plane.width, weights);
    }
    return result;
}

Plane channelOf(const Picture& picture, std::size_t channel) {
    Plane plane{.width = static_cast<std::size_t>(picture.width()),
                .height = static_cast<std::size_t>(picture.height()),
                .values = {}};
    for (std::size_t index = channel; index < picture.sizeBytes(); index += channelCount) {
        plane.values.push_back(picture.data()[index]);
    }
    return plane;
}

Plane product(const Plane& a, const Plane& b) {
    Plane result = a;
    std::ranges::transform(a.values, b.values, result.values.begin(), std::multiplies<>());
    return result;
}

/// The similarity of one channel at each pixel.
std::vector<double> channelMap(const Plane& a, const Plane& b, const SsimDefinition& definition) {
    constexpr double c1 = (0.01 * 255) * (0.01 * 255);
    constexpr double c2 = (0.03 * 255) * (0.03 * 255);
    const std::vector<double> weights = windowWeights(definition);
    const auto count = static_cast<double>(weights.size() * weights.size());
    const double factor = definition.covariance == SsimDefinition::Covariance::Sample ? count / (count - 1) : 1;
    const Plane meanA = filtered(a, weights);
    const Plane meanB = filtered(b, weights);
    const Plane meanAA = filtered(product(a, a), weights);
    const Plane meanBB = filtered(product(b, b), weights);
    const Plane meanAB = filtered(product(a, b), weights);
    std::vector<double> similarity;
    for (std::size_t index = 0; index < a.values.size(); ++index) {
        const double muA = meanA.values[index];
        const double muB = meanB.values[index];
        const double varianceA = factor * (meanAA.values[index] - muA * muA);
        const double varianceB = factor * (meanBB.values[index] - muB * muB);
        const double covariance = factor * (meanAB.values[index] - muA * muB);
        similarity.push_back((2 * muA * muB + c1) * (2 * covariance + c2) /
                             ((muA * muA + muB * muB + c1) * (varianceA + varianceB + c2)));
    }
    return similarity;
}

} // namespace

double SsimMap::at(int x, int y, int channel) const {
    return values.at((static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) *
                         channelCount +
                     static_cast<std::size_t>(channel));
}

std::array<double, 3> SsimMap::channels() const {
    std::array<double, channelCount> means{};
    for (int y = border; y < height - border; ++y) {
        for (int x = border; x < width - border; ++x) {
            for (int channel = 0; channel < static_cast<int>(channelCount); ++channel) {
                means[static_cast<std::size_t>(channel)] += at(x, y, channel);
            }
        }
    }
    const double pixels = static_cast<double>(width - 2 * border) * static_cast<double>(height - 2 * border);
    std::ranges::transform(means, means.begin(), [pixels](double sum) { return sum / pixels; });
    return means;
}

double SsimMap::mean() const {
    const auto means = channels();
    return (means[0] + means[1] + means[2]) / channelCount;
}

SsimMap ssimMap(const Picture& a, const Picture& b, const SsimDefinition& definition) {
    const int side = definition.window == SsimDefinition::Window::Gaussian ? 11 : definition.side;
    if (a.width() != b.width() || a.height() != b.height()) {
        throw Error(ErrorCode::Mismatch, "Two pictures of different sizes cannot be compared");
    }
    if (side < 1 || side % 2 == 0 || std::min(a.width(), a.height()) < side) {
        throw Error(ErrorCode::BadArgument, "Pictures under " + std::to_string(side) +
                                                " pixels have no structural similarity, nor do even windows");
    }
    SsimMap map{.width = a.width(), .height = a.height(), .border = side / 2, .values = {}};
    map.values.resize(a.sizeBytes());
    for (std::size_t channel = 0; channel < channelCount; ++channel) {
        const std::vector<double> values = channelMap(channelOf(a, channel), channelOf(b, channel), definition);
        for (std::size_t index = 0; index < values.size(); ++index) {
            map.values[index * channelCount + channel] = values[index];
        }
    }
    return map;
}

} // namespace storyscope::metrics
