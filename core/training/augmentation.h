// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/random.h"
#include "core/training/training_plan.h"

#include <cstdint>

namespace storyscope::training {

/// A planar picture of `side` × `side` pixels: three planes, rows from the top.
struct PlanarPicture {
    const std::uint8_t* bytes = nullptr; ///< 3 · side² values
    std::int64_t side = 0;
};

/// Writes 3 · side² floats in [0, 1]: the picture as it is.
void convert(const PlanarPicture& picture, float* target);

/// How the pictures of one story are varied: all alike, so that what follows can still be predicted.
struct Variation {
    float brightness = 1;
    float contrast = 1;
    float saturation = 1;
    float noise = 0; ///< standard deviation
    bool isBlurred = false;
};

/// By chance, within `options`.
Variation drawVariation(const AugmentationOptions& options, Random& random);

/// Like convert(), varied: brightness, contrast, saturation, slight noise, a 3 × 3 blur. Never mirrored, since left and
/// right mean something in a story. Plain loops: loader threads must not compete with the step for LibTorch's threads.
void convertVaried(const PlanarPicture& picture, const Variation& variation, Random& random, float* target);

} // namespace storyscope::training
