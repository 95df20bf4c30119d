// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/augmentation.h"

#include <algorithm>
#include <vector>

namespace storyscope::training {

namespace {

void blur(float* plane, std::int64_t side, std::vector<float>& scratch) {
    const auto at = [side](std::int64_t row, std::int64_t column) { return row * side + column; };
    for (std::int64_t row = 0; row < side; ++row) {
        for (std::int64_t column = 0; column < side; ++column) {
            const std::int64_t left = std::max<std::int64_t>(column - 1, 0);
            const std::int64_t right = std::min(column + 1, side - 1);
            scratch[at(row, column)] =
                0.25F * plane[at(row, left)] + 0.5F * plane[at(row, column)] + 0.25F * plane[at(row, right)];
        }
    }
    for (std::int64_t row = 0; row < side; ++row) {
        const std::int64_t above = std::max<std::int64_t>(row - 1, 0);
        const std::int64_t below = std::min(row + 1, side - 1);
        for (std::int64_t column = 0; column < side; ++column) {
            plane[at(row, column)] = 0.25F * scratch[at(above, column)] + 0.5F * scratch[at(row, column)] +
                                     0.25F * scratch[at(below, column)];
        }
    }
}

// Sum of four uniform numbers of 16 bits: near enough to a normal distribution, with standard deviation 1.
float noiseValue(Random& random) {
    const std::uint64_t bits = random.next();
    const auto sum =
        static_cast<float>((bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48));
    return (sum / 65535.0F - 2.0F) * 1.7320508F;
}

} // namespace

void convert(const PlanarPicture& picture, float* target) {
    const std::int64_t count = 3 * picture.side * picture.side;
    for (std::int64_t i = 0; i < count; ++i) {
        target[i] = static_cast<float>(picture.bytes[i]) / 255.0F;
    }
}

Variation drawVariation(const AugmentationOptions& options, Random& random) {
    const auto factor = [&] { return static_cast<float>(1.0 + random.uniform(-options.colour, options.colour)); };
    Variation variation;
    variation.brightness = factor();
    variation.contrast = factor();
    variation.saturation = factor();
    variation.noise = static_cast<float>(options.noise * random.uniform());
    variation.isBlurred = random.chance(options.blurShare);
    return variation;
}

void convertVaried(const PlanarPicture& picture, const Variation& variation, Random& random, float* target) {
    convert(picture, target);
    const std::int64_t area = picture.side * picture.side;
    if (variation.isBlurred) {
        std::vector<float> scratch(static_cast<std::size_t>(area));
        for (int plane = 0; plane < 3; ++plane) {
            blur(target + plane * area, picture.side, scratch);
        }
    }
    for (std::int64_t i = 0; i < area; ++i) {
        const float grey = (target[i] + target[i + area] + target[i + 2 * area]) / 3.0F;
        const float noise = variation.noise > 0 ? variation.noise * noiseValue(random) : 0.0F;
        for (int plane = 0; plane < 3; ++plane) {
            float& value = target[i + plane * area];
            const float saturated = grey + variation.saturation * (value - grey);
            value =
                std::clamp(0.5F + variation.contrast * (variation.brightness * saturated - 0.5F) + noise, 0.0F, 1.0F);
        }
    }
}

} // namespace storyscope::training
