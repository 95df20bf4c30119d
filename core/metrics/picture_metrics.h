// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/picture.h"

#include <vector>

namespace storyscope::metrics {

/// Mean absolute difference over pixels and channels, of values in [0, 1]. Throws Error{Mismatch} for unequal sizes,
/// Error{BadArgument} for pictures without pixels.
double pictureL1(const Picture& a, const Picture& b);

/// Mean squared difference over pixels and channels, of values in [0, 255]. Throws as pictureL1().
double pictureMse(const Picture& a, const Picture& b);

/// Peak signal-to-noise ratio in decibels, 10·log10(255² / MSE); infinite for equal pictures. Throws as pictureL1().
double picturePsnr(const Picture& a, const Picture& b);

/// Mean structural similarity as scikit-image 0.19 computes it for 8-bit RGB pictures with channel_axis: 7 × 7 uniform
/// window, sample covariance, data range 255, mean over channels, border of 3 pixels left out (other definitions:
/// structural_similarity.h). Throws Error{Mismatch} for unequal sizes, Error{BadArgument} for pictures under 7 pixels.
/// Source: Wang et al. 2004; skimage.metrics.structural_similarity.
double pictureSsim(const Picture& a, const Picture& b);

/// The per-pixel, per-channel median of equally sized pictures: the best constant guess in L1. Of an even number it is
/// the lower of the two middle values. Throws Error{BadArgument} without pictures, Error{Mismatch} for unequal sizes.
Picture medianPicture(const std::vector<Picture>& pictures);

} // namespace storyscope::metrics
