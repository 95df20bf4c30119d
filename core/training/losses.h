// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/story_batch.h"
#include "core/models/story_output.h"

#include <torch/types.h>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace storyscope::training {

/// A loss term's mean over what it was computed on; absent from LossTerms if there was nothing.
using LossTerms = std::map<std::string, torch::Tensor>; // scalars float32

struct LossOptions {
    std::map<std::string, double> weights; ///< a term without a weight, or with 0, is left out
};

/// All terms that the batch has targets for:
/// "caption", "next_caption", "clip_caption": cross-entropy per token in nats, teacher forcing, PAD ignored;
/// "next_picture": L1 + 0.2 · (1 − SSIM), only stories whose order is true;
/// "tags", "score": binary cross-entropy;
/// "pointing": −log of the last layer's head-averaged attention that falls on the named entity's box in the captioned
/// frame, per token that names one. Source: Liu et al. 2017, "Attention correctness in neural image captioning";
/// and those that the model computed itself (StoryOutput::ownLosses).
LossTerms lossTerms(const models::StoryOutput& output, const models::Batch& batch, const LossOptions& options);

/// The terms that have a weight: what a model's forward() is asked for.
std::set<std::string> wantedTerms(const LossOptions& options);

/// The weighted sum; undefined if there is no term.
torch::Tensor totalLoss(const LossTerms& terms, const LossOptions& options);

/// Structural similarity of (N, 3, H, W) float32 pictures in [0, 1]: 7 × 7 uniform windows, every second one
/// in each direction, mean over everything.
/// Differentiable. Source: Wang et al. 2004.
torch::Tensor structuralSimilarity(const torch::Tensor& a, const torch::Tensor& b);

} // namespace storyscope::training
