// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/nn/modules/embedding.h>
#include <torch/nn/modules/rnn.h>

namespace storyscope::nn {

struct LstmTextEncoderOptions {
    enum class Padding {
        Skipped, ///< the vector is the state after the last real token; 0 where there is no text
        Read,    ///< the state after `length` tokens, padding included, as the published code has it
    };
    std::int64_t vocabularySize = 0;
    std::int64_t embeddingSize = 16;
    std::int64_t hiddenSize = 16;
    Padding padding = Padding::Skipped;
    std::int64_t padId = 0;
    std::int64_t length = 120; ///< only for Padding::Read
};

/// A text as one vector: the last state of an LSTM. The first half of a text autoencoder; LstmTextDecoder is the other.
class LstmTextEncoder final : public torch::nn::Module {
public:
    explicit LstmTextEncoder(const LstmTextEncoderOptions& options);

    struct Output {
        torch::Tensor hidden; // (N, hiddenSize) float32
        torch::Tensor cell;   // likewise
    };
    /// `texts`: (N, T) int64: BOS … EOS PAD….
    Output forward(const torch::Tensor& texts);
    std::int64_t hiddenSize() const { return m_options.hiddenSize; }

private:
    Output readAll(const torch::Tensor& texts);
    Output readReal(const torch::Tensor& texts);

    LstmTextEncoderOptions m_options;
    torch::nn::Embedding m_embedding;
    torch::nn::LSTM m_lstm;
};

} // namespace storyscope::nn
