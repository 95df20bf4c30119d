// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/squeezenet.h"

#include <torch/nn/modules/conv.h>

#include <memory>
#include <vector>

namespace storyscope::nn {

/// How different two pictures look: LPIPS 0.1 on SqueezeNet 1.1. Seven stages of the network see both pictures; the
/// squared differences of their normalised features are weighted per channel, and averaged over the picture. Both
/// parts need their published weights to mean anything. Source: Zhang et al. 2018, "The unreasonable effectiveness of
/// deep features as a perceptual metric", and lpips.py beside it.
class Lpips final : public torch::nn::Module {
public:
    /// Random weights, frozen.
    Lpips();

    /// (N, 3, H, W) float32 in [0, 1], 64 pixels a side and more → (N): 0 for equal pictures, larger for unlike ones.
    torch::Tensor forward(const torch::Tensor& first, const torch::Tensor& second);

    const std::shared_ptr<SqueezeNet>& backbone() const { return m_backbone; }
    /// The weights of the channels: tensors "lin0.model.1.weight" … "lin6.model.1.weight".
    const std::shared_ptr<PretrainedModule>& weighting() const { return m_weighting; }

private:
    std::vector<torch::Tensor> stages(const torch::Tensor& pictures);

    std::shared_ptr<SqueezeNet> m_backbone;
    std::shared_ptr<PretrainedModule> m_weighting;
    std::vector<torch::nn::Conv2d> m_weights;
};

} // namespace storyscope::nn
