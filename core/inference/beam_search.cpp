// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/beam_search.h"

#include "core/base/error.h"
#include "core/base/progress.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace storyscope::inference {

namespace {

/// One way to continue one of the live texts.
struct Candidate {
    double sum = 0; ///< of all log-probabilities
    std::size_t parent = 0;
    std::int64_t token = 0;
    float logProbability = 0; ///< of `token`
};

/// An unfinished text; its `score` is the plain sum.
struct Beams {
    std::vector<Hypothesis> texts{Hypothesis{}};
    std::vector<std::int64_t> parents{0};
    std::vector<std::int64_t> tokens;
};

/// The best finished texts.
class Finished {
public:
    explicit Finished(const BeamOptions& options) : m_options(options) {}

    void add(Hypothesis text) {
        text.score = normalised(text.score, text.logProbabilities.size());
        const auto place = std::ranges::upper_bound(m_texts, text.score, std::ranges::greater(), &Hypothesis::score);
        m_texts.insert(place, std::move(text));
        if (m_texts.size() > capacity()) {
            m_texts.pop_back();
        }
    }

    /// Whether no unfinished text is worth going on with, if the best of them has `bestSum` after `length` tokens.
    bool suffices(double bestSum, std::size_t length) const {
        if (m_texts.size() < capacity()) {
            return false;
        }
        switch (m_options.earlyStopping) {
        case EarlyStopping::WhenEnough:
            return true;
        case EarlyStopping::WhenOutscored:
            break;
        case EarlyStopping::WhenUnbeatable:
            if (m_options.lengthPenalty > 0) {
                length = static_cast<std::size_t>(m_options.limits.maximumTokens);
            }
            break;
        }
        return m_texts.back().score >= normalised(bestSum, length);
    }

    std::vector<Hypothesis> take() { return std::move(m_texts); }

private:
    std::size_t capacity() const { return static_cast<std::size_t>(m_options.beams); }
    double normalised(double sum, std::size_t length) const {
        return sum / std::pow(static_cast<double>(std::max<std::size_t>(length, 1)), m_options.lengthPenalty);
    }

    const BeamOptions& m_options;
    std::vector<Hypothesis> m_texts; ///< best first
};

/// The best 2 × beams continuations, best first, ties to the earlier text and the lower id.
std::vector<Candidate> bestCandidates(const Beams& beams, std::span<const float> scores, std::size_t vocabulary,
                                      const BeamOptions& options, int step) {
    std::vector<Candidate> candidates;
    std::vector<float> allowed;
    for (std::size_t row = 0; row < beams.texts.size(); ++row) {
        const auto ofRow = scores.subspan(row * vocabulary, vocabulary);
        allowed.assign(ofRow.begin(), ofRow.end());
        applyLimits(allowed, options.limits, step);
        for (std::size_t id = 0; id < vocabulary; ++id) {
            if (allowed[id] > -std::numeric_limits<float>::infinity()) {
                candidates.push_back(
                    {beams.texts[row].score + allowed[id], row, static_cast<std::int64_t>(id), allowed[id]});
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
              Finished& finished) {
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
    Finished finished(options);
    Beams beams;
    beams.tokens = {options.limits.beginId};
    for (int step = 0; step < options.limits.maximumTokens && !beams.texts.empty(); ++step) {
        throwIfStopped(stop);
        const auto scores = scorer.advance(beams.parents, beams.tokens);
        const auto candidates = bestCandidates(beams, scores, scorer.vocabularySize(), options, step);
        beams = sortOut(beams, candidates, options, finished);
        if (!candidates.empty() && finished.suffices(candidates.front().sum, static_cast<std::size_t>(step) + 1)) {
            return finished.take();
        }
    }
    for (Hypothesis& text : beams.texts) {
        finished.add(std::move(text));
    }
    return finished.take();
}

} // namespace storyscope::inference
