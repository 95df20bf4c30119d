// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/pretrained_backbone.h"

#include <torch/torch.h>

namespace storyscope::nn {

torch::Tensor pooled(const torch::Tensor& grid) {
    return grid.mean({2, 3});
}

torch::Tensor imageNetNormalized(const torch::Tensor& pictures) {
    const auto options = torch::TensorOptions(pictures.device()).dtype(pictures.dtype());
    const torch::Tensor mean = torch::tensor({0.485, 0.456, 0.406}, options).view({3, 1, 1});
    const torch::Tensor deviation = torch::tensor({0.229, 0.224, 0.225}, options).view({3, 1, 1});
    return (pictures - mean) / deviation;
}

} // namespace storyscope::nn
