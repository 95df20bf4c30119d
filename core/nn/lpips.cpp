// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/lpips.h"

#include <torch/torch.h>

#include <array>

namespace storyscope::nn {

namespace {

struct Stage {
    std::size_t end; ///< of SqueezeNet::features
    std::int64_t channels;
};

constexpr std::array<Stage, 7> stagesSeen{{{2, 64}, {5, 128}, {8, 256}, {10, 384}, {11, 384}, {12, 512}, {13, 512}}};
constexpr double smallestLength = 1e-10;

torch::Tensor normalized(const torch::Tensor& features) {
    return features / (features.square().sum(1, /*keepdim=*/true).sqrt() + smallestLength);
}

} // namespace

Lpips::Lpips()
    : m_backbone(
          register_module("backbone", std::make_shared<SqueezeNet>(SqueezeNetKind::Version1_1, Classifier::LeftOut))),
      m_weighting(register_module("weighting", std::make_shared<PretrainedModule>())) {
    for (std::size_t i = 0; i < stagesSeen.size(); ++i) {
        const auto outer = m_weighting->register_module("lin" + std::to_string(i), std::make_shared<Module>());
        const auto inner = outer->register_module("model", std::make_shared<Module>());
        const auto options = torch::nn::Conv2dOptions(stagesSeen[i].channels, 1, 1).bias(false);
        m_weights.emplace_back(inner->register_module("1", torch::nn::Conv2d(options)));
    }
    m_backbone->freeze();
    m_weighting->freeze();
}

std::vector<torch::Tensor> Lpips::stages(const torch::Tensor& pictures) {
    std::vector<torch::Tensor> seen;
    // LPIPS's own shift and scale on [−1, 1] are ImageNet's on [0, 1].
    torch::Tensor x = imageNetNormalized(pictures);
    std::size_t at = 0;
    for (const Stage& stage : stagesSeen) {
        x = m_backbone->features(x, at, stage.end);
        at = stage.end;
        seen.push_back(normalized(x));
    }
    return seen;
}

torch::Tensor Lpips::forward(const torch::Tensor& first, const torch::Tensor& second) {
    const std::vector<torch::Tensor> a = stages(first);
    const std::vector<torch::Tensor> b = stages(second);
    torch::Tensor distance = torch::zeros({first.size(0)}, first.options());
    for (std::size_t i = 0; i < a.size(); ++i) {
        distance += m_weights[i]((a[i] - b[i]).square()).mean({1, 2, 3});
    }
    return distance;
}

} // namespace storyscope::nn
