// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/training_plan.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/models/json_object.h"
#include "core/models/named_value.h"
#include "core/models/preset.h"
#include "core/training/devices.h"
#include "core/training/run_command.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace storyscope::training {

using models::JsonObject;
using models::namedValue;
using models::nameOf;
using models::Names;
using nlohmann::json;

namespace {

constexpr std::size_t configLimitBytes = 1 << 20;

json::json_pointer pointerTo(const std::string& dottedKey) {
    std::string path;
    for (const char letter : "." + dottedKey) {
        path += letter == '.' ? '/' : letter;
    }
    return json::json_pointer(path);
}

bool isPlainKey(const std::string& key) {
    return !key.empty() && key.find_first_of("/~") == std::string::npos && key.front() != '.' && key.back() != '.';
}

const Names<Precision> precisionNames{{"float32", Precision::Float32}, {"bfloat16", Precision::Bfloat16}};

void readLearning(JsonObject& object, TrainingPlan& plan) {
    plan.start = object.text("start", "");
    plan.optimizer = optimizerFrom(object.object("optimizer"));
    plan.schedule = scheduleFrom(object.object("schedule"));
    plan.accumulation = static_cast<int>(object.integer("accumulation", plan.accumulation, {1, 65'536}));
    plan.earlyStopping = earlyStoppingFrom(object.object("early_stopping"));
    plan.feeding = feedingFrom(object.object("scheduled_sampling"), object.number("word_dropout", 0, {0, 1}));
    plan.precision = namedValue(object, "precision", plan.precision, precisionNames);
}

text::TokenizerChoice tokenizerFrom(const json& description) {
    JsonObject object(description, "The preset's tokenizer");
    text::TokenizerChoice tokenizer;
    tokenizer.kind = text::tokenizerKindNamed(object.text("kind", text::nameOf(tokenizer.kind)));
    tokenizer.vocabulary = object.text("vocabulary", "");
    object.finish();
    return tokenizer;
}

int epochsOf(const std::vector<StagePlan>& stages) {
    int epochs = 0;
    for (const StagePlan& stage : stages) {
        epochs += stage.epochs;
    }
    return epochs;
}

TrainingPlan planFrom(json description) {
    const json stages = description.is_object() ? description.value("stages", json::array()) : json::array();
    description.erase("stages");
    JsonObject object(description, "The preset's training");
    TrainingPlan plan;
    readLearning(object, plan);
    plan.tokenizer = tokenizerFrom(object.object("tokenizer"));
    plan.epochs = static_cast<int>(object.integer("epochs", plan.epochs, {1, 100'000}));
    plan.batchSize = static_cast<int>(object.integer("batch_size", plan.batchSize, {1, 65'536}));
    plan.learningRate = object.number("learning_rate", plan.learningRate, {0, 10});
    plan.finalLearningRateShare = object.number("final_learning_rate_share", plan.finalLearningRateShare, {0, 1});
    plan.warmUpShare = object.number("warm_up_share", plan.warmUpShare, {0, 1});
    plan.weightDecay = object.number("weight_decay", plan.weightDecay, {0, 10});
    plan.clipNorm = object.number("clip_norm", plan.clipNorm, {1e-6, 1e9});
    plan.vocabularyLimit = object.integer("vocabulary_limit", plan.vocabularyLimit, {5, 200'000});
    plan.tokenizer.limit = static_cast<std::size_t>(plan.vocabularyLimit);
    plan.validationStories = static_cast<std::size_t>(object.integer("validation_stories", 300, {1, 1e9}));
    plan.familiarityStories = static_cast<std::size_t>(object.integer("familiarity_stories", 400, {0, 1e9}));
    plan.shortWindowShare = object.number("short_window_share", plan.shortWindowShare, {0, 1});
    plan.captionTargets = captionTargetsFrom(object, plan.captionTargets);
    plan.loaderThreads = static_cast<int>(object.integer("loader_threads", plan.loaderThreads, {1, 64}));
    plan.pictureCacheBytes = object.integer("picture_cache_mib", 6144, {0, 1 << 20}) << 20;
    plan.sampling = object.text("sampling", plan.sampling);
    samplingNamed(plan.sampling);
    plan.missingPictures = missingPicturesFrom(object, plan.missingPictures);
    plan.captions = captionCleaningFrom(object.object("captions"));
    plan.augmentation = augmentationFrom(object.object("augmentation"), plan.augmentation);
    plan.lossWeights = lossWeightsFrom(object.object("losses"));
    object.finish();
    plan.stages = stagesFrom(
        stages,
        {.epochs = plan.epochs, .learningRate = plan.learningRate, .lossWeights = plan.lossWeights, .trainable = {}});
    plan.epochs = epochsOf(plan.stages);
    return plan;
}

void applyOverride(const std::string& key, const std::string& text, models::Preset& preset) {
    json value = json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (value.is_discarded()) {
        value = text;
    }
    if (isPlainKey(key)) {
        const json known = toJson(planFrom(preset.training))["training"];
        if (known.contains(pointerTo(key)) || preset.training.contains(pointerTo(key))) {
            preset.training[pointerTo(key)] = value;
            return;
        }
        if (preset.model.contains(pointerTo(key))) {
            preset.model[pointerTo(key)] = value;
            return;
        }
    }
    throw Error(ErrorCode::BadArgument,
                "The preset \"" + preset.info.name + "\" has no value \"" + key + "\" that could be set");
}

// As the preset shares its own; the last stage takes what rounding leaves. No stage is left out: with fewer epochs than
// stages, each has one.
void shareEpochs(int epochs, TrainingPlan& plan) {
    int left = epochs;
    int stagesLeft = static_cast<int>(plan.stages.size());
    for (StagePlan& stage : plan.stages) {
        --stagesLeft;
        const auto share = static_cast<int>(std::lround(static_cast<double>(epochs) * stage.epochs / plan.epochs));
        const int most = std::max(left - stagesLeft, 1); // each stage to come needs one
        stage.epochs = stagesLeft == 0 ? most : std::clamp(share, 1, most);
        left -= stage.epochs;
    }
    plan.epochs = epochsOf(plan.stages);
}

} // namespace

TrainingPlan trainingPlan(const TrainingOptions& options) {
    models::Preset preset = models::readPreset(options.preset);
    for (const auto& [key, text] : options.overrides) {
        applyOverride(key, text, preset);
    }
    if (options.batchSize) {
        preset.training["batch_size"] = *options.batchSize;
    }
    if (options.learningRate) {
        preset.training["learning_rate"] = *options.learningRate;
    }
    TrainingPlan plan = planFrom(preset.training);
    if (options.epochs) {
        shareEpochs(*options.epochs, plan);
    }
    plan.model = preset.model;
    plan.preset = preset.info.name;
    plan.data = options.data;
    plan.dataset = options.dataset;
    plan.seed = options.seed;
    plan.limit = options.limit;
    plan.device = chosenDevice(options.device);
    plan.command = runCommand(options, plan.device);
    return plan;
}

Schedule scheduleOf(const TrainingPlan& plan, const StagePlan& stage, std::int64_t updatesPerEpoch) {
    Schedule schedule = plan.schedule;
    schedule.peak = stage.learningRate;
    schedule.final = stage.learningRate * plan.finalLearningRateShare;
    schedule.totalSteps = updatesPerEpoch * stage.epochs;
    if (schedule.warmUpSteps == 0) {
        schedule.warmUpSteps = static_cast<std::int64_t>(plan.warmUpShare * static_cast<double>(schedule.totalSteps));
    }
    return schedule;
}

json toJson(const TrainingPlan& plan) {
    return {{"preset", plan.preset},
            {"model", plan.model},
            {"data", plan.data},
            {"pictures", plan.dataset.pictureFolder.string()},
            {"split_seed", plan.dataset.splitSeed},
            {"device", plan.device},
            {"seed", plan.seed},
            {"limit", plan.limit},
            {"command", plan.command},
            {"training",
             {{"start", plan.start},
              {"epochs", plan.epochs},
              {"batch_size", plan.batchSize},
              {"learning_rate", plan.learningRate},
              {"final_learning_rate_share", plan.finalLearningRateShare},
              {"warm_up_share", plan.warmUpShare},
              {"weight_decay", plan.weightDecay},
              {"clip_norm", plan.clipNorm},
              {"optimizer", toJson(plan.optimizer)},
              {"schedule", toJson(plan.schedule)},
              {"accumulation", plan.accumulation},
              {"early_stopping", toJson(plan.earlyStopping)},
              {"scheduled_sampling", scheduledSamplingOf(plan.feeding)},
              {"word_dropout", plan.feeding.unknownShare},
              {"precision", nameOf(plan.precision, precisionNames)},
              {"tokenizer",
               {{"kind", text::nameOf(plan.tokenizer.kind)}, {"vocabulary", plan.tokenizer.vocabulary.string()}}},
              {"vocabulary_limit", plan.vocabularyLimit},
              {"validation_stories", plan.validationStories},
              {"familiarity_stories", plan.familiarityStories},
              {"short_window_share", plan.shortWindowShare},
              {"caption_targets", toJson(plan.captionTargets)},
              {"loader_threads", plan.loaderThreads},
              {"picture_cache_mib", plan.pictureCacheBytes >> 20},
              {"sampling", plan.sampling},
              {"missing_pictures", toJson(plan.missingPictures)},
              {"captions", toJson(plan.captions)},
              {"augmentation", toJson(plan.augmentation)},
              {"losses", plan.lossWeights.empty() ? json::object() : json(plan.lossWeights)},
              {"stages", toJson(plan.stages)}}}};
}

TrainingPlan planOfRun(const std::filesystem::path& runFolder) {
    const std::filesystem::path file = runFolder / "config.json";
    const json config = json::parse(readFile(file, configLimitBytes), nullptr, /*allow_exceptions=*/false);
    try {
        JsonObject object(config, "The run");
        TrainingPlan plan = planFrom(object.object("training"));
        plan.model = object.object("model");
        plan.preset = object.text("preset", "");
        plan.data = object.text("data", "");
        plan.dataset.pictureFolder = object.text("pictures", "");
        plan.dataset.splitSeed = static_cast<std::uint64_t>(object.integer("split_seed", 0, {0, 9e18}));
        plan.device = chosenDevice(object.text("device", "auto"));
        plan.seed = static_cast<std::uint64_t>(object.integer("seed", 1, {0, 9e18}));
        plan.limit = static_cast<std::size_t>(object.integer("limit", 0, {0, 9e18}));
        plan.command = object.text("command", "");
        return plan;
    } catch (const Error& error) {
        throw Error(error.code(), error.message(), inFile(file));
    }
}

} // namespace storyscope::training
