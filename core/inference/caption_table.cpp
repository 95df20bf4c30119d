// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/caption_table.h"

#include "core/base/progress.h"
#include "core/metrics/bleu_coco.h"
#include "core/metrics/caption_metrics.h"
#include "core/metrics/cider_d.h"
#include "core/metrics/diversity.h"
#include "core/metrics/meteor.h"
#include "core/metrics/rouge_coco.h"

#include <algorithm>
#include <array>
#include <memory>
#include <numeric>

namespace storyscope::inference {

namespace {

constexpr std::size_t bleuOrders = 4;

struct Measure {
    const char* suffix;
    const char* definition;
};
constexpr std::array<Measure, bleuOrders + 3> measures{{
    {"bleu1", "corpus BLEU-1 (coco-caption)"},
    {"bleu2", "corpus BLEU-2 (coco-caption)"},
    {"bleu3", "corpus BLEU-3 (coco-caption)"},
    {"bleu4", "corpus BLEU-4 (coco-caption)"},
    {"rouge_l", "mean ROUGE-L (coco-caption)"},
    {"cider_d", "mean CIDEr-D (coco-caption)"},
    {"meteor_stem", "corpus METEOR 1.5 by exact words and stems (no synonyms, no paraphrases)"},
}};

/// The score of what the chosen stories sum up to.
template <typename Sum, typename Value>
StoryStatistic ofSums(std::vector<Sum> sums, Value value) {
    return [sums = std::make_shared<const std::vector<Sum>>(std::move(sums)),
            value](std::span<const std::size_t> stories) {
        Sum total{};
        for (const std::size_t story : stories) {
            total += (*sums)[story];
        }
        return value(total);
    };
}

struct Mean {
    double sum = 0;
    double count = 0;

