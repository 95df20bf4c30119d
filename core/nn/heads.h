// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/nn/module.h>
#include <torch/types.h>

namespace storyscope::nn {

/// The interface of every part that labels frames.
class TagHead : public torch::nn::Module {
public:
    /// `patches`: (B, K, C, G, G), `summaries` and `states`: (B, K, D), float32. Returns logits (B, K, N) float32.
    virtual torch::Tensor forward(const torch::Tensor& patches, const torch::Tensor& summaries,
                                  const torch::Tensor& states) = 0;
};

/// The interface of every part that judges a whole story.
class StoryScoreHead : public torch::nn::Module {
public:
    /// `states`: (B, K, D) float32. Returns logits (B) float32; the sigmoid is the score in [0, 1].
    virtual torch::Tensor forward(const torch::Tensor& states) = 0;
};

} // namespace storyscope::nn
