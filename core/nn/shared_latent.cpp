// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/shared_latent.h"

#include "core/nn/frame_pooling.h"

#include <torch/torch.h>

namespace storyscope::nn {

SharedLatent::SharedLatent(const SharedLatentOptions& options)
    : m_options(options),
      m_linear(register_module("linear",
                               torch::nn::Linear((options.readsState ? 2 : 1) * options.sequenceSize, options.size))) {}

NextLatents SharedLatent::forward(const LatentContext& context) {
    const torch::Tensor summary = pooled(context.weights, context.sequence);
    const torch::Tensor x = m_linear(m_options.readsState ? torch::cat({context.sequence, summary}, -1) : summary);
    const torch::Tensor latent =
        m_options.activation == SharedLatentOptions::Activation::Relu ? torch::relu(x) : torch::tanh(x);
    return {.picture = latent, .text = latent, .kl = {}};
}

} // namespace storyscope::nn
