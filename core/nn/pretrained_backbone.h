// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/pretrained_module.h"

#include <torch/types.h>

namespace storyscope::nn {

constexpr std::int64_t imageNetClasses = 1000;

/// The interface of the networks that were trained on ImageNet to name what a picture shows. `pictures` are always
/// (N, 3, H, W) float32 in [0, 1], RGB; normalising them is the network's own business.
class PretrainedBackbone : public PretrainedModule {
public:
    /// What the last stage sees, (N, channels(), gridSize(H), gridSize(W)) float32.
    virtual torch::Tensor grid(const torch::Tensor& pictures) = 0;
    /// Scores of the 1,000 ImageNet classes, (N, 1000) float32, of what grid() gave. Throws std::logic_error if the
    /// network was made without a classifier.
    virtual torch::Tensor classify(const torch::Tensor& grid) = 0;

    virtual std::int64_t channels() const = 0; ///< C
    /// Cells a side that grid() has for pictures of `side` pixels; at least 1 for 64 pixels and more.
    virtual std::int64_t gridSize(std::int64_t side) const = 0;
};

/// The mean over the grid, (N, C, H, W) → (N, C): torchvision's pooled feature.
torch::Tensor pooled(const torch::Tensor& grid);

/// ImageNet's normalisation of each colour: (x − mean) / deviation.
torch::Tensor imageNetNormalized(const torch::Tensor& pictures);

enum class Classifier { Kept, LeftOut };

} // namespace storyscope::nn
