// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/frame_encoder.h"

#include <torch/torch.h>

#include <stdexcept>

namespace storyscope::nn {

torch::Tensor FrameEncoder::frozenFeatures(const torch::Tensor&) {
    return {};
}

EncodedFrames FrameEncoder::forwardFeatures(const torch::Tensor&) {
    throw std::logic_error("This frame encoder has no frozen part");
}

} // namespace storyscope::nn
