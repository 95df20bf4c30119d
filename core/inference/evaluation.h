// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/issue.h"
#include "core/base/progress.h"
#include "core/datasets/story_dataset.h"

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace storyscope::inference {

/// What a score is worth when the model is shown something else, beside what it is worth with the true input.
struct Gap {
    double other = 0;          ///< the score with the other input
    double gap = 0;            ///< how much better the true input is; positive: the model makes use of it
    std::optional<double> low; ///< 95 % bootstrap interval of `gap` over stories
    std::optional<double> high;

    /// The interval lies above 0.
    bool isShown() const { return low && *low > 0; }
};

/// A score with the floors it must be read against.
struct Score {
    std::string name;       ///< stable key: "caption_bleu4"
    std::string definition; ///< one line: which metric, on what
    double value = 0;
    std::optional<double> low; ///< 95 % bootstrap interval over stories, for the main scores
    std::optional<double> high;
    bool higherIsBetter = true;
    std::map<std::string, double> floors;       ///< what needs no model: "most_frequent_caption" → 0.02
    std::size_t samples = 0;                    ///< captions, frames, words or stories that it was computed over
    std::map<std::string, Gap> gaps = {};       ///< "shuffled_condition": another story's pictures; "shuffled_order"
    std::map<std::size_t, double> stories = {}; ///< of each story by itself, by its place in EvaluationReport::told
};

/// Whether a model looks at its input, by the gaps of its scores.
struct LookVerdict {
    enum class Answer { Yes, No, Unknown };
    Answer answer = Answer::Unknown;
    std::string sentence; ///< the answer with the figures it rests on
};
LookVerdict judgedByGaps(const std::vector<Score>& scores);
/// "yes", "no", "unknown".
const char* answerName(LookVerdict::Answer answer);

/// A story that was told, for the table.
struct EvaluatedStoryRow {
    std::string id;
    std::vector<std::string> truths; ///< captions of the frames
    std::vector<std::string> told;   ///< the model's
    std::string predicted;           ///< the last frame's caption, predicted from the frames before it
    std::string clip;                ///< the caption of all frames
};

struct EvaluationOptions {
    std::string split;     ///< empty: "test" if there is one, else every story
    std::size_t limit = 0; ///< stories; 0 = all
    std::filesystem::path
        unfamiliar; ///< a folder of pictures unlike the training data, for the familiarity score; may be empty
    /// Also writes every word after the true ones before it. Such scores say little about a model that writes by
    /// itself; each has "teacher_forced" in its name.
    bool teacherForced = false;
    std::size_t neighbours = 2000; ///< training pictures that are looked through for the nearest one; 0: none
    std::size_t candidates = 50;   ///< next captions that the true one is to be found among, itself counted; 0: none
};

struct EvaluationReport {
    std::string modelPath;
    std::string dataset;
    std::string split;       ///< "all" if the data has no splits
    std::size_t stories = 0; ///< that were told
    std::size_t pictures = 0;
    std::size_t placeholders = 0; ///< of `pictures`: could not be read, so that a grey one was told
    std::size_t neighbours = 0;   ///< training pictures that the nearest one was looked for among
    std::vector<Score> scores;
    std::vector<EvaluatedStoryRow> told; ///< in the order of telling
    std::vector<Issue> issues;           ///< stories and pictures that could not be read

    const Score* find(const std::string& name) const;
    /// The score that stories are sorted by: the first that there is of CIDEr-D, BLEU, picture and tag scores.
    const Score* storyScore() const;
    /// Places in `told`, worst first by storyScore(); those it says nothing of come last.
    std::vector<std::size_t> worstFirst() const;
    /// Stable keys: looks_at_input (answer, sentence), model, dataset, split, stories, pictures, placeholders,
    /// neighbours, scores (by name: value, low, high, floors, gaps, higher_is_better, samples, definition),
    /// story_table (sorted_by, stories: worst first: id, scores, truths, told, predicted, clip), issues.
    std::string toJson() const;
    /// A table for a terminal, after a line that says whether the model looks at its input.
    std::string toText() const;
    /// One self-contained page with the same, and the stories, worst first.
    std::string toHtml() const;
};

/// Free-running, greedy evaluation of every metric that applies to the model and the data. A picture that cannot be
/// read is told as a grey one; a clip's captions are references of each of its frames. Throws Error: Cancelled within
/// 100 ms of a stop; BadArgument for data without stories; what the model folder or the first broken story threw, if
/// not one story could be told.
EvaluationReport evaluate(const std::filesystem::path& modelFolder, const datasets::StoryDataset& dataset,
                          const EvaluationOptions& options, const std::stop_token& stop, Progress& progress);

} // namespace storyscope::inference
