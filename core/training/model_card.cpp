// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/model_card.h"

#include <ATen/Parallel.h>
#include <torch/version.h>

#include <cctype>
#include <cstdio>
#include <sstream>

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

} // namespace

ModelCardFacts cardFacts(const models::StoryModel& model, const TrainingSet& set, const EpochDone& epoch) {
    return {.modelName = model.config().name,
            .licence = model.config().licence,
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
    text << "library_name: storyscope\npipeline_tag: image-to-text\ntags:\n- visual-storytelling\n---\n\n# "
         << facts.modelName << "\n\n"
         << "A visual storyteller: captions every frame of a short picture story, predicts the next picture and its "
            "caption,\n"
         << "tags frames, and scores how coherent the story is. It has " << facts.parameterCount << " parameters.\n\n"
         << "## Training\n\n"
         << "Trained by Storyscope itself, from random weights, with this command:\n\n```\n"
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
