// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/transposed_convolution.h"

#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/normalization.h>

#include <vector>

namespace storyscope::nn {

struct LatentPictureDecoderOptions {
    std::int64_t latentSize = 16;
    std::int64_t height = 60; ///< of pictures
    std::int64_t width = 125;
    std::vector<std::int64_t> channels = {64, 32, 16}; ///< before each transposed convolution; each doubles the sides
    std::vector<std::int64_t> kernels = {3, 5, 7};     ///< as many as channels
    std::int64_t groups = 8;                           ///< of group normalisation; divides all channels
};

/// Draws a picture from one vector: a linear layer to the smallest grid, transposed convolutions of stride 2 with group
/// normalisation and LeakyReLU(0.1), a sigmoid, and the first rows and columns of the result. Starts as
/// ConvPictureEncoder does. Source: the Sheffield Hallam module's visual autoencoder, for the default options 172,995
/// parameters. Its two pictures "content" and "context" are one: the same layers applied to the same vector.
class LatentPictureDecoder final : public torch::nn::Module {
public:
    explicit LatentPictureDecoder(const LatentPictureDecoderOptions& options);

    /// (N, latentSize) float32 → (N, 3, height, width) float32 in [0, 1].
    torch::Tensor forward(const torch::Tensor& latents);
    std::int64_t latentSize() const { return m_options.latentSize; }

private:
    LatentPictureDecoderOptions m_options;
    std::int64_t m_rows = 0; // of the smallest grid
    std::int64_t m_columns = 0;
    torch::nn::Linear m_expand = nullptr;
    std::vector<std::shared_ptr<TransposedConvolution>> m_stages;
    std::vector<torch::nn::GroupNorm> m_norms; // one less than stages
};

} // namespace storyscope::nn
