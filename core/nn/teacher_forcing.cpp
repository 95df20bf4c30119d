// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/teacher_forcing.h"

#include <torch/torch.h>

namespace storyscope::nn {

namespace {

/// Where a draw for each input falls into `share` and the input is a word: (…, T − 1) bool.
torch::Tensor chosenWords(const ForcedTokens& forced, double share) {
    const torch::Tensor draws = torch::rand(forced.inputs.sizes(), forced.inputs.device());
    torch::Tensor chosen = draws.lt(share).logical_and_(forced.goesOn);
    chosen.narrow(-1, 0, 1).fill_(false); // BOS
    return chosen;
}

/// Each input as the decoder would have written it after the true ones before it.
torch::Tensor ownWords(const ForcedTokens& forced, const torch::Tensor& logits) {
    const std::int64_t length = forced.inputs.size(-1);
    torch::Tensor answers = forced.inputs.flatten().clone();
    answers.index_copy_(0, forced.positions, logits.argmax(-1));
    const torch::Tensor before = answers.view_as(forced.inputs).narrow(-1, 0, length - 1);
    return torch::cat({forced.inputs.narrow(-1, 0, 1), before}, -1);
}

} // namespace

torch::Tensor ForcedTokens::real(const torch::Tensor& perInput) const {
    return perInput.flatten(0, -2).index_select(0, positions);
}

ForcedTokens forcedTokens(const torch::Tensor& texts, std::int64_t padId) {
    const std::int64_t length = texts.size(-1) - 1;
    const torch::Tensor answers = texts.narrow(-1, 1, length);
    ForcedTokens forced;
    forced.inputs = texts.narrow(-1, 0, length).contiguous();
    const torch::Tensor isWord = texts.ne(padId);
    const torch::Tensor beginsWithPadding = isWord.narrow(-1, 0, 1).logical_not();
    const torch::Tensor followsWord = isWord.narrow(-1, 0, length).logical_and(beginsWithPadding);
    forced.goesOn = isWord.narrow(-1, 1, length).logical_or(followsWord);
    forced.positions = forced.goesOn.flatten().nonzero().squeeze(1);
    forced.targets = answers.flatten().index_select(0, forced.positions);
    return forced;
}

TextOutput forwardFed(ForcedTokens& forced, const TextFeeding& feeding, TextDecoder& decoder,
                      const std::function<TextOutput(const torch::Tensor&)>& pass) {
    if (feeding.ownShare > 0) {
        const torch::NoGradGuard noGradients;
        const torch::Tensor own = ownWords(forced, decoder.logits(forced.real(pass(forced.inputs).hidden)));
        forced.inputs = torch::where(chosenWords(forced, feeding.ownShare), own, forced.inputs);
    }
    if (feeding.unknownShare > 0) {
        forced.inputs = forced.inputs.masked_fill(chosenWords(forced, feeding.unknownShare), feeding.unknownId);
    }
    return pass(forced.inputs);
}

} // namespace storyscope::nn
