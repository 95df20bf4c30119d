// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/next_caption_evaluation.h"

#include "core/inference/bootstrap.h"
#include "core/inference/caption_evaluation.h"

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

/// How likely a caption is for someone who knows only how often each word occurs (one is added to every count).
class WordFrequencies {
public:
    WordFrequencies(const text::Tokenizer& tokenizer, const KnownCaptions::Counts& captions)
        : m_tokenizer(tokenizer), m_counts(static_cast<std::size_t>(tokenizer.vocabularySize()), 1.0) {
        for (const auto& [caption, times] : captions) {
            for (const std::int64_t token : tokens(caption)) {
                m_counts[static_cast<std::size_t>(token)] += static_cast<double>(times);
            }
        }
        for (const double count : m_counts) {
            m_total += count;
        }
    }

    CaptionLikelihood likelihood(const std::string& caption) const {
        CaptionLikelihood result;
        for (const std::int64_t token : tokens(caption)) {
            result.logProbability += std::log(m_counts[static_cast<std::size_t>(token)] / m_total);
            ++result.tokens;
        }
        return result;
    }

private:
    std::vector<std::int64_t> tokens(const std::string& caption) const {
        std::vector<std::int64_t> ids;
        std::ranges::transform(m_tokenizer.encode(caption), std::back_inserter(ids), &text::TokenSpan::id);
        ids.push_back(m_tokenizer.endId());
        return ids;
    }

    const text::Tokenizer& m_tokenizer;
    std::vector<double> m_counts;
    double m_total = 0;
};

} // namespace

void NextCaptionEvaluation::add(const EvaluatedStory& story) {
    const std::size_t frames = story.truth.frames.size();
    if (!story.truth.orderIsTrue || frames < 2 || story.truth.frames.back().caption.empty()) {
        return;
    }
    const NextPrediction& prediction = story.told.predictions.front();
    m_captions.push_back({metrics::captionWords(prediction.caption.text), referenceWords(story.truth.frames.back())});
    if (story.likelihood) {
        m_likelihoods.push_back(*story.likelihood);
        m_truths.push_back(story.truth.frames.back().caption);
    }
}

std::vector<Score> NextCaptionEvaluation::scores(const EvaluationContext& context) const {
    if (m_captions.empty()) {
        return {};
    }
    std::vector<Score> scores{bleuScore(context)};
    if (!m_likelihoods.empty()) {
        std::ranges::move(perplexityScores(context), std::back_inserter(scores));
    }
    return scores;
}

Score NextCaptionEvaluation::bleuScore(const EvaluationContext& context) const {
    constexpr std::size_t order = 3;
    const std::vector<std::string> guess = metrics::captionWords(mostFrequent(context.known.last));
    std::vector<metrics::BleuStatistics> told;
    metrics::BleuStatistics guessed;
    for (const metrics::CaptionPair& pair : m_captions) {
        throwIfStopped(context.stop);
        told.push_back(metrics::bleuStatistics(pair));
        guessed += metrics::bleuStatistics({guess, pair.references});
    }
    Score score;
    score.name = "next_caption_bleu4";
    score.definition =
        "corpus BLEU-4 (coco-caption) of the last frame's caption, predicted from the frames before it, free-running";
    score.floors["most_frequent_last_caption"] = metrics::bleuCoco(guessed)[order];
    score.samples = m_captions.size();
    const auto statistic = [&](std::span<const std::size_t> stories) {
        metrics::BleuStatistics sum;
        for (const std::size_t story : stories) {
            sum += told[story];
        }
        return metrics::bleuCoco(sum)[order];
    };
    setWithInterval(score, told.size(), statistic, context.stop);
    return score;
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
    setWithInterval(ordered, count, inOrder, context.stop);
    setWithInterval(mixed, count, shuffled, context.stop);
    setWithInterval(
        gap, count, [&](std::span<const std::size_t> stories) { return shuffled(stories) / inOrder(stories); },
        context.stop);
    return {ordered, mixed, gap};
}

} // namespace storyscope::inference
