// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/text_decoder.h"
#include "core/nn/token_linear.h"

#include <torch/nn/modules/embedding.h>
#include <torch/nn/modules/rnn.h>

#include <memory>

namespace storyscope::nn {

struct StateTextDecoderOptions {
    std::int64_t vocabularySize = 0;  ///< V
    std::int64_t size = 512;          ///< D
    std::int64_t embeddingSize = 256; ///< of words
    std::int64_t maximumTokens = 32;  ///< BOS included
};

/// A GRU that begins with what it is to tell as its hidden state, and looks at nothing else.
class StateTextDecoder final : public TextDecoder {
public:
    explicit StateTextDecoder(const StateTextDecoderOptions& options);

    using TextDecoder::remember;
    TextMemory remember(const torch::Tensor& patches, std::int64_t firstPosition, const std::stop_token& stop) override;
    TextOutput forward(const torch::Tensor& tokens, const torch::Tensor& states, const TextMemory& memory) override;
    torch::Tensor logits(const torch::Tensor& hidden) override;
    TextCache begin(const torch::Tensor& state, std::int64_t frame, std::int64_t rows) const override;
    TextStep step(const torch::Tensor& tokens, const TextMemory& memory, TextCache& cache) override;
    std::int64_t maximumTokens() const override { return m_options.maximumTokens; }

private:
    StateTextDecoderOptions m_options;
    torch::nn::Embedding m_embedding;
    torch::nn::GRU m_gru;
    std::shared_ptr<TokenLinear> m_output;
};

} // namespace storyscope::nn
