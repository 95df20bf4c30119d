// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/model_card.h"

#include "core/models/pretrained_files.h"

#include <ATen/Parallel.h>
#include <torch/version.h>

#include <cctype>
#include <cstdio>
#include <sstream>
#include <vector>

namespace storyscope::training {

namespace {

void writeLosses(std::ostringstream& text, const EpochDone& epoch) {
    text << "| loss | training | validation |\n|---|---|---|\n";
    for (const auto& [name, value] : epoch.training) {
        const auto validation = epoch.validation.find(name);
        text << "| " << name << " | " << value << " | ";
        if (validation != epoch.validation.end()) {
            text << validation->second;
        }
        text << " |\n";
    }
}

/// "captions every frame, tags frames and scores how coherent the story is".
std::string sentenceOf(const models::Abilities& can) {
    using models::CaptionKind;
    std::vector<std::string> verbs;
    const auto add = [&](bool isAble, const char* verb) {
        if (isAble) {
            verbs.emplace_back(verb);
        }
    };
    add(can.captions.contains(CaptionKind::Caption), "captions every frame of a picture story");
    add(can.captions.contains(CaptionKind::ClipCaption), "captions all frames together");
    add(can.predictsPictures || can.predictsFeatures, "predicts the next picture");
    add(can.captions.contains(CaptionKind::NextCaption), "predicts the next caption");
    add(can.labelsTags, "tags frames");
    add(can.judgesStories, "scores how coherent the story is");
    std::string text;
    for (std::size_t i = 0; i < verbs.size(); ++i) {
        text += (i == 0 ? "" : i + 1 == verbs.size() ? " and " : ", ") + verbs[i];
    }
    return text;
}

/// Where its weights came from.
std::string origin(const TrainingPlan& plan) {
    if (plan.start.empty()) {
        return "Trained by Storyscope itself, from random weights";
    }
    const bool isPublished = models::isPublishedName(plan.start);
    return "Fine-tuned by Storyscope from `" +
           (isPublished ? plan.start : std::filesystem::path(plan.start).filename().string()) + "`";
}

} // namespace

ModelCardFacts cardFacts(const models::StoryModel& model, const TrainingSet& set, const EpochDone& epoch) {
    return {.modelName = model.config().name,
            .licence = model.config().licence,
            .abilities = sentenceOf(model.abilities()),
            .parameterCount = model.parameterCount(),
            .dataName = set.dataName(),
            .trainingStories = set.trainingStories(),
            .validationStories = set.validationStories(),
            .threads = at::get_num_threads(),
            .epoch = epoch};
}

std::string modelCard(const ModelCardFacts& facts, const TrainingPlan& plan) {
    std::ostringstream text;
    text.precision(5);
    text << "---\n";
    if (!facts.licence.empty()) {
        std::string licence = facts.licence;
        for (char& letter : licence) {
            letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
        }
        text << "license: " << licence << "\n";
    }
    if (models::isPublishedName(plan.start)) {
        text << "base_model: " << plan.start << "\n";
    }
    text << "library_name: storyscope\npipeline_tag: image-to-text\ntags:\n- visual-storytelling\n---\n\n# "
         << facts.modelName << "\n\n"
         << "A visual storyteller: " << facts.abilities << ". It has " << facts.parameterCount << " parameters.\n\n"
         << "## Training\n\n"
         << origin(plan) << ", with this command:\n\n```\n"
         << plan.command << "\n```\n\n"
         << "| | |\n|---|---|\n"
         << "| data | " << facts.dataName << " |\n"
         << "| training stories | " << facts.trainingStories << " |\n"
         << "| validation stories | " << facts.validationStories << " |\n"
         << "| epochs | " << facts.epoch.epoch << " of " << plan.epochs << " |\n"
         << "| steps | " << facts.epoch.step << " of " << plan.batchSize << " stories |\n"
         << "| seed | " << plan.seed << " |\n"
         << "| device | " << plan.device << ", " << facts.threads << " threads |\n"
         << "| time | " << static_cast<long>(facts.epoch.elapsedSeconds) << " s |\n"
         << "| LibTorch | " << TORCH_VERSION << " |\n\n";
    if (facts.epoch.epoch > 0) {
        text << "Losses after the last epoch that these weights have seen:\n\n";
        writeLosses(text, facts.epoch);
    } else {
        text << "The run was stopped before its first epoch was complete.\n";
    }
    return text.str();
}

} // namespace storyscope::training
