// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/decoding.h"

namespace storyscope::inference {

/// When a beam search that already has enough finished texts gives up on the unfinished ones.
enum class EarlyStopping {
    WhenEnough,     ///< as soon as there are as many finished texts as beams
    WhenOutscored,  ///< when the best unfinished text, scored at its present length, cannot beat the worst finished one
    WhenUnbeatable, ///< the same at the length that suits it best: exact, and slower
};

struct BeamOptions {
    DecodingLimits limits;
    int beams = 4;
    double lengthPenalty = 1; ///< score = sum of log-probabilities / (tokens, the end counted)^lengthPenalty
    EarlyStopping earlyStopping = EarlyStopping::WhenOutscored;
};

/// Keeps the `beams` most probable unfinished texts. Returns up to `beams` texts, best first. The scorer must start
/// with one text: throws Error{BadArgument} otherwise and for fewer than one beam; Error{Cancelled}.
/// Source: beam search as the Hugging Face library `transformers` 4.46 defines it.
std::vector<Hypothesis> searchBeams(NextTokenScorer& scorer, const BeamOptions& options, const std::stop_token& stop);

} // namespace storyscope::inference
