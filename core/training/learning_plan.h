// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/teacher_forcing.h"
#include "core/training/adam_optimizer.h"
#include "core/training/schedule.h"

#include <nlohmann/json.hpp>

#include <cstdint>
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

/// What decoders are fed besides the truth; "scheduled_sampling" and "word_dropout". Both are off unless a preset asks
/// for them.
struct FeedingPlan {
    double ownShare = 0;      ///< of words that are the decoder's own, once warmed up
    double warmUpShare = 0.5; ///< of a stage's steps, in which that share rises from 0 in a straight line
    double unknownShare = 0;  ///< of words that are hidden behind UNK

    /// After this share of a stage's steps.
    nn::TextFeeding at(double progress, std::int64_t unknownId) const;
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
    std::map<std::string, double> lossWeights; ///< by term; 0: not wanted; empty: all that the model's abilities allow
    std::vector<std::string> trainable; ///< prefixes of weights' names ("frame_encoder"); empty: all that the model
                                        ///< does not keep frozen itself
};

/// From JSON and back; whatever is absent stays as by default. Throw Error{Malformed} that names the key.
OptimizerPlan optimizerFrom(const nlohmann::json& description);
/// Steps are filled in later; a warm-up that is counted in steps is kept.
Schedule scheduleFrom(const nlohmann::json& description);
EarlyStopping earlyStoppingFrom(const nlohmann::json& description);
FeedingPlan feedingFrom(const nlohmann::json& scheduledSampling, double wordDropout);
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
nlohmann::json scheduledSamplingOf(const FeedingPlan& plan);
nlohmann::json toJson(const std::vector<StagePlan>& stages);

} // namespace storyscope::training
