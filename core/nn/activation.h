// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

namespace storyscope::nn {

/// What stands between the two linear layers of a transformer's feed-forward part.
enum class Activation {
    Gelu,      ///< x · Φ(x), exact. Source: Hendrycks & Gimpel 2016, "Gaussian error linear units"
    QuickGelu, ///< x · σ(1.702 x), as CLIP has it
    TanhGelu,  ///< the approximation by tanh, as GPT-2 has it
};

/// Of `x`, whose memory it takes where no gradients are recorded.
torch::Tensor activated(torch::Tensor&& x, Activation activation);

} // namespace storyscope::nn
