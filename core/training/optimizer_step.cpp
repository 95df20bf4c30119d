// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/optimizer_step.h"

#include "core/base/error.h"

#include <torch/torch.h>

#include <cmath>

namespace storyscope::training {

namespace {

bool decays(const std::string& name, const torch::Tensor& parameter) {
    const bool isTable = name.find("positions") != std::string::npos || name.find("places") != std::string::npos ||
                         name.find("tokens.") != std::string::npos || name.find("frame_bias") != std::string::npos;
    return parameter.dim() > 1 && !isTable;
}

std::vector<torch::optim::OptimizerParamGroup> parameterGroups(const models::StoryModel& model, double weightDecay) {
    std::vector<torch::Tensor> decaying;
    std::vector<torch::Tensor> others;
    for (const auto& item : model.named_parameters()) {
        (decays(item.key(), item.value()) ? decaying : others).push_back(item.value());
    }
    const auto options = [](double decay) {
        return std::make_unique<torch::optim::AdamWOptions>(
            torch::optim::AdamWOptions(1e-3).betas({0.9, 0.98}).eps(1e-8).weight_decay(decay));
    };
    std::vector<torch::optim::OptimizerParamGroup> groups;
    groups.emplace_back(decaying, options(weightDecay));
    groups.emplace_back(others, options(0));
    return groups;
}

[[noreturn]] void throwNotFinite(const std::string& what) {
    throw Error(ErrorCode::Numerical,
                what + " is no longer a number; training stopped. A lower learning rate helps most often");
}

} // namespace

OptimizerStep::OptimizerStep(std::shared_ptr<models::StoryModel> model, Options options)
    : m_model(std::move(model)), m_options(std::move(options)),
      m_optimizer(parameterGroups(*m_model, m_options.weightDecay)) {}

Losses OptimizerStep::take(const models::Batch& batch, double learningRate) {
    m_optimizer.zero_grad();
    const LossTerms terms = lossTerms(m_model->forward(batch), batch, m_options.losses);
    if (terms.empty()) {
        throw Error(ErrorCode::Mismatch, "The data has nothing that this preset's losses could learn from");
    }
    Losses losses = plainLosses(terms, m_options.losses);
    for (const auto& [name, value] : losses) {
        if (!std::isfinite(value)) {
            throwNotFinite("The loss \"" + name + "\"");
        }
    }
    totalLoss(terms, m_options.losses).backward();
    const double norm = torch::nn::utils::clip_grad_norm_(m_model->parameters(), m_options.clipNorm);
    if (!std::isfinite(norm)) {
        throwNotFinite("The gradient");
    }
    for (torch::optim::OptimizerParamGroup& group : m_optimizer.param_groups()) {
        static_cast<torch::optim::AdamWOptions&>(group.options()).lr(learningRate);
    }
    m_optimizer.step();
    return losses;
}

Losses plainLosses(const LossTerms& terms, const LossOptions& options) {
    Losses losses;
    double total = 0;
    for (const auto& [name, term] : terms) {
        losses[name] = term.item<double>();
        total += options.weights.at(name) * losses[name];
    }
    losses["total"] = total;
    return losses;
}

models::Batch movedTo(const models::Batch& batch, torch::Device device) {
    models::Batch moved = batch;
    for (torch::Tensor* tensor : {&moved.pictures, &moved.captions, &moved.ordered, &moved.nextCaptions,
                                  &moved.pointing, &moved.tags, &moved.tagsKnown, &moved.scores, &moved.scoresKnown}) {
        if (tensor->defined()) {
            *tensor = tensor->to(device);
        }
    }
    return moved;
}

} // namespace storyscope::training
