// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/next_caption_retrieval.h"

#include "core/inference/bootstrap.h"
#include "core/inference/rank_scores.h"
#include "core/inference/word_frequencies.h"
#include "core/metrics/retrieval_metrics.h"

#include <algorithm>
#include <string>

namespace storyscope::inference {

namespace {

std::size_t rankOfFirst(const std::vector<float>& suits) {
    constexpr std::size_t first = 0;
    return metrics::retrievalRanks(suits, {&first, 1}).front();
}

/// "20", or "12 to 20".
std::string countText(const std::vector<std::size_t>& candidates) {
    const auto [least, most] = std::ranges::minmax(candidates);
    return least == most ? std::to_string(most) : std::to_string(least) + " to " + std::to_string(most);
}

} // namespace

void NextCaptionRetrieval::add(const EvaluatedStory& story) {
    if (story.likelihood && !story.likelihood->choice.captions.empty()) {
        m_stories.push_back(story.number);
        m_choices.push_back(story.likelihood->choice);
    }
}

std::vector<Score> NextCaptionRetrieval::scores(const EvaluationContext& context) const {
    if (m_choices.empty()) {
        return {};
    }
    const WordFrequencies frequencies(context.engine.tokenizer(), context.known.last);
    StoryRanks ranks;
    ranks.stories = m_stories;
    for (const CaptionChoice& choice : m_choices) {
        throwIfStopped(context.stop);
        ranks.candidates.push_back(choice.captions.size());
        ranks.ranks.push_back(rankOfFirst(choice.inOrder));
        ranks.gaps[shuffledOrder].push_back(rankOfFirst(choice.shuffled));
        std::vector<float> frequent;
        for (const std::string& caption : choice.captions) {
            frequent.push_back(static_cast<float>(frequencies.likelihood(caption).perToken()));
        }
        ranks.floors["word_frequencies"].push_back(rankOfFirst(frequent));
    }
    if (std::ranges::none_of(m_choices, [](const CaptionChoice& choice) { return choice.otherStory.empty(); })) {
        for (const CaptionChoice& choice : m_choices) {
            ranks.gaps[shuffledCondition].push_back(rankOfFirst(choice.otherStory));
        }
    }
    return rankScores("next_caption",
                      "the true last caption among the last captions of " + countText(ranks.candidates) +
                          " stories, by their likelihood per token after the frames before it",
                      ranks, context.stop);
}

} // namespace storyscope::inference
