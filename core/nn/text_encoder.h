// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/nn/module.h>
#include <torch/types.h>

namespace storyscope::nn {

/// The interface of every part that turns texts into vectors. The token that pads texts is known from construction.
class TextEncoder : public torch::nn::Module {
public:
    /// `tokens`: (N, T) int64, BOS … EOS PAD…; of BERT's tokenizers BOS is [CLS] and EOS is [SEP]. Returns (N, E)
    /// float32. What a text of padding alone becomes is of no use, but finite.
    virtual torch::Tensor forward(const torch::Tensor& tokens) = 0;

    /// What its frozen part computes of the texts, (N, F) float32, without gradients; undefined if nothing is frozen.
    virtual torch::Tensor frozenFeatures(const torch::Tensor& tokens);
    /// Goes on from there: forward(x) equals forwardFeatures(frozenFeatures(x)). Throws std::logic_error if nothing is
    /// frozen.
    virtual torch::Tensor forwardFeatures(const torch::Tensor& features);

    virtual std::int64_t size() const = 0; ///< E
};

} // namespace storyscope::nn
