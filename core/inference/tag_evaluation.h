// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/evaluation_part.h"
#include "core/metrics/score_metrics.h"

#include <map>
#include <string>
#include <vector>

namespace storyscope::inference {

/// Whether frames get their true tags, at a probability of one half. Frames that the data gives no tags are left out.
class TagEvaluation final : public EvaluationPart {
public:
    void add(const EvaluatedStory& story) override;
    std::vector<Score> scores(const EvaluationContext& context) const override;

private:
    using Told = std::vector<TagScore>;
    struct Frame {
        std::vector<std::string> truth;
        Told told;
        Told shuffled; ///< told when the frames came in another order
    };
    struct Story {
        std::size_t number = 0;
        bool wasShuffled = false;
        std::vector<Frame> frames;
    };
    using Counts = std::map<std::string, metrics::TagCounts>; ///< by tag

    static void count(Counts& counts, const Frame& frame, const Told& told);
    template <typename Choose>
    std::vector<Counts> countsOf(const Choose& choose) const;
    /// The most frequent tags on every frame, as many as give the best F1.
    metrics::TagCounts bestConstant() const;
    double bestConstantMacroF1() const;
    Score averagePrecision(const EvaluationContext& context) const;

    std::vector<Story> m_stories;
    std::map<std::string, long> m_frequencies;
    long m_frames = 0;
};

} // namespace storyscope::inference
