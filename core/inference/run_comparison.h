// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/story_dataset.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace storyscope::inference {

/// What a training run left in its folder.
struct RunRecord {
    struct Point {
        double epoch = 0;
        double value = 0;
    };
    struct ScoreValue {
        double value = 0;
        std::optional<double> low;
        std::optional<double> high;
        bool higherIsBetter = true;
    };

    std::string name; ///< of its folder
    std::filesystem::path path;
    std::string data;
    datasets::DatasetOptions dataset;
    std::map<std::string, std::string> settings;      ///< what must be equal for a fair comparison: "seed" → "1"
    std::map<std::string, std::vector<Point>> curves; ///< by column of metrics.csv: "train_total", "validation_total"
    std::map<std::string, ScoreValue> scores;         ///< of evaluation.json, if the run has one
    std::string looksAtInput;                         ///< that evaluation's first sentence

    std::filesystem::path bestModel() const { return path / "best"; }
    std::filesystem::path evaluationFile() const { return path / "evaluation.json"; }
};

/// Reads config.json, metrics.csv and, if they are there, environment.json and evaluation.json. Throws Error naming the
/// file that is missing or wrong.
RunRecord readRun(const std::filesystem::path& folder);

/// A setting in which runs differ, with each run's value.
struct RunDifference {
    std::string setting;
    std::vector<std::string> values; ///< per run; empty where a run does not say
};

/// Runs side by side.
struct RunComparison {
    std::vector<RunRecord> runs;

    /// Of data, seed and everything else that must be equal; none: the runs can be compared.
    std::vector<RunDifference> differences() const;
    /// The losses that at least one run has curves of, "total" first: "total", "caption".
    std::vector<std::string> losses() const;
    /// The scores that at least one run has, by name.
    std::vector<std::string> scoreNames() const;

    /// Stable keys: runs (name, path, settings, curves, scores), comparable, differences.
    std::string toJson() const;
    /// Tables for a terminal.
    std::string toText() const;
};

} // namespace storyscope::inference
