// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/next_caption_evaluation.h"

#include "core/inference/bootstrap.h"
#include "core/inference/word_frequencies.h"

#include <algorithm>
#include <cmath>

namespace storyscope::inference {

namespace {

/// exp(−mean log-probability) over the tokens of the chosen stories.
template <typename Likelihood>
double perplexity(std::span<const std::size_t> stories, const Likelihood& of) {
    CaptionLikelihood sum;
    for (const std::size_t story : stories) {
        sum.logProbability += of(story).logProbability;
        sum.tokens += of(story).tokens;
    }
    return sum.tokens == 0 ? 0 : std::exp(-sum.logProbability / static_cast<double>(sum.tokens));
}

} // namespace

void NextCaptionEvaluation::add(const EvaluatedStory& story) {
    const std::size_t frames = story.truth.frames.size();
    if (!story.truth.orderIsTrue || frames < 2 || story.truth.frames.back().caption.empty()) {
        return;
    }
    const std::size_t last = frames - 1;
    const ToldCaption told = story.told.predictions.empty() ? ToldCaption() : story.told.predictions.front().caption;
    if (!told.tokens.empty() || !told.text.empty()) {
        CaptionTable::Row row{last, told.text, {}, referencesOf(story.truth.frames[last])};
        if (story.shuffled && !story.shuffled->predictions.empty()) {
            row.shuffled = story.shuffled->predictions.front().caption.text;
        }
        m_captions.add(story.number, {std::move(row)});
    }
    if (story.likelihood) {
        m_likelihoods.push_back(*story.likelihood);
        m_truths.push_back(story.truth.frames.back().caption);
        m_storyNumbers.push_back(story.number);
    }
}

std::vector<Score> NextCaptionEvaluation::scores(const EvaluationContext& context) const {
    CaptionTable::Wish wish{"next_caption",
                            "the last frame's captions, predicted from the frames before it, free-running,",
                            mostFrequent(context.known.last), "most_frequent_last_caption", nullptr};
    if (context.nearest) {
        wish.nearest = [&](std::size_t story, std::size_t frame) { return context.nearest->nextCaption(story, frame); };
    }
    std::vector<Score> scores = m_captions.scores(wish, context);
    // One caption a story has none before it that it could repeat.
    std::erase_if(scores, [](const Score& score) { return score.name == "next_caption_repetition"; });
    if (!m_likelihoods.empty()) {
        std::ranges::move(perplexityScores(context), std::back_inserter(scores));
    }
    return scores;
}

std::vector<Score> NextCaptionEvaluation::perplexityScores(const EvaluationContext& context) const {
    const WordFrequencies frequencies(context.engine.tokenizer(), context.known.last);
    const auto inOrder = [&](std::span<const std::size_t> stories) {
        return perplexity(stories, [&](std::size_t story) { return m_likelihoods[story].inOrder; });
    };
    const auto shuffled = [&](std::span<const std::size_t> stories) {
        return perplexity(stories, [&](std::size_t story) { return m_likelihoods[story].shuffled; });
    };
    const auto byFrequency = [&](std::span<const std::size_t> stories) {
        return perplexity(stories, [&](std::size_t story) { return frequencies.likelihood(m_truths[story]); });
    };
    const std::size_t count = m_likelihoods.size();
    const std::map<std::string, double> floors{
        {"word_frequencies", overAll(count, byFrequency)},
        {"uniform", static_cast<double>(context.engine.tokenizer().vocabularySize())}};

    Score ordered{"next_caption_perplexity",
                  "teacher-forced perplexity per token of the last frame's true caption after the frames before it",
                  0,
                  {},
                  {},
                  false,
                  floors,
                  count};
    Score mixed{"next_caption_perplexity_shuffled",
                "next_caption_perplexity when those frames come in another order",
                0,
                {},
                {},
                false,
                floors,
                count};
    Score gap{"order_gap",
              "next_caption_perplexity_shuffled / next_caption_perplexity: above 1, order matters",
              0,
              {},
              {},
              true,
              {{"order_ignored", 1}},
              count};
    setWithInterval(ordered, m_storyNumbers, inOrder, context.stop);
    setGap(ordered, shuffledOrder, {count, inOrder, shuffled}, context.stop);
    if (std::ranges::all_of(m_likelihoods, [](const auto& one) { return one.otherStory.has_value(); })) {
        const auto otherwise = [&](std::span<const std::size_t> stories) {
            return perplexity(stories, [&](std::size_t story) { return *m_likelihoods[story].otherStory; });
        };
        setGap(ordered, shuffledCondition, {count, inOrder, otherwise}, context.stop);
    }
    setWithInterval(mixed, count, shuffled, context.stop);
    setWithInterval(
        gap, count, [&](std::span<const std::size_t> stories) { return shuffled(stories) / inOrder(stories); },
        context.stop);
    return {ordered, mixed, gap};
}

} // namespace storyscope::inference
