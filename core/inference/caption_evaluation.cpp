// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/caption_evaluation.h"

#include "core/inference/bootstrap.h"

#include <array>

namespace storyscope::inference {

namespace {

constexpr std::size_t bleu4 = 3;

using metrics::BleuStatistics;
using metrics::CaptionPair;

/// One statistic per story, so that an interval need not count words again.
template <typename Hypothesis>
std::vector<BleuStatistics> statistics(const std::vector<std::vector<CaptionPair>>& stories,
                                       const std::stop_token& stop, const Hypothesis& hypothesis) {
    std::vector<BleuStatistics> result;
    for (std::size_t story = 0; story < stories.size(); ++story) {
        throwIfStopped(stop);
        BleuStatistics sum;
        for (std::size_t frame = 0; frame < stories[story].size(); ++frame) {
            sum += metrics::bleuStatistics({hypothesis(story, frame), stories[story][frame].references});
        }
        result.push_back(sum);
    }
    return result;
}

double bleu(const std::vector<BleuStatistics>& all, std::span<const std::size_t> stories, std::size_t order) {
    BleuStatistics sum;
    for (const std::size_t story : stories) {
        sum += all[story];
    }
    return metrics::bleuCoco(sum)[order];
}

double bleu(const std::vector<BleuStatistics>& all, std::size_t order) {
    return overAll(all.size(), [&](std::span<const std::size_t> stories) { return bleu(all, stories, order); });
}

} // namespace

std::vector<std::vector<std::string>> referenceWords(const StoryFrame& frame) {
    std::vector<std::vector<std::string>> words{metrics::captionWords(frame.caption)};
    for (const std::string& reference : frame.references) {
        words.push_back(metrics::captionWords(reference));
    }
    return words;
}

void CaptionEvaluation::add(const EvaluatedStory& story) {
    Captions captions;
    for (std::size_t position = 0; position < story.truth.frames.size(); ++position) {
        const StoryFrame& frame = story.truth.frames[position];
        if (!frame.caption.empty()) {
            captions.push_back(
                {metrics::captionWords(story.told.frames[position].caption.text), referenceWords(frame)});
        }
    }
    if (!captions.empty()) {
        m_stories.push_back(std::move(captions));
    }
}

double CaptionEvaluation::ofOtherStories(const std::stop_token& stop) const {
    const auto other = statistics(m_stories, stop, [&](std::size_t story, std::size_t frame) {
        const Captions& captions = m_stories[(story + 1) % m_stories.size()];
        return captions[frame % captions.size()].hypothesis;
    });
    return bleu(other, bleu4);
}

std::vector<Score> CaptionEvaluation::scores(const EvaluationContext& context) const {
    if (m_stories.empty()) {
        return {};
    }
    const auto told = statistics(m_stories, context.stop, [&](std::size_t story, std::size_t frame) {
        return m_stories[story][frame].hypothesis;
    });
    const std::vector<std::string> guess = metrics::captionWords(mostFrequent(context.known.all));
    const auto guessed = statistics(m_stories, context.stop, [&](std::size_t, std::size_t) { return guess; });
    std::size_t captions = 0;
    for (const Captions& story : m_stories) {
        captions += story.size();
    }

    std::vector<Score> scores;
    for (std::size_t order = 0; order <= bleu4; ++order) {
        Score score;
        score.name = "caption_bleu" + std::to_string(order + 1);
        score.definition = "corpus BLEU-" + std::to_string(order + 1) +
                           " (coco-caption) of the captions against all true phrasings, lower case, no punctuation";
        score.floors["most_frequent_caption"] = bleu(guessed, order);
        score.samples = captions;
        setWithInterval(
            score, told.size(), [&](std::span<const std::size_t> stories) { return bleu(told, stories, order); },
            context.stop);
        scores.push_back(std::move(score));
    }
    if (m_stories.size() > 1) {
        const double other = ofOtherStories(context.stop);
        scores[bleu4].floors["captions_of_another_story"] = other;
        scores.push_back({"picture_gap",
                          "caption_bleu4 minus the same when each story gets the captions of another story's pictures",
                          scores[bleu4].value - other,
                          {},
                          {},
                          true,
                          {{"blind", 0}},
                          captions});
    }
    return scores;
}

} // namespace storyscope::inference
