// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

namespace storyscope::inference {

/// Says how likely each token is to come next. Holds the state of a batch of unfinished texts, so that a step costs one
/// token and not the whole prefix. Used by one thread; owned by whoever decodes.
class NextTokenScorer {
public:
    virtual ~NextTokenScorer() = default;

    /// Texts that the scorer starts with, each about something else (a frame, a story).
    virtual std::size_t textCount() const = 0;
    virtual std::size_t vocabularySize() const = 0;
    /// Text r of the new batch is text `parents[r]` of the last one (at first: of the texts it starts with) with
    /// `tokens[r]` added; texts may be dropped, repeated and reordered. Returns the natural logarithms of the
    /// probabilities of what follows, (texts, vocabulary) row-major, valid until the next call.
    virtual std::span<const float> advance(std::span<const std::int64_t> parents,
                                           std::span<const std::int64_t> tokens) = 0;
    /// The same before it was normalised: what the network gave. Valid until the next advance().
    virtual std::span<const float> logits() const = 0;
};

/// What holds for every way of decoding.
struct DecodingLimits {
    std::int64_t beginId = 0;
    std::int64_t endId = 0;
    std::vector<std::int64_t> forbidden; ///< never written: padding, unknown, begin
    int minimumTokens = 1;               ///< before the end is allowed
    int maximumTokens = 32;              ///< the end counts as one
    double repetitionPenalty = 1;        ///< > 0; above one: what the text has already becomes less probable
    int noRepeatNgram = 0;               ///< no sequence of so many tokens comes twice in a text; 0: any may
    int noRepeatInStory = 0;             ///< nor one of so many that a text of `earlier` has; 0: any may
    std::vector<std::vector<std::int64_t>> earlier{}; ///< without begin and end
};

/// A text while it is written and when it is done.
struct Hypothesis {
    std::vector<std::int64_t> tokens;    ///< without begin and end
    std::vector<float> logProbabilities; ///< of each token as the scorer gave it, then that of the end if `ended`
    bool ended = false;                  ///< the end was written; otherwise the text was cut at maximumTokens
    double score = 0; ///< sum of logProbabilities; in beam search what it maximised: bent by the limits, normalised
};

/// Hears each token as it is written: which text, and the text with the token.
using TokenListener = std::function<void(std::size_t text, const Hypothesis& soFar)>;

/// Chooses the next token of a text from its log-probabilities, or from scores that the limits bent; −∞ is ruled out.
using TokenChoice = std::function<std::int64_t(std::size_t text, std::span<const float> allowed)>;

struct TokenHooks {
    TokenChoice choose;
    TokenListener written; ///< may be empty
};

/// Writes all of the scorer's texts side by side, token by token. A text for which everything is ruled out ends. A
/// repetition penalty works on logits here, on log-probabilities in beam search, as in `transformers` 4.46. Throws
/// Error{Cancelled}.
std::vector<Hypothesis> writeTexts(NextTokenScorer& scorer, const DecodingLimits& limits, const std::stop_token& stop,
                                   const TokenHooks& hooks);

/// Takes the most probable token at each step, ties to the lower id. Throws Error{Cancelled}.
std::vector<Hypothesis> decodeGreedily(NextTokenScorer& scorer, const DecodingLimits& limits,
                                       const std::stop_token& stop, const TokenListener& listener = {});

/// Bends the scores of what follows `tokens`, without begin, as `limits` say. Shared by the strategies.
void applyLimits(std::span<float> scores, const DecodingLimits& limits, std::span<const std::int64_t> tokens);

} // namespace storyscope::inference
