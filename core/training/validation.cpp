// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/validation.h"

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/training/loss_mean.h"
#include "core/training/optimizer_step.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

namespace storyscope::training {

std::optional<double> ValidationResult::total() const {
    const auto found = losses.find("total");
    return found == losses.end() ? std::nullopt : std::optional(found->second);
}

ValidationResult validate(models::StoryModel& model, const TrainingSet& set, const LossOptions& options,
                          const std::stop_token& stop) {
    torch::NoGradGuard noGrad;
    model.eval();
    const std::set<std::string> wanted = wantedTerms(options);
    LossMean mean;
    std::vector<torch::Tensor> features;
    bool isAnyWhole = false;
    for (std::size_t first = 0; first < set.validationSamples().size(); first += set.batchSize()) {
        throwIfStopped(stop);
        const models::Batch built = set.unvariedBatch(set.validationSamples(), first, set.batchSize());
        if (isEmpty(built)) {
            continue;
        }
        isAnyWhole = true;
        const models::Batch batch = movedTo(built, model.device());
        const models::StoryOutput output = model.forward(batch, wanted);
        mean.add(plainLosses(lossTerms(output, batch, options), options), static_cast<double>(batch.stories()));
        if (output.encoded.features.defined()) {
            features.push_back(output.encoded.features.flatten(0, 1).cpu());
        }
    }
    if (!isAnyWhole) {
        throw Error(ErrorCode::BadArgument, "No story of \"" + set.dataName() + "\" has all its pictures");
    }
    ValidationResult result{.losses = mean.means(),
                            .features = features.empty() ? torch::Tensor() : torch::cat(features)};
    if (!std::isfinite(result.total().value_or(0))) {
        throw Error(ErrorCode::Numerical, "The validation loss is no longer a number; training stopped. A lower "
                                          "learning rate helps most often");
    }
    return result;
}

void measureFamiliarity(models::StoryModel& model, const TrainingSet& set, std::size_t stories,
                        const torch::Tensor& validationFeatures, const std::stop_token& stop) {
    if (!validationFeatures.defined()) {
        return;
    }
    torch::NoGradGuard noGrad;
    std::vector<torch::Tensor> features;
    for (std::size_t first = 0; first < std::min(stories, set.trainingSamples().size()); first += set.batchSize()) {
        throwIfStopped(stop);
        const models::Batch batch = set.unvariedBatch(set.trainingSamples(), first, set.batchSize());
        if (!isEmpty(batch)) {
            features.push_back(model.encode(movedTo(batch, model.device()).input()).features.flatten(0, 1).cpu());
        }
    }
    if (!features.empty()) {
        model.setFamiliarity(models::Familiarity::measure(torch::cat(features), validationFeatures));
    }
}

} // namespace storyscope::training
