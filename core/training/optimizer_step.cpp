// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/optimizer_step.h"

#include "core/base/error.h"
#include "core/training/autocast.h"
#include "core/training/gradient_norm.h"
#include "core/training/trainable_weights.h"

#include <torch/torch.h>

#include <cmath>
#include <tuple>

namespace storyscope::training {

namespace {

bool decays(const std::string& name, const torch::Tensor& parameter, OptimizerPlan::Decaying decaying) {
    const bool isTable = name.find("positions") != std::string::npos || name.find("places") != std::string::npos ||
                         name.find("tokens.") != std::string::npos || name.find("frame_bias") != std::string::npos;
    return decaying == OptimizerPlan::Decaying::All || (parameter.dim() > 1 && !isTable);
}

double learningRateFactor(const std::string& name, const std::map<std::string, double>& factors) {
    double factor = 1;
    std::size_t longest = 0;
    for (const auto& [prefix, value] : factors) {
        if (isUnder(name, prefix) && prefix.size() >= longest) {
            longest = prefix.size();
            factor = value;
        }
    }
    return factor;
}

std::vector<WeightGroup> weightGroups(const models::StoryModel& model, const OptimizerStep::Options& options) {
    std::map<std::tuple<double, double>, WeightGroup> groups; // by decay and factor
    for (const auto& item : model.named_parameters()) {
        if (!item.value().requires_grad()) {
            continue;
        }
        const bool shrinks = decays(item.key(), item.value(), options.optimizer.decaying);
        const double decay = shrinks ? options.weightDecay : 0.0;
        const double factor = learningRateFactor(item.key(), options.optimizer.learningRateFactors);
        WeightGroup& group = groups[{decay, factor}];
        group.decay = decay;
        group.learningRateFactor = factor;
        group.weights.emplace_back(item.key(), item.value());
    }
    std::vector<WeightGroup> result;
    for (auto& [key, group] : groups) {
        result.push_back(std::move(group));
    }
    return result;
}

[[noreturn]] void throwNotFinite(const std::string& what) {
    throw Error(ErrorCode::Numerical,
                what + " is no longer a number; training stopped. A lower learning rate helps most often");
}

} // namespace

OptimizerStep::OptimizerStep(std::shared_ptr<models::StoryModel> model, Options options)
    : m_model(std::move(model)), m_options(std::move(options)), m_wanted(wantedTerms(m_options.losses)),
      m_optimizer(weightGroups(*m_model, m_options), m_options.optimizer.adam) {}

Losses OptimizerStep::learn(const models::Batch& batch) {
    if (m_waiting == 0) {
        m_optimizer.clearGradients();
    }
    LossTerms terms;
    {
        const Autocast autocast(m_options.precision, m_model->device());
        terms = lossTerms(m_model->forward(batch, m_wanted), batch, m_options.losses);
    }
    if (terms.empty()) {
        return {};
    }
    Losses losses = plainLosses(terms, m_options.losses);
    for (const auto& [name, value] : losses) {
        if (!std::isfinite(value)) {
            throwNotFinite("The loss \"" + name + "\"");
        }
    }
    totalLoss(terms, m_options.losses).backward();
    ++m_waiting;
    return losses;
}

void OptimizerStep::update(const Rate& rate) {
    if (m_waiting == 0) {
        return;
    }
    const std::vector<torch::Tensor> weights = m_optimizer.weights();
    if (m_waiting > 1) {
        torch::NoGradGuard noGrad;
        for (const torch::Tensor& weight : weights) {
            if (weight.grad().defined()) {
                weight.mutable_grad().div_(static_cast<double>(m_waiting));
            }
        }
    }
    m_waiting = 0;
    const double norm = clipGradients(weights, m_options.clipNorm);
    if (!std::isfinite(norm)) {
        throwNotFinite("The gradient");
    }
    m_optimizer.step(rate);
}

Losses OptimizerStep::take(const models::Batch& batch, const Rate& rate) {
    Losses losses = learn(batch);
    update(rate);
    return losses;
}

models::NamedTensors OptimizerStep::state() const {
    models::NamedTensors state = m_optimizer.state();
    if (m_waiting > 0) {
        for (const WeightGroup& group : m_optimizer.groups()) {
            for (const auto& [name, weight] : group.weights) {
                if (weight.grad().defined()) {
                    state["grad." + name] = weight.grad();
                }
            }
        }
    }
    return state;
}

void OptimizerStep::restore(models::NamedTensors state, std::int64_t waitingBatches) {
    m_waiting = waitingBatches;
    for (const WeightGroup& group : m_optimizer.groups()) {
        for (const auto& [name, weight] : group.weights) {
            if (auto gradient = state.extract("grad." + name)) {
                weight.mutable_grad() = gradient.mapped().to(weight.options());
            }
        }
    }
    m_optimizer.restore(state);
}

Losses plainLosses(const LossTerms& terms, const LossOptions& options) {
    Losses losses;
    double total = 0;
    for (const auto& [name, term] : terms) {
        losses[name] = term.item<double>();
        total += options.weights.at(name) * losses[name];
    }
    if (!terms.empty()) {
        losses["total"] = total;
    }
    return losses;
}

} // namespace storyscope::training
