// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/beam_search.h"

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/inference/finished_texts.h"

#include <algorithm>
#include <limits>

namespace storyscope::inference {

namespace {

/// One way to continue one of the live texts.
struct Candidate {
    double sum = 0; ///< of all log-probabilities as the limits bent them
    std::size_t parent = 0;
    std::int64_t token = 0;
    float logProbability = 0; ///< of `token`, as the scorer gave it
};

/// An unfinished text; its `score` is the plain sum.
struct Beams {
    std::vector<Hypothesis> texts{Hypothesis{}};
    std::vector<std::int64_t> parents{0};
    std::vector<std::int64_t> tokens;
};

/// The best 2 × beams continuations, best first, ties to the earlier text and the lower id.
std::vector<Candidate> bestCandidates(const Beams& beams, std::span<const float> scores, std::size_t vocabulary,
                                      const BeamOptions& options) {
    std::vector<Candidate> candidates;
    std::vector<float> allowed;
    for (std::size_t row = 0; row < beams.texts.size(); ++row) {
        const auto ofRow = scores.subspan(row * vocabulary, vocabulary);
        allowed.assign(ofRow.begin(), ofRow.end());
        applyLimits(allowed, options.limits, beams.texts[row].tokens);
        for (std::size_t id = 0; id < vocabulary; ++id) {
            if (allowed[id] > -std::numeric_limits<float>::infinity()) {
                candidates.push_back(
                    {beams.texts[row].score + allowed[id], row, static_cast<std::int64_t>(id), ofRow[id]});
            }
        }
    }
    const auto wanted = std::min(candidates.size(), 2 * static_cast<std::size_t>(options.beams));
    const auto middle = candidates.begin() + static_cast<std::ptrdiff_t>(wanted);
    std::partial_sort(candidates.begin(), middle, candidates.end(), [](const Candidate& a, const Candidate& b) {
        return a.sum != b.sum ? a.sum > b.sum : std::pair(a.parent, a.token) < std::pair(b.parent, b.token);
    });
    candidates.erase(middle, candidates.end());
    return candidates;
}

Hypothesis continued(const Hypothesis& text, const Candidate& candidate) {
    Hypothesis longer = text;
    longer.logProbabilities.push_back(candidate.logProbability);
    longer.score = candidate.sum;
    return longer;
}

/// Hands ended candidates to `finished` and returns the live beams of the next step.
Beams sortOut(const Beams& beams, const std::vector<Candidate>& candidates, const BeamOptions& options,
              FinishedTexts& finished) {
    const auto beamCount = static_cast<std::size_t>(options.beams);
    Beams next{{}, {}, {}};
    for (std::size_t rank = 0; rank < candidates.size() && next.texts.size() < beamCount; ++rank) {
        const Candidate& candidate = candidates[rank];
        Hypothesis text = continued(beams.texts[candidate.parent], candidate);
        if (candidate.token == options.limits.endId) {
            if (rank < beamCount) {
                text.ended = true;
                finished.add(std::move(text));
            }
            continue;
        }
        text.tokens.push_back(candidate.token);
        next.texts.push_back(std::move(text));
        next.parents.push_back(static_cast<std::int64_t>(candidate.parent));
        next.tokens.push_back(candidate.token);
    }
    return next;
}

} // namespace

std::vector<Hypothesis> searchBeams(NextTokenScorer& scorer, const BeamOptions& options, const std::stop_token& stop) {
    if (options.beams < 1) {
        throw Error(ErrorCode::BadArgument, "Beam search needs at least one beam");
    }
    if (scorer.textCount() != 1) {
        throw Error(ErrorCode::BadArgument, "Beam search writes one text at a time");
    }
    FinishedTexts finished(options);
    Beams beams;
    beams.tokens = {options.limits.beginId};
    for (int step = 0; step < options.limits.maximumTokens && !beams.texts.empty(); ++step) {
        throwIfStopped(stop);
        const auto scores = scorer.advance(beams.parents, beams.tokens);
        const auto candidates = bestCandidates(beams, scores, scorer.vocabularySize(), options);
        if (candidates.empty()) {
            break;
        }
        beams = sortOut(beams, candidates, options, finished);
        if (finished.suffices(candidates.front().sum, static_cast<std::size_t>(step) + 1)) {
            return finished.take();
        }
    }
    for (Hypothesis& text : beams.texts) {
        finished.add(std::move(text));
    }
    return finished.take();
}

} // namespace storyscope::inference
