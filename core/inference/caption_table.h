// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/bootstrap.h"
#include "core/inference/evaluation_part.h"
#include "core/metrics/caption_pair.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace storyscope::inference {

/// Captions that a model wrote beside what is true, story by story, and every caption score of them with its floors
/// and gaps.
class CaptionTable {
public:
    struct Row {
        std::size_t frame = 0;
        std::string told;
        std::optional<std::string> shuffled; ///< told when the frames came in another order
        std::vector<std::string> references;
    };
    struct Wish {
        std::string prefix;       ///< of the scores' names: "caption"
        std::string what;         ///< for definitions: "the captions"
        std::string frequent;     ///< what most often is true
        std::string frequentName; ///< that floor's name: "most_frequent_caption"
        /// What is true of the training picture nearest to a frame of a story; may be empty.
        std::function<std::optional<std::string>(std::size_t story, std::size_t frame)> nearest;
    };

    /// `story`: its number among those that were told. Nothing happens without rows.
    void add(std::size_t story, std::vector<Row> rows);
    bool isEmpty() const { return m_stories.empty(); }
    std::size_t captionCount() const;

    /// `PREFIX_bleu1` … `_bleu4`, `_rouge_l`, `_cider_d`, `_meteor_stem`, and what is known of repetition:
    /// `_distinct1`, `_distinct2`, `_repetition`. None without captions. Throws Error{Cancelled}.
    std::vector<Score> scores(const Wish& wish, const EvaluationContext& context) const;

private:
    struct Story {
        std::size_t number = 0;
        std::vector<Row> rows;
    };
    /// A text for each row in place of what was told.
    using Texts = std::function<std::string(std::size_t story, std::size_t row)>;

    std::vector<StoryStatistic> statisticsOf(const Texts& texts, const std::stop_token& stop) const;
    std::vector<Score> diversity(const Wish& wish, const EvaluationContext& context) const;
    std::vector<std::size_t> numbers() const;
    bool wasShuffled() const;
    bool hasNearest(const Wish& wish) const;

    std::vector<Story> m_stories;
};

/// Everything that is true of a frame: its caption and its other phrasings.
std::vector<std::string> referencesOf(const StoryFrame& frame);

} // namespace storyscope::inference
