// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/text_decoder.h"

#include <torch/nn/modules/dropout.h>
#include <torch/nn/modules/embedding.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/rnn.h>

namespace storyscope::nn {

struct LstmTextDecoderOptions {
    enum class Condition {
        InitialState, ///< a caption's state is (2H): the LSTM's first hidden state, then its first cell state
        EveryStep,    ///< a caption's state is (stateSize): made a condition that every step is given, and h0
    };
    std::int64_t vocabularySize = 0;
    std::int64_t embeddingSize = 16;
    std::int64_t hiddenSize = 16; ///< H
    Condition condition = Condition::InitialState;
    std::int64_t stateSize = 0;       ///< only for EveryStep
    std::int64_t conditionSize = 256; ///< only for EveryStep
    double dropout = 0;               ///< of what logits are computed from
    std::int64_t maximumTokens = 120; ///< BOS included
};

/// Writes a text from one vector, looking at nothing: an LSTM and a linear layer. The condition of EveryStep is a
/// linear map of the state, h0 = tanh of another linear map of it, c0 = 0. Sources: the Sheffield Hallam module's text
/// autoencoder and its second version.
class LstmTextDecoder final : public TextDecoder {
public:
    explicit LstmTextDecoder(const LstmTextDecoderOptions& options);

    std::int64_t stateSize() const; ///< D of forward() and begin()
    LstmTextDecoderOptions::Condition condition() const { return m_options.condition; }

    using TextDecoder::remember;
    TextMemory remember(const torch::Tensor& patches, std::int64_t firstPosition, const std::stop_token& stop) override;
    TextOutput forward(const torch::Tensor& tokens, const torch::Tensor& states, const TextMemory& memory) override;
    torch::Tensor logits(const torch::Tensor& hidden) override;
    TextCache begin(const torch::Tensor& state, std::int64_t frame, std::int64_t rows) const override;
    TextStep step(const torch::Tensor& tokens, const TextMemory& memory, TextCache& cache) override;
    std::int64_t maximumTokens() const override { return m_options.maximumTokens; }

private:
    struct Start {
        torch::Tensor hidden;    // (N, H)
        torch::Tensor cell;      // (N, H)
        torch::Tensor condition; // (N, conditionSize); undefined for InitialState
    };
    Start start(const torch::Tensor& states);
    torch::Tensor inputs(const torch::Tensor& tokens, const torch::Tensor& condition);

    LstmTextDecoderOptions m_options;
    torch::nn::Embedding m_embedding = nullptr;
    torch::nn::Linear m_condition = nullptr;
    torch::nn::Linear m_initial = nullptr;
    torch::nn::LSTM m_lstm = nullptr;
    torch::nn::Dropout m_dropout = nullptr;
    torch::nn::Linear m_output = nullptr;
};

} // namespace storyscope::nn
