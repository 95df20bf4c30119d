// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/picture.h"

#include <array>
#include <cstddef>
#include <vector>

namespace storyscope::metrics {

/// Which definition of structural similarity (Wang et al. 2004), in terms of scikit-image's options.
struct SsimDefinition {
    enum class Window {
        Uniform,  ///< all pixels of a square count alike
        Gaussian, ///< σ 1.5, radius 5
    };
    enum class Covariance {
        Sample,     ///< use_sample_covariance=True
        Population, ///< False: as Wang et al. and most published code
    };
    Window window = Window::Uniform;
    Covariance covariance = Covariance::Sample;
    int side = 7; ///< pixels of a uniform window, odd; a Gaussian one has 11
};

/// The Gaussian window with population covariance: what Wang et al. and PyTorch's packages compute.
inline constexpr SsimDefinition ssimWang2004{
    .window = SsimDefinition::Window::Gaussian, .covariance = SsimDefinition::Covariance::Population, .side = 11};

/// Similarity of each pixel's surroundings in two 8-bit pictures, data range 255; beyond the border the picture is
/// mirrored.
struct SsimMap {
    int width = 0;
    int height = 0;
    int border = 0;             ///< pixels on each side that reach over the picture's edge
    std::vector<double> values; ///< row by row, three channels per pixel

    double at(int x, int y, int channel) const;
    /// Means of the channels without the border: the score of each.
    std::array<double, 3> channels() const;
    /// Mean of the channels.
    double mean() const;
};

/// Throws Error{Mismatch} for unequal sizes, Error{BadArgument} for pictures smaller than the window or an even side.
SsimMap ssimMap(const Picture& a, const Picture& b, const SsimDefinition& definition);

} // namespace storyscope::metrics
