// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/picture_decoder.h"
#include "core/nn/residual_block.h"

#include <torch/nn/modules/linear.h>

#include <vector>

namespace storyscope::nn {

struct NextPictureDecoderOptions {
    std::int64_t stateSize = 128;                       ///< D
    std::int64_t patchChannels = 128;                   ///< C
    std::int64_t gridSize = 12;                         ///< G
    std::int64_t contextFrames = 4;                     ///< frames that are looked at and may be copied from
    std::vector<std::int64_t> channels = {128, 96, 64}; ///< at G, 2G, 4G; the picture has 8G pixels a side
    std::int64_t blocks = 1;                            ///< residual blocks at G
    std::int64_t groups = 8;
};

/// Draws the next picture: fuses the context frames' patches and the temporal state, and upsamples them to a drawing
/// and, per pixel, a softmax over (the drawing, a copy of each context frame), so that what stays is copied.
/// Sources: sub-pixel convolution, Shi et al. 2016; copying by masks, Finn et al. 2016, "Unsupervised learning for
/// physical interaction through video prediction" (there with motion).
class NextPictureDecoder final : public PictureDecoder {
public:
    explicit NextPictureDecoder(const NextPictureDecoderOptions& options);
    torch::Tensor forward(const PictureContext& context) override;

private:
    torch::Tensor fuse(const PictureContext& context);

    NextPictureDecoderOptions m_options;
    torch::nn::Conv2d m_fuse = nullptr;
    torch::nn::Linear m_state = nullptr;
    torch::Tensor m_places; // (C0, G, G)
    std::vector<std::shared_ptr<ResidualBlock>> m_blocks;
    std::vector<torch::nn::Conv2d> m_stages;
    std::vector<torch::nn::GroupNorm> m_norms;
    torch::nn::Conv2d m_output = nullptr;
};

} // namespace storyscope::nn
