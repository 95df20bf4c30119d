// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/picture_decoder.h"
#include "core/nn/transposed_convolution.h"

#include <torch/nn/modules/linear.h>

#include <cstdint>
#include <vector>

namespace storyscope::nn {

struct TransposedPictureDecoderOptions {
    std::int64_t stateSize = 512;                                ///< D
    std::int64_t gridSize = 7;                                   ///< of the first stage
    std::vector<std::int64_t> channels = {256, 128, 64, 32, 16}; ///< of the stages; each doubles the grid
};

/// Draws the next picture from the temporal state alone: a linear layer to a small grid, then transposed convolutions
/// (4 × 4, stride 2) with ReLU between them and a sigmoid at the end.
class TransposedPictureDecoder final : public PictureDecoder {
public:
    explicit TransposedPictureDecoder(const TransposedPictureDecoderOptions& options);
    torch::Tensor forward(const PictureContext& context) override;

private:
    TransposedPictureDecoderOptions m_options;
    torch::nn::Linear m_grid;
    std::vector<std::shared_ptr<TransposedConvolution>> m_stages;
};

} // namespace storyscope::nn
