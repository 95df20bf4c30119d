// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/text_decoder.h"
#include "core/nn/token_linear.h"

#include <torch/nn/modules/dropout.h>
#include <torch/nn/modules/rnn.h>

#include <memory>

namespace storyscope::nn {

struct OneHotTextDecoderOptions {
    std::int64_t vocabularySize = 0; ///< V
    std::int64_t size = 1024;        ///< D
    std::int64_t layers = 2;
    std::int64_t maximumTokens = 32; ///< BOS included
    double dropout = 0.3;            ///< between layers
};

/// An LSTM whose input is, at each step, what it is to tell, (D), and the last word as a one-hot vector, (V); each
/// layer begins with what it is to tell as hidden state and an empty cell.
///
/// A one-hot vector times a matrix is one of the matrix's columns, so a word picks that column of the first layer's
/// input weights, and what it is to tell is multiplied once per text: the same numbers without the product. Columns are
/// held as rows, where they are together in memory.
class OneHotTextDecoder final : public TextDecoder {
public:
    explicit OneHotTextDecoder(const OneHotTextDecoderOptions& options);

    using TextDecoder::remember;
    TextMemory remember(const torch::Tensor& patches, std::int64_t firstPosition, const std::stop_token& stop) override;
    TextOutput forward(const torch::Tensor& tokens, const torch::Tensor& states, const TextMemory& memory) override;
    torch::Tensor logits(const torch::Tensor& hidden) override;
    TextCache begin(const torch::Tensor& state, std::int64_t frame, std::int64_t rows) const override;
    TextStep step(const torch::Tensor& tokens, const TextMemory& memory, TextCache& cache) override;
    std::int64_t maximumTokens() const override { return m_options.maximumTokens; }

    /// The first layer's input weights as torch::nn::LSTM has them, (4 · D, D + V).
    torch::Tensor inputWeights() const;

private:
    struct Cell {
        torch::Tensor hidden; // (N, D)
        torch::Tensor cell;   // (N, D)
    };
    torch::Tensor contextGates(const torch::Tensor& states) const;
    Cell firstLayer(const torch::Tensor& inputGates, const Cell& last) const;

    OneHotTextDecoderOptions m_options;
    torch::Tensor m_contextRows;       // (D, 4 · D)
    torch::Tensor m_wordRows;          // (V, 4 · D)
    torch::Tensor m_hiddenRows;        // (D, 4 · D)
    torch::Tensor m_inputBias;         // (4 · D)
    torch::Tensor m_hiddenBias;        // (4 · D)
    torch::nn::LSTM m_upper = nullptr; // the layers after the first, if any
    torch::nn::Dropout m_dropout;
    std::shared_ptr<TokenLinear> m_output;
};

} // namespace storyscope::nn
