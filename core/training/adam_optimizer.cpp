// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/adam_optimizer.h"

#include "core/base/error.h"

#include <ATen/Parallel.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>

namespace storyscope::training {

namespace {

constexpr std::int64_t partSize = 32'768; // weights, whose numbers fit into a core's cache

} // namespace

struct AdamOptimizer::WeightPart {
    torch::Tensor weight;
    torch::Tensor gradient;
    torch::Tensor first;
    torch::Tensor second;

    WeightPart narrow(std::int64_t begin, std::int64_t count) const {
        return {weight.narrow(0, begin, count), gradient.narrow(0, begin, count), first.narrow(0, begin, count),
                second.narrow(0, begin, count)};
    }
};

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
    if (!moments.first.defined()) {
        moments.first = torch::zeros_like(weight);
        moments.second = torch::zeros_like(weight);
    }
    ++moments.steps;
    const Change change{.beta1 = rate.beta1.value_or(m_options.beta1),
                        .beta2 = m_options.beta2,
                        .epsilon = m_options.epsilon,
                        .learningRate = rate.learningRate * group.learningRateFactor,
                        .decay = group.decay,
                        .steps = static_cast<double>(moments.steps)};
    const bool isInOrder = weight.is_contiguous() && weight.grad().is_contiguous();
    if (!weight.device().is_cpu() || !isInOrder) {
        apply(change, {weight.detach(), weight.grad(), moments.first, moments.second});
        return;
    }
    const WeightPart whole{weight.detach().view(-1), weight.grad().view(-1), moments.first.view(-1),
                           moments.second.view(-1)};
    at::parallel_for(0, weight.numel(), partSize, [&](std::int64_t begin, std::int64_t end) {
        const torch::NoGradGuard noGradients;
        for (std::int64_t first = begin; first < end; first += partSize) {
            apply(change, whole.narrow(first, std::min(partSize, end - first)));
        }
    });
}

// Everything that is done to some weights before the next ones are read: memory is passed once, not twenty times.
void AdamOptimizer::apply(const Change& change, WeightPart part) const {
    if (change.decay != 0 && m_options.kind == AdamOptions::Kind::AdamW) {
        part.weight.mul_(1 - change.learningRate * change.decay);
    } else if (change.decay != 0) {
        part.gradient = part.gradient.add(part.weight, change.decay);
    }
    part.first.mul_(change.beta1).add_(part.gradient, 1 - change.beta1);
    part.second.mul_(change.beta2).addcmul_(part.gradient, part.gradient, 1 - change.beta2);
    const torch::Tensor root =
        part.second.sqrt().div_(std::sqrt(1 - std::pow(change.beta2, change.steps))).add_(change.epsilon);
    part.weight.addcdiv_(part.first, root, -change.learningRate / (1 - std::pow(change.beta1, change.steps)));
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
