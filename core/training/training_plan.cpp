// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/training_plan.h"

#include "core/base/error.h"
#include "core/models/json_object.h"
#include "core/models/preset.h"
#include "core/training/devices.h"

#include <vector>

namespace storyscope::training {

using models::JsonObject;
using nlohmann::json;

namespace {

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

void applyOverride(const std::string& key, const std::string& text, models::Preset& preset) {
    json value = json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (value.is_discarded()) {
        value = text;
    }
    for (json* section : {&preset.training, &preset.model}) {
        if (isPlainKey(key) && section->contains(pointerTo(key))) {
            (*section)[pointerTo(key)] = value;
            return;
        }
    }
    throw Error(ErrorCode::BadArgument,
                "The preset \"" + preset.info.name + "\" has no value \"" + key + "\" that could be set");
}

std::map<std::string, double> lossWeightsFrom(const json& description) {
    JsonObject object(description, "The preset's losses");
    std::map<std::string, double> weights;
    for (const char* term : {"caption", "next_caption", "next_picture", "tags", "score", "pointing"}) {
        weights[term] = object.number(term, 1, {0, 1000});
    }
    object.finish();
    return weights;
}

TrainingPlan planFrom(const json& description) {
    JsonObject object(description, "The preset's training");
    TrainingPlan plan;
    plan.epochs = static_cast<int>(object.integer("epochs", plan.epochs, {1, 100'000}));
    plan.batchSize = static_cast<int>(object.integer("batch_size", plan.batchSize, {1, 65'536}));
    plan.learningRate = object.number("learning_rate", plan.learningRate, {0, 10});
    plan.finalLearningRateShare = object.number("final_learning_rate_share", plan.finalLearningRateShare, {0, 1});
    plan.warmUpShare = object.number("warm_up_share", plan.warmUpShare, {0, 1});
    plan.weightDecay = object.number("weight_decay", plan.weightDecay, {0, 10});
    plan.clipNorm = object.number("clip_norm", plan.clipNorm, {1e-6, 1e9});
    plan.vocabularyLimit = object.integer("vocabulary_limit", plan.vocabularyLimit, {5, 200'000});
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
    return plan;
}

} // namespace

TrainingPlan trainingPlan(const TrainingOptions& options) {
    models::Preset preset = models::readPreset(options.preset);
    for (const auto& [key, text] : options.overrides) {
        applyOverride(key, text, preset);
    }
    if (options.epochs) {
        preset.training["epochs"] = *options.epochs;
    }
    if (options.batchSize) {
        preset.training["batch_size"] = *options.batchSize;
    }
    if (options.learningRate) {
        preset.training["learning_rate"] = *options.learningRate;
    }
    TrainingPlan plan = planFrom(preset.training);
    plan.model = preset.model;
    plan.preset = preset.info.name;
    plan.data = options.data;
    plan.dataset = options.dataset;
    plan.seed = options.seed;
    plan.limit = options.limit;
    plan.device = chosenDevice(options.device);
    return plan;
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
            {"training",
             {{"epochs", plan.epochs},
              {"batch_size", plan.batchSize},
              {"learning_rate", plan.learningRate},
              {"final_learning_rate_share", plan.finalLearningRateShare},
              {"warm_up_share", plan.warmUpShare},
              {"weight_decay", plan.weightDecay},
              {"clip_norm", plan.clipNorm},
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
              {"losses", plan.lossWeights}}}};
}

} // namespace storyscope::training
