// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/tag_evaluation.h"

#include "core/inference/bootstrap.h"

#include <algorithm>
#include <set>

namespace storyscope::inference {

namespace {

constexpr float threshold = 0.5F;

} // namespace

void TagEvaluation::add(const EvaluatedStory& story) {
    metrics::TagCounts counts;
    bool isKnown = false;
    for (std::size_t position = 0; position < story.truth.frames.size(); ++position) {
        const std::set<std::string> truth(story.truth.frames[position].tags.begin(),
                                          story.truth.frames[position].tags.end());
        if (truth.empty()) {
            continue;
        }
        isKnown = true;
        ++m_frames;
        auto missed = static_cast<long>(truth.size());
        for (const TagScore& tag : story.told.frames[position].tags) {
            if (tag.probability > threshold) {
                const bool isTrue = truth.contains(tag.tag);
                ++(isTrue ? counts.truePositives : counts.falsePositives);
                missed -= isTrue ? 1 : 0;
            }
        }
        counts.falseNegatives += missed;
        for (const std::string& tag : truth) {
            ++m_frequencies[tag];
        }
    }
    if (isKnown) {
        m_stories.push_back(counts);
    }
}

metrics::TagCounts TagEvaluation::bestConstant() const {
    std::vector<long> frequencies;
    std::ranges::transform(m_frequencies, std::back_inserter(frequencies),
                           [](const auto& entry) { return entry.second; });
    std::ranges::sort(frequencies, std::ranges::greater());
    metrics::TagCounts best;
    metrics::TagCounts counts;
    for (const long frequency : frequencies) {
        counts.falseNegatives += frequency;
    }
    for (const long frequency : frequencies) {
        counts.truePositives += frequency;
        counts.falsePositives += m_frames - frequency;
        counts.falseNegatives -= frequency;
        if (counts.f1() > best.f1()) {
            best = counts;
        }
    }
    return best;
}

std::vector<Score> TagEvaluation::scores(const EvaluationContext& context) const {
    if (m_stories.empty()) {
        return {};
    }
    const metrics::TagCounts constant = bestConstant();
    using Measure = double (metrics::TagCounts::*)() const;
    const auto score = [&](const std::string& name, const std::string& definition, Measure measure) {
        Score result;
        result.name = name;
        result.definition = definition + " of tags with a probability above 0.5, over all frames and tags";
        result.floors["most_frequent_tags"] = (constant.*measure)();
        result.samples = static_cast<std::size_t>(m_frames);
        const auto statistic = [&](std::span<const std::size_t> stories) {
            metrics::TagCounts sum;
            for (const std::size_t story : stories) {
                sum.truePositives += m_stories[story].truePositives;
                sum.falsePositives += m_stories[story].falsePositives;
                sum.falseNegatives += m_stories[story].falseNegatives;
            }
            return (sum.*measure)();
        };
        setWithInterval(result, m_stories.size(), statistic, context.stop);
        return result;
    };
    return {score("tag_micro_f1", "micro-averaged F1", &metrics::TagCounts::f1),
            score("tag_precision", "micro-averaged precision", &metrics::TagCounts::precision),
            score("tag_recall", "micro-averaged recall", &metrics::TagCounts::recall)};
}

} // namespace storyscope::inference
