// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/feed_forward.h"
#include "core/nn/self_attention.h"
#include "core/nn/temporal_layer.h"

namespace storyscope::nn {

struct TemporalTransformerOptions {
    std::int64_t size = 128; ///< D
    std::int64_t layers = 2;
    std::int64_t heads = 4;
    std::int64_t innerSize = 512;   ///< of the feed-forward part
    std::int64_t maximumFrames = 8; ///< learned positions
    double dropout = 0;
};

/// A causal transformer over frame summaries with learned frame positions.
class TemporalTransformer final : public TemporalLayer {
public:
    explicit TemporalTransformer(const TemporalTransformerOptions& options);
    TemporalStates forward(const torch::Tensor& summaries, std::int64_t firstPosition) override;

private:
    torch::Tensor m_positions; // (maximumFrames, D)
    std::vector<std::shared_ptr<SelfAttention>> m_attention;
    std::vector<std::shared_ptr<FeedForward>> m_feedForward;
    torch::nn::LayerNorm m_norm;
};

} // namespace storyscope::nn
