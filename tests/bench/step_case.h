// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/story_batch.h"
#include "core/models/story_model.h"
#include "core/training/optimizer_step.h"
#include "core/training/training_plan.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace storyscope::test {

/// Words of captions by number, BOS 2 … EOS 3: what a batch's texts are taken from, one after the other.
using Captions = std::vector<std::vector<std::int64_t>>;

/// A caption for every frame of a data set, a number for each word.
Captions captionsOf(const std::string& data);

/// A published preset, ready to take training steps, with batches of features and pictures by chance: "full" has
/// captions that fill every position, "real" those it was given.
class StepCase {
public:
    struct Options {
        std::string preset;
        int batchSize = 8;
        double learningRate = 1e-4; ///< small enough for rounding not to grow within a few steps
    };

    StepCase(const Options& options, const Captions& captions);

    /// job.json, weights.safetensors, and a file per batch, as training_step_bench_torch.py reads them. There, texts
    /// have the preset's full length.
    void write(const std::filesystem::path& folder) const;
    /// One training step. Answers with the loss.
    double step(const std::string& batch);
    void setDropout(bool on) { m_model->train(on); }
    /// Targets of a batch that are words, and all that there are.
    std::pair<std::int64_t, std::int64_t> positions(const std::string& batch) const;

private:
    models::Batch batch(const Captions& captions) const;

    Options m_options;
    training::TrainingPlan m_plan;
    std::shared_ptr<models::StoryModel> m_model;
    std::unique_ptr<training::OptimizerStep> m_optimizer;
    std::map<std::string, models::Batch> m_batches;
};

} // namespace storyscope::test
