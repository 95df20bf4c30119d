// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace storyscope::media {

/// How a picture is resampled. The names and kernels are Pillow's; all but Nearest smooth when they shrink.
enum class PictureFilter { Nearest, Box, Bilinear, Bicubic, Lanczos };

/// "bilinear", "bicubic", …
const char* filterName(PictureFilter filter);

/// How one output sample is mixed from neighbouring input samples.
struct PillowTaps {
    int first = 0;               ///< the first input sample
    std::vector<double> weights; ///< of `first`, `first` + 1, …; they sum to one; at least one
};

/// The taps of every output sample of a line of `inputSize` samples resampled to `outputSize`, as Pillow computes them
/// (src/libImaging/Resample.c for the smoothing filters, Geometry.c for Nearest). Both sizes are at least 1.
std::vector<PillowTaps> pillowTaps(int inputSize, int outputSize, PictureFilter filter);

} // namespace storyscope::media
