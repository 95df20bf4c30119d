// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/rotary.h"
#include "core/nn/token_linear.h"

#include <torch/nn/modules/dropout.h>

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace storyscope::nn {

struct MultiHeadAttentionOptions {
    enum class Projections {
        Full, ///< with biases, and one more that merges the heads
        Bare, ///< to queries, keys and values only, without biases
    };

    std::int64_t size = 128; ///< E
    std::int64_t heads = 4;
    Projections projections = Projections::Full;
    std::optional<RotaryPairs> rotary; ///< positions in queries and keys
    double dropout = 0;                ///< of weights
    std::int64_t memorySize = 0;       ///< of what is looked at; 0: E as well
};

/// Multi-head attention as in Vaswani et al. 2017, without normalisation or residual, that shows its weights per head.
class MultiHeadAttention : public torch::nn::Module {
public:
    explicit MultiHeadAttention(const MultiHeadAttentionOptions& options);

    /// What is looked at, projected: (B, heads, S, E/heads) float32.
    struct Memory {
        torch::Tensor keys;
        torch::Tensor values;
    };
    /// `x`: (B, S, memorySize or E) float32; `first` is the position of its first vector.
    Memory remember(const torch::Tensor& x, std::int64_t first = 0);

    struct Output {
        torch::Tensor output;  // (B, Q, E) float32
        torch::Tensor weights; // (B, heads, Q, S) float32, rows sum to 1, before dropout
    };
    /// `x`: (B, Q, E) float32; `bias` as in attend(). A memory of fewer pictures or texts than B is shared as in
    /// matmulShared().
    Output forward(const torch::Tensor& x, const Memory& memory, const torch::Tensor& bias, std::int64_t first = 0) {
        return forward(x, {&memory, 1}, bias, first);
    }
    /// Over several memories as if they stood one after another.
    Output forward(const torch::Tensor& x, std::span<const Memory> memories, const torch::Tensor& bias,
                   std::int64_t first = 0);
    /// The output of x that looks at itself, when nobody wants the weights.
    torch::Tensor unseen(const torch::Tensor& x);

    struct Look {
        torch::Tensor output;               // (R, 1, E) float32
        std::vector<torch::Tensor> weights; // per picture, of the rows that look at it: (rows, heads, S) float32
    };
    /// forward() of R single words over `pictures`, each (S, memorySize) float32, one for each word or one for all, and
    /// after them over `text`, if it is defined; but without keys and values of the pictures, which take many times
    /// their room. Instead a query goes backwards through the projection of keys, and what it finds through that of
    /// values: the same product in another order. For full projections without positions; nothing is dropped.
    Look look(const torch::Tensor& x, std::span<const torch::Tensor> pictures, const Memory& text);

private:
    torch::Tensor merged(const torch::Tensor& heads);
    torch::Tensor turned(const torch::Tensor& heads, std::int64_t first) const;

    MultiHeadAttentionOptions m_options;
    std::shared_ptr<TokenLinear> m_query;
    std::shared_ptr<TokenLinear> m_key;
    std::shared_ptr<TokenLinear> m_value;
    std::shared_ptr<TokenLinear> m_merge; // none if the projections are bare
    torch::nn::Dropout m_dropout;
};

} // namespace storyscope::nn
