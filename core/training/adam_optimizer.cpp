// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/adam_optimizer.h"

#include "core/base/error.h"

#include <torch/torch.h>

#include <cmath>

namespace storyscope::training {

AdamOptimizer::AdamOptimizer(std::vector<WeightGroup> groups, const AdamOptions& options)
    : m_groups(std::move(groups)), m_options(options) {
    for (const WeightGroup& group : m_groups) {
        m_moments.emplace_back(group.weights.size());
    }
}

void AdamOptimizer::clearGradients() {
    for (const torch::Tensor& weight : weights()) {
        weight.mutable_grad() = torch::Tensor();
    }
}

std::vector<torch::Tensor> AdamOptimizer::weights() const {
    std::vector<torch::Tensor> all;
    for (const WeightGroup& group : m_groups) {
        for (const auto& [name, weight] : group.weights) {
            all.push_back(weight);
        }
    }
    return all;
}

void AdamOptimizer::step(const Rate& rate) {
    torch::NoGradGuard noGrad;
    for (std::size_t g = 0; g < m_groups.size(); ++g) {
        for (std::size_t w = 0; w < m_groups[g].weights.size(); ++w) {
            const torch::Tensor& weight = m_groups[g].weights[w].second;
            if (weight.grad().defined()) {
                change(weight, m_moments[g][w], m_groups[g], rate);
            }
        }
    }
}

void AdamOptimizer::change(const torch::Tensor& weight, Moments& moments, const WeightGroup& group,
                           const Rate& rate) const {
    const double beta1 = rate.beta1.value_or(m_options.beta1);
    const double beta2 = m_options.beta2;
    const double learningRate = rate.learningRate * group.learningRateFactor;
    torch::Tensor gradient = weight.grad();
    if (!moments.first.defined()) {
        moments.first = torch::zeros_like(weight);
        moments.second = torch::zeros_like(weight);
    }
    ++moments.steps;
    const auto steps = static_cast<double>(moments.steps);
    if (group.decay != 0 && m_options.kind == AdamOptions::Kind::AdamW) {
        weight.mul_(1 - learningRate * group.decay);
    } else if (group.decay != 0) {
        gradient = gradient.add(weight, group.decay);
    }
    moments.first.mul_(beta1).add_(gradient, 1 - beta1);
    moments.second.mul_(beta2).addcmul_(gradient, gradient, 1 - beta2);
    const torch::Tensor root =
        moments.second.sqrt().div_(std::sqrt(1 - std::pow(beta2, steps))).add_(m_options.epsilon);
    weight.addcdiv_(moments.first, root, -learningRate / (1 - std::pow(beta1, steps)));
}

models::NamedTensors AdamOptimizer::state() const {
    models::NamedTensors state;
    for (std::size_t g = 0; g < m_groups.size(); ++g) {
        for (std::size_t w = 0; w < m_groups[g].weights.size(); ++w) {
            const Moments& moments = m_moments[g][w];
            if (moments.first.defined()) {
                const std::string& name = m_groups[g].weights[w].first;
                state[name + ".exp_avg"] = moments.first;
                state[name + ".exp_avg_sq"] = moments.second;
                state[name + ".step"] = torch::tensor(moments.steps, torch::kLong);
            }
        }
    }
    return state;
}

void AdamOptimizer::restore(const models::NamedTensors& state) {
    std::size_t used = 0;
    for (std::size_t g = 0; g < m_groups.size(); ++g) {
        for (std::size_t w = 0; w < m_groups[g].weights.size(); ++w) {
            const auto& [name, weight] = m_groups[g].weights[w];
            if (!state.contains(name + ".step")) {
                continue;
            }
            const auto moment = [&, &weight = weight](const std::string& key) {
                const auto found = state.find(key);
                if (found == state.end() || found->second.sizes() != weight.sizes()) {
                    throw Error(ErrorCode::Mismatch, "The optimizer's \"" + key + "\" does not fit the model");
                }
                return found->second.to(weight.options()).clone();
            };
            m_moments[g][w] = {.first = moment(name + ".exp_avg"),
                               .second = moment(name + ".exp_avg_sq"),
                               .steps = state.at(name + ".step").item<std::int64_t>()};
            used += 3;
        }
    }
    if (used != state.size()) {
        throw Error(ErrorCode::Mismatch, "The optimizer's state is of other weights than the model's");
    }
}

} // namespace storyscope::training
