// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/multi_head_attention.h"
#include "core/nn/temporal_layer.h"

#include <torch/nn/modules/rnn.h>

namespace storyscope::nn {

struct StoryLstmOptions {
    std::int64_t size = 512; ///< D
    std::int64_t layers = 1;
    double dropout = 0;            ///< between layers
    std::int64_t heads = 0;        ///< of the self-attention over what the LSTM remembers; 0: none
    double attentionDropout = 0.1; ///< of its weights
};

/// An LSTM over a story's frames and, on top, frames that look back on its outputs. It knows no positions: a story may
/// begin anywhere.
class StoryLstm final : public TemporalLayer {
public:
    explicit StoryLstm(const StoryLstmOptions& options);
    TemporalStates forward(const torch::Tensor& summaries, std::int64_t firstPosition) override;

private:
    torch::nn::LSTM m_lstm;
    std::shared_ptr<MultiHeadAttention> m_attention; // may be none
};

} // namespace storyscope::nn
