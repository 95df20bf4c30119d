// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/story_latent.h"

#include <torch/nn/modules/linear.h>

namespace storyscope::nn {

struct SharedLatentOptions {
    enum class Activation { Relu, Tanh };
    std::int64_t sequenceSize = 16; ///< S
    std::int64_t size = 16;         ///< of the latent
    bool readsState = true;         ///< the recurrence's own output is joined to the pooled sequence
    Activation activation = Activation::Relu;
};

/// One latent for the next picture and the next text: an activation of a linear map of [output i, pooled outputs], or
/// of the pooled ones alone where nothing remembers. Source: the Sheffield Hallam module's sequence predictor (ReLU).
class SharedLatent final : public StoryLatent {
public:
    explicit SharedLatent(const SharedLatentOptions& options);

    NextLatents forward(const LatentContext& context) override;
    std::int64_t pictureSize() const override { return m_options.size; }
    std::int64_t textSize() const override { return m_options.size; }
    bool isShared() const override { return true; }

private:
    SharedLatentOptions m_options;
    torch::nn::Linear m_linear;
};

} // namespace storyscope::nn
