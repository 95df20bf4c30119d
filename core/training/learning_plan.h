// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/adam_optimizer.h"
#include "core/training/schedule.h"

#include <nlohmann/json.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace storyscope::training {

/// How weights are changed; the "optimizer" of a preset's training section.
struct OptimizerPlan {
    enum class Decaying {
        Matrices, ///< matrices and convolutions; not biases, norms, embeddings
        All,
    };
    AdamOptions adam;
    Decaying decaying = Decaying::Matrices;
    /// By prefix of weights' names; the longest that fits counts: {"frame_encoder", 0.1}.
    std::map<std::string, double> learningRateFactors;
};

/// Ends a stage whose validation loss no longer falls; "early_stopping".
struct EarlyStopping {
    int patience = 0;        ///< epochs without improvement that are borne; 0: never stops
    double minimumDelta = 0; ///< less is no improvement
};

/// A part of a run with goals of its own; an element of "stages".
struct StagePlan {
    int epochs = 1;
    double learningRate = 1e-3;
    std::map<std::string, double> lossWeights; ///< by term; 0: not wanted
    std::vector<std::string> trainable; ///< prefixes of weights' names ("frame_encoder"); empty: all that the model
                                        ///< does not keep frozen itself
};

/// From JSON and back; whatever is absent stays as by default. Throw Error{Malformed} that names the key.
OptimizerPlan optimizerFrom(const nlohmann::json& description);
/// Steps are filled in later; a warm-up that is counted in steps is kept.
Schedule scheduleFrom(const nlohmann::json& description);
EarlyStopping earlyStoppingFrom(const nlohmann::json& description);
/// The loss weights of a preset: every number counts, the terms that are not named are not learnt.
std::map<std::string, double> lossWeightsFrom(const nlohmann::json& description);
/// `whole` is the stage that a preset without stages has: what a stage does not say is taken from it. "losses" lists
/// some of the preset's losses, or gives weights of its own.
std::vector<StagePlan> stagesFrom(const nlohmann::json& description, const StagePlan& whole);

/// All losses that the stages want, and "total".
std::vector<std::string> termsOf(const std::vector<StagePlan>& stages);

nlohmann::json toJson(const OptimizerPlan& plan);
nlohmann::json toJson(const Schedule& schedule);
nlohmann::json toJson(const EarlyStopping& plan);
nlohmann::json toJson(const std::vector<StagePlan>& stages);

} // namespace storyscope::training
