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

/// A score with the floors it must be read against.
struct Score {
    std::string name;       ///< stable key: "caption_bleu4"
    std::string definition; ///< one line: which metric, on what
    double value = 0;
    std::optional<double> low; ///< 95 % bootstrap interval over stories, for the main scores
    std::optional<double> high;
    bool higherIsBetter = true;
    std::map<std::string, double> floors; ///< what needs no model: "most_frequent_caption" → 0.02
    std::size_t samples = 0;              ///< captions, frames, words or stories that it was computed over
};

struct EvaluationOptions {
    std::string split;     ///< empty: "test" if there is one, else every story
    std::size_t limit = 0; ///< stories; 0 = all
    std::filesystem::path
        unfamiliar; ///< a folder of pictures unlike the training data, for the familiarity score; may be empty
};

struct EvaluationReport {
    std::string modelPath;
    std::string dataset;
    std::string split;       ///< "all" if the data has no splits
    std::size_t stories = 0; ///< that were told
    std::size_t pictures = 0;
    std::size_t placeholders = 0; ///< of `pictures`: could not be read, so that a grey one was told
    std::vector<Score> scores;
    std::vector<Issue> issues; ///< stories and pictures that could not be read

    const Score* find(const std::string& name) const;
    /// Stable keys: model, dataset, split, stories, pictures, placeholders, scores (by name: value, low, high, floors,
    /// higher_is_better, samples, definition), issues.
    std::string toJson() const;
    /// A table for a terminal.
    std::string toText() const;
};

/// Free-running, greedy evaluation of every metric that applies to the model and the data. A picture that cannot be
/// read is told as a grey one; a clip's captions are references of each of its frames. Throws Error: Cancelled within
/// 100 ms of a stop; BadArgument for data without stories; what the model folder or the first broken story threw, if
/// not one story could be told.
EvaluationReport evaluate(const std::filesystem::path& modelFolder, const datasets::StoryDataset& dataset,
                          const EvaluationOptions& options, const std::stop_token& stop, Progress& progress);

} // namespace storyscope::inference
