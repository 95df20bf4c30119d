// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/text_encoder.h"

#include <torch/nn/modules/embedding.h>
#include <torch/nn/modules/rnn.h>

namespace storyscope::nn {

struct BilstmTextEncoderOptions {
    enum class Padding {
        Hidden, ///< a text ends where its padding begins
        Read,   ///< padding is read like words: a text's vector depends on the longest of its batch
    };

    std::int64_t vocabularySize = 0;
    std::int64_t padId = 0;
    std::int64_t embeddingSize = 300;
    std::int64_t size = 512; ///< of each direction
    std::int64_t layers = 2;
    Padding padding = Padding::Hidden;
    double dropout = 0.3; ///< between layers
};

/// Reads a text in both directions; its vector is the last layer's forward state after the last word and its backward
/// state after the first.
class BilstmTextEncoder final : public TextEncoder {
public:
    explicit BilstmTextEncoder(const BilstmTextEncoderOptions& options);
    torch::Tensor forward(const torch::Tensor& tokens) override;
    std::int64_t size() const override { return 2 * m_options.size; }

private:
    BilstmTextEncoderOptions m_options;
    torch::nn::Embedding m_embedding;
    torch::nn::LSTM m_lstm;
};

} // namespace storyscope::nn
