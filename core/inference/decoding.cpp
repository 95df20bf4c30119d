// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/decoding.h"

#include "core/base/progress.h"
#include "core/inference/score_rules.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace storyscope::inference {

namespace {

/// The texts that are still being written, and what each of them is continued with.
struct Batch {
    std::vector<std::size_t> texts; ///< index into the result
    std::vector<std::int64_t> parents;
    std::vector<std::int64_t> tokens;
};

Batch firstBatch(std::size_t textCount, std::int64_t beginId) {
    Batch batch;
    batch.texts.resize(textCount);
    std::iota(batch.texts.begin(), batch.texts.end(), std::size_t{0});
    batch.parents.resize(textCount);
    std::iota(batch.parents.begin(), batch.parents.end(), std::int64_t{0});
    batch.tokens.assign(textCount, beginId);
    return batch;
}

bool isRuledOut(float score) {
    return score == -std::numeric_limits<float>::infinity();
}

} // namespace

void applyLimits(std::span<float> scores, const DecodingLimits& limits, std::span<const std::int64_t> tokens) {
    std::vector<std::int64_t> soFar{limits.beginId};
    soFar.insert(soFar.end(), tokens.begin(), tokens.end());
    penalizeRepetition(scores, soFar, limits.repetitionPenalty);
    forbidRepeatedNgrams(scores, soFar, static_cast<std::size_t>(std::max(limits.noRepeatNgram, 0)));
    for (const std::vector<std::int64_t>& text : limits.earlier) {
        forbidNgramsOf(text, scores, tokens, static_cast<std::size_t>(std::max(limits.noRepeatInStory, 0)));
    }
    for (const std::int64_t id : limits.forbidden) {
        forbid(scores, id);
    }
    if (static_cast<int>(tokens.size()) < limits.minimumTokens) {
        forbid(scores, limits.endId);
    }
}

std::vector<Hypothesis> writeTexts(NextTokenScorer& scorer, const DecodingLimits& limits, const std::stop_token& stop,
                                   const TokenHooks& hooks) {
    const std::size_t vocabulary = scorer.vocabularySize();
    std::vector<Hypothesis> written(scorer.textCount());
    std::vector<float> allowed;
    Batch batch = firstBatch(written.size(), limits.beginId);
    for (int step = 0; step < limits.maximumTokens && !batch.texts.empty(); ++step) {
        throwIfStopped(stop);
        const auto probabilities = scorer.advance(batch.parents, batch.tokens);
        const auto scores = limits.repetitionPenalty == 1 ? probabilities : scorer.logits();
        Batch next;
        for (std::size_t row = 0; row < batch.texts.size(); ++row) {
            const auto ofRow = scores.subspan(row * vocabulary, vocabulary);
            allowed.assign(ofRow.begin(), ofRow.end());
            const std::size_t index = batch.texts[row];
            Hypothesis& text = written[index];
            applyLimits(allowed, limits, text.tokens);
            const bool isStuck = std::ranges::all_of(allowed, isRuledOut);
            const std::int64_t token = isStuck ? limits.endId : hooks.choose(index, allowed);
            text.logProbabilities.push_back(probabilities[row * vocabulary + static_cast<std::size_t>(token)]);
            text.score += text.logProbabilities.back();
            if (token == limits.endId) {
                text.ended = true;
                continue;
            }
            text.tokens.push_back(token);
            next.texts.push_back(index);
            next.parents.push_back(static_cast<std::int64_t>(row));
            next.tokens.push_back(token);
            if (hooks.written) {
                hooks.written(index, text);
            }
        }
        batch = std::move(next);
    }
    return written;
}

std::vector<Hypothesis> decodeGreedily(NextTokenScorer& scorer, const DecodingLimits& limits,
                                       const std::stop_token& stop, const TokenListener& listener) {
    const auto mostProbable = [](std::size_t, std::span<const float> allowed) {
        return static_cast<std::int64_t>(std::ranges::max_element(allowed) - allowed.begin());
    };
    return writeTexts(scorer, limits, stop, {mostProbable, listener});
}

} // namespace storyscope::inference