    Mean& operator+=(const Mean& other) {
        sum += other.sum;
        count += other.count;
        return *this;
    }
    double value() const { return count > 0 ? sum / count : 0; }
};

} // namespace

std::vector<std::string> referencesOf(const StoryFrame& frame) {
    std::vector<std::string> references{frame.caption};
    references.insert(references.end(), frame.references.begin(), frame.references.end());
    return references;
}

void CaptionTable::add(std::size_t story, std::vector<Row> rows) {
    if (!rows.empty()) {
        m_stories.push_back({story, std::move(rows)});
    }
}

std::size_t CaptionTable::captionCount() const {
    return std::accumulate(m_stories.begin(), m_stories.end(), std::size_t{0},
                           [](std::size_t sum, const Story& story) { return sum + story.rows.size(); });
}

std::vector<std::size_t> CaptionTable::numbers() const {
    std::vector<std::size_t> result;
    std::ranges::transform(m_stories, std::back_inserter(result), &Story::number);
    return result;
}

/// Whether captions were told a second time from frames in another order.
bool CaptionTable::wasShuffled() const {
    return std::ranges::any_of(m_stories, [](const Story& story) {
        return std::ranges::any_of(story.rows, [](const Row& row) { return row.shuffled.has_value(); });
    });
}

bool CaptionTable::hasNearest(const Wish& wish) const {
    return wish.nearest && std::ranges::any_of(m_stories, [&](const Story& story) {
               return wish.nearest(story.number, story.rows.front().frame).has_value();
           });
}

/// In the order of `measures`.
std::vector<StoryStatistic> CaptionTable::statisticsOf(const Texts& texts, const std::stop_token& stop) const {
    const auto meteor = std::make_shared<const metrics::Meteor>(metrics::MeteorOptions{});
    std::vector<metrics::CaptionPair> pairs;
    std::vector<std::size_t> storyOf;
    std::vector<metrics::BleuStatistics> bleu(m_stories.size());
    std::vector<Mean> rouge(m_stories.size());
    std::vector<Mean> cider(m_stories.size());
    std::vector<metrics::MeteorStatistics> meteors(m_stories.size());
    for (std::size_t story = 0; story < m_stories.size(); ++story) {
        for (std::size_t row = 0; row < m_stories[story].rows.size(); ++row) {
            throwIfStopped(stop);
            const std::string text = texts(story, row);
            metrics::CaptionPair pair{metrics::captionWords(text), {}};
            for (const std::string& reference : m_stories[story].rows[row].references) {
                pair.references.push_back(metrics::captionWords(reference));
            }
            bleu[story] += metrics::bleuStatistics(pair);
            rouge[story] += {metrics::rougeLCoco(pair), 1};
            meteors[story] += meteor->statistics(text, m_stories[story].rows[row].references);
            pairs.push_back(std::move(pair));
            storyOf.push_back(story);
        }
    }
    const std::vector<double> ciders = metrics::ciderD(pairs, stop);
    for (std::size_t pair = 0; pair < pairs.size(); ++pair) {
        cider[storyOf[pair]] += {ciders[pair], 1};
    }
    std::vector<StoryStatistic> result;
    for (std::size_t order = 0; order < bleuOrders; ++order) {
        result.push_back(
            ofSums(bleu, [order](const metrics::BleuStatistics& sum) { return metrics::bleuCoco(sum)[order]; }));
    }
    result.push_back(ofSums(std::move(rouge), [](const Mean& mean) { return mean.value(); }));
    result.push_back(ofSums(std::move(cider), [](const Mean& mean) { return mean.value(); }));
    result.push_back(
        ofSums(std::move(meteors), [meteor](const metrics::MeteorStatistics& sum) { return meteor->score(sum); }));
    return result;
}

std::vector<Score> CaptionTable::scores(const Wish& wish, const EvaluationContext& context) const {
    if (isEmpty()) {
        return {};
    }
    const std::stop_token& stop = context.stop;
    const auto row = [this](std::size_t story, std::size_t index) -> const Row& {
        return m_stories[story].rows[index];
    };
    const std::size_t count = m_stories.size();
    const auto told = statisticsOf([&](std::size_t story, std::size_t index) { return row(story, index).told; }, stop);
    std::map<std::string, std::vector<StoryStatistic>> floors;
    floors[wish.frequentName] = statisticsOf([&](std::size_t, std::size_t) { return wish.frequent; }, stop);
    if (hasNearest(wish)) {
        floors["nearest_training_picture"] = statisticsOf(
            [&](std::size_t story, std::size_t index) {
                return wish.nearest(m_stories[story].number, row(story, index).frame).value_or(std::string());
            },
            stop);
    }
    std::map<std::string, std::vector<StoryStatistic>> gaps;
    if (count > 1) {
        // Each story gets what was told of the next one's pictures.
        gaps[shuffledCondition] = statisticsOf(
            [&](std::size_t story, std::size_t index) {
                const std::vector<Row>& other = m_stories[(story + 1) % count].rows;
                return other[index % other.size()].told;
            },
            stop);
    }
    if (wasShuffled()) {
        gaps[shuffledOrder] =
            statisticsOf([&](std::size_t story,
                             std::size_t index) { return row(story, index).shuffled.value_or(row(story, index).told); },
                         stop);
    }
    std::vector<Score> scores;
    for (std::size_t measure = 0; measure < measures.size(); ++measure) {
        Score score;
        score.name = wish.prefix + "_" + measures[measure].suffix;
        score.definition = std::string(measures[measure].definition) + " of " + wish.what +
                           " against all true phrasings, lower case, no punctuation";
        score.samples = captionCount();
        for (const auto& [name, statistics] : floors) {
            score.floors[name] = overAll(count, statistics[measure]);
        }
        setWithInterval(score, numbers(), told[measure], stop);
        for (const auto& [name, statistics] : gaps) {
            setGap(score, name, {count, told[measure], statistics[measure]}, stop);
        }
        scores.push_back(std::move(score));
    }
    std::ranges::move(diversity(wish, context), std::back_inserter(scores));
    return scores;
}

/// Of the words that were told, beside those that are true.
std::vector<Score> CaptionTable::diversity(const Wish& wish, const EvaluationContext& context) const {
    std::vector<metrics::StoryWords> told;
    std::vector<metrics::StoryWords> truth;
    std::vector<Mean> repeated;
    for (const Story& story : m_stories) {
        metrics::StoryWords& words = told.emplace_back();
        truth.emplace_back();
        for (const Row& row : story.rows) {
            words.push_back(metrics::captionWords(row.told));
            truth.back().push_back(metrics::captionWords(row.references.front()));
        }
        const auto captions = static_cast<double>(words.size());
        repeated.push_back({metrics::diversityOf({words}, context.stop).sentenceRepetition * captions, captions});
    }
    const metrics::Diversity ofTold = metrics::diversityOf(told, context.stop);
    const metrics::Diversity ofTruth = metrics::diversityOf(truth, context.stop);
    const auto score = [&](const std::string& name, const std::string& definition, double metrics::Diversity::*value) {
        Score result;
        result.name = wish.prefix + "_" + name;
        result.definition = definition + " " + wish.what;
        result.value = ofTold.*value;
        result.floors["true_captions"] = ofTruth.*value;
        result.samples = captionCount();
        return result;
    };
    Score repetition = score("repetition", "share that was said before in the same story, word for word, of",
                             &metrics::Diversity::sentenceRepetition);
    repetition.higherIsBetter = false;
    setWithInterval(repetition, numbers(), ofSums(std::move(repeated), [](const Mean& mean) { return mean.value(); }),
                    context.stop);
    return {score("distinct1", "different words / words of", &metrics::Diversity::distinct1),
            score("distinct2", "different pairs of successive words / such pairs of", &metrics::Diversity::distinct2),
            std::move(repetition)};
}

} // namespace storyscope::inference
