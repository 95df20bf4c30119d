// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/nn/module.h>
#include <torch/types.h>

#include <cstdint>
#include <stop_token>
#include <vector>

namespace storyscope::nn {

/// The patches of a story as a text decoder looks them up: computed once per story, shared by all its captions. By keys
/// and values; or, by decoders that do without these when they write, as the tokens that they would be made of.
struct TextMemory {
    std::vector<torch::Tensor> keys;         // per layer (B, heads, K·G·G, D/heads) float32
    std::vector<torch::Tensor> values;       // per layer (B, heads, K·G·G, D/heads) float32
    std::vector<torch::Tensor> tokens = {};  // per layer, or once for all, (B, K·G·G, C) float32
    std::int64_t frames = 0;                 // K
    std::int64_t cells = 0;                  // G·G
    std::vector<torch::Tensor> weighed = {}; // per layer (B, heads, K, K) float32: how the state that a text begins
                                             // with weighed the frames, where words look at nothing else
    torch::Tensor unread = {};          // (B, K, C, S) float32: picture tokens that are read when a caption is
                                        // begun; then there is nothing else
    std::vector<TextMemory> apart = {}; // of each row of a step, by tokens, where each looks at a story of its own:
                                        // then there is nothing else, and `frames` is that of the longest
};

/// Teacher forcing over all captions of B stories at once.
struct TextOutput {
    torch::Tensor hidden;    // (B, Q, T, H) float32: logits() of it tells the token after each token
    torch::Tensor attention; // (B, heads, Q, T, K·G·G) float32, rows sum to 1: of the last layer; row t is where the
                             // decoder looked when it wrote token t + 1; undefined if it looks at nothing
};

/// One caption in the making, in R variants (beams). A value; copies share nothing that step() changes.
struct TextCache {
    std::vector<torch::Tensor> keys;      // per layer (R, heads, t, D/heads) float32: of the tokens so far
    std::vector<torch::Tensor> values;    // likewise
    std::vector<torch::Tensor> recurrent; // per layer (R, H) float32: hidden states, then cell states if there are any
    torch::Tensor state;                  // (R, D) float32: what the caption is about
    std::int64_t frame = 0;               // whose caption it is
    std::int64_t position = 0;            // t
};

struct TextStep {
    torch::Tensor logits;    // (R, V) float32: for the next token
    torch::Tensor attention; // (layers, R, heads, K·G·G) float32, of writing that next token; rows sum to 1, or to less
                             // where the decoder also looks at what is no place in a picture
    torch::Tensor classTokens = {}; // (layers, R, heads, K) float32: what of it went to each frame's class token;
                                    // undefined if there are none, or `attention` shows them as cells
};

/// The interface of every part that writes captions.
class TextDecoder : public torch::nn::Module {
public:
    /// `patches`: (B, K, C, G, G) float32. Decoders of many layers hear `stop` between them: throws Error{Cancelled}.
    virtual TextMemory remember(const torch::Tensor& patches, std::int64_t firstPosition,
                                const std::stop_token& stop) = 0;
    TextMemory remember(const torch::Tensor& patches, std::int64_t firstPosition) {
        return remember(patches, firstPosition, {});
    }

    /// `tokens`: (B, Q, T) int64, beginning with BOS: captions of the first Q ≤ K frames. `states`: (B, Q, D) float32.
    virtual TextOutput forward(const torch::Tensor& tokens, const torch::Tensor& states, const TextMemory& memory) = 0;
    /// (N, H) of TextOutput::hidden → (N, V) float32.
    virtual torch::Tensor logits(const torch::Tensor& hidden) = 0;

    /// Begins the caption of frame `frame`. `state`: (D) float32. `memory` is of one story (B = 1).
    virtual TextCache begin(const torch::Tensor& state, std::int64_t frame, std::int64_t rows) const = 0;
    /// Feeds one token per row, `tokens`: (R) int64, the first time BOS. Gives what forward() gives, up to rounding.
    virtual TextStep step(const torch::Tensor& tokens, const TextMemory& memory, TextCache& cache) = 0;

    virtual std::int64_t maximumTokens() const = 0; ///< BOS included
};

/// Keeps the rows that `rows` names, (R') int64, in that order: a row may be dropped or doubled.
void selectRows(TextCache& cache, const torch::Tensor& rows);

} // namespace storyscope::nn
