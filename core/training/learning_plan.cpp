// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/learning_plan.h"

#include "core/base/error.h"
#include "core/models/json_object.h"
#include "core/models/named_value.h"

#include <algorithm>
#include <set>

namespace storyscope::training {

using models::JsonObject;
using models::namedValue;
using models::nameOf;
using models::Names;
using nlohmann::json;

namespace {

const Names<AdamOptions::Kind> optimizerNames{{"adamw", AdamOptions::Kind::AdamW}, {"adam", AdamOptions::Kind::Adam}};
const Names<OptimizerPlan::Decaying> decayingNames{{"matrices", OptimizerPlan::Decaying::Matrices},
                                                   {"all", OptimizerPlan::Decaying::All}};
const Names<Schedule::Kind> scheduleNames{{"cosine", Schedule::Kind::Cosine},
                                          {"constant", Schedule::Kind::Constant},
                                          {"plateau", Schedule::Kind::Plateau},
                                          {"one-cycle", Schedule::Kind::OneCycle}};
enum class Beta1 { Cycled, Kept };
const Names<Beta1> beta1Names{{"cycled", Beta1::Cycled}, {"kept", Beta1::Kept}};

std::map<std::string, double> numbersFrom(const json& description, const std::string& place,
                                          const JsonObject::Range& range) {
    JsonObject object(description, place);
    std::map<std::string, double> numbers;
    for (const auto& [key, value] : description.items()) {
        numbers[key] = object.number(key, 1, range);
    }
    return numbers;
}

std::map<std::string, double> stageLosses(const json& losses, const StagePlan& whole) {
    if (!losses.is_array()) {
        return lossWeightsFrom(losses);
    }
    std::map<std::string, double> weights;
    for (const json& name : losses) {
        const auto found = name.is_string() ? whole.lossWeights.find(name.get<std::string>()) : whole.lossWeights.end();
        if (found == whole.lossWeights.end()) {
            throw Error(ErrorCode::Malformed,
                        "The preset's stages: " + name.dump() + " is none of the preset's losses");
        }
        weights.insert(*found);
    }
    return weights;
}

StagePlan stageFrom(json description, const StagePlan& whole) {
    StagePlan stage = whole;
    if (description.is_object() && description.contains("losses")) {
        stage.lossWeights = stageLosses(description["losses"], whole);
        description.erase("losses");
    }
    JsonObject object(description, "The preset's stages");
    stage.epochs = static_cast<int>(object.integer("epochs", whole.epochs, {1, 100'000}));
    stage.learningRate = object.number("learning_rate", whole.learningRate, {0, 10});
    stage.trainable = object.texts("trainable");
    object.finish();
    return stage;
}

} // namespace

OptimizerPlan optimizerFrom(const json& description) {
    JsonObject object(description, "The preset's optimizer");
    OptimizerPlan plan;
    plan.adam.kind = namedValue(object, "kind", plan.adam.kind, optimizerNames);
    plan.adam.beta1 = object.number("beta1", plan.adam.beta1, {0, 0.999999});
    plan.adam.beta2 = object.number("beta2", plan.adam.beta2, {0, 0.999999});
    plan.adam.epsilon = object.number("epsilon", plan.adam.epsilon, {1e-16, 1});
    plan.decaying = namedValue(object, "decaying", plan.decaying, decayingNames);
    plan.learningRateFactors =
        numbersFrom(object.object("learning_rate_factors"), "The optimizer's learning_rate_factors", {0, 1000});
    object.finish();
    return plan;
}

Schedule scheduleFrom(const json& description) {
    JsonObject object(description, "The preset's schedule");
    Schedule schedule;
    schedule.kind = namedValue(object, "kind", schedule.kind, scheduleNames);
    schedule.warmUpSteps = object.integer("warm_up_steps", 0, {0, 1e9});
    schedule.plateau.factor = object.number("factor", schedule.plateau.factor, {0.001, 0.999});
    schedule.plateau.patience = static_cast<int>(object.integer("patience", schedule.plateau.patience, {0, 100'000}));
    schedule.plateau.cooldown = static_cast<int>(object.integer("cooldown", schedule.plateau.cooldown, {0, 100'000}));
    schedule.plateau.threshold = object.number("threshold", schedule.plateau.threshold, {0, 1});
    schedule.plateau.lowest = object.number("lowest", schedule.plateau.lowest, {0, 10});
    schedule.oneCycle.riseShare = object.number("rise_share", schedule.oneCycle.riseShare, {0, 1});
    schedule.oneCycle.startDivisor = object.number("start_divisor", schedule.oneCycle.startDivisor, {1, 1e9});
    schedule.oneCycle.endDivisor = object.number("end_divisor", schedule.oneCycle.endDivisor, {1, 1e12});
    schedule.oneCycle.cyclesBeta1 = namedValue(object, "beta1", Beta1::Cycled, beta1Names) == Beta1::Cycled;
    object.finish();
    return schedule;
}

EarlyStopping earlyStoppingFrom(const json& description) {
    JsonObject object(description, "The preset's early_stopping");
    EarlyStopping plan;
    plan.patience = static_cast<int>(object.integer("patience", plan.patience, {0, 100'000}));
    plan.minimumDelta = object.number("minimum_delta", plan.minimumDelta, {0, 1e6});
    object.finish();
    return plan;
}

nn::TextFeeding FeedingPlan::at(double progress, std::int64_t unknownId) const {
    const double risen = warmUpShare > 0 ? std::min(progress / warmUpShare, 1.0) : 1.0;
    return {.ownShare = ownShare * risen, .unknownShare = unknownShare, .unknownId = unknownId};
}

FeedingPlan feedingFrom(const json& scheduledSampling, double wordDropout) {
    JsonObject object(scheduledSampling, "The preset's scheduled_sampling");
    FeedingPlan plan;
    plan.ownShare = object.number("share", plan.ownShare, {0, 1});
    plan.warmUpShare = object.number("warm_up_share", plan.warmUpShare, {0, 1});
    plan.unknownShare = wordDropout;
    object.finish();
    return plan;
}

json scheduledSamplingOf(const FeedingPlan& plan) {
    return {{"share", plan.ownShare}, {"warm_up_share", plan.warmUpShare}};
}

std::map<std::string, double> lossWeightsFrom(const json& description) {
    return numbersFrom(description, "The preset's losses", {0, 1000});
}

std::vector<StagePlan> stagesFrom(const json& description, const StagePlan& whole) {
    if (!description.is_array()) {
        throw Error(ErrorCode::Malformed, "The preset's \"stages\" must be a list");
    }
    std::vector<StagePlan> stages;
    for (const json& stage : description) {
        stages.push_back(stageFrom(stage, whole));
    }
    return stages.empty() ? std::vector<StagePlan>{whole} : stages;
}

std::vector<std::string> termsOf(const std::vector<StagePlan>& stages) {
    std::set<std::string> terms{"total"};
    for (const StagePlan& stage : stages) {
        for (const auto& [name, weight] : stage.lossWeights) {
            if (weight != 0) {
                terms.insert(name);
            }
        }
    }
    return {terms.begin(), terms.end()};
}

json toJson(const OptimizerPlan& plan) {
    return {
        {"kind", nameOf(plan.adam.kind, optimizerNames)},
        {"beta1", plan.adam.beta1},
        {"beta2", plan.adam.beta2},
        {"epsilon", plan.adam.epsilon},
        {"decaying", nameOf(plan.decaying, decayingNames)},
        {"learning_rate_factors", plan.learningRateFactors.empty() ? json::object() : json(plan.learningRateFactors)}};
}

json toJson(const Schedule& schedule) {
    return {{"kind", nameOf(schedule.kind, scheduleNames)},
            {"warm_up_steps", schedule.warmUpSteps},
            {"factor", schedule.plateau.factor},
            {"patience", schedule.plateau.patience},
            {"cooldown", schedule.plateau.cooldown},
            {"threshold", schedule.plateau.threshold},
            {"lowest", schedule.plateau.lowest},
            {"rise_share", schedule.oneCycle.riseShare},
            {"start_divisor", schedule.oneCycle.startDivisor},
            {"end_divisor", schedule.oneCycle.endDivisor},
            {"beta1", nameOf(schedule.oneCycle.cyclesBeta1 ? Beta1::Cycled : Beta1::Kept, beta1Names)}};
}

json toJson(const EarlyStopping& plan) {
    return {{"patience", plan.patience}, {"minimum_delta", plan.minimumDelta}};
}

json toJson(const std::vector<StagePlan>& stages) {
    json list = json::array();
    for (const StagePlan& stage : stages) {
        list.push_back({{"epochs", stage.epochs},
                        {"learning_rate", stage.learningRate},
                        {"losses", stage.lossWeights.empty() ? json::object() : json(stage.lossWeights)},
                        {"trainable", stage.trainable}});
    }
    return list;
}

} // namespace storyscope::training
