// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/adam_optimizer.h"

#include "core/base/error.h"
#include "core/training/adam_pass.h"

#include <ATen/Parallel.h>
#include <torch/torch.h>

namespace storyscope::training {

namespace {

constexpr std::int64_t partSize = 32'768; // weights that are worth a thread

template <typename Scalar>
void changeOnCpu(const torch::Tensor& weight, const torch::Tensor& first, const torch::Tensor& second,
                 const AdamChange& change) {
    const AdamNumbers<Scalar> numbers{.weight = weight.data_ptr<Scalar>(),
                                      .gradient = weight.grad().data_ptr<Scalar>(),
                                      .first = first.data_ptr<Scalar>(),
                                      .second = second.data_ptr<Scalar>()};
    at::parallel_for(0, weight.numel(), partSize,
                     [&](std::int64_t begin, std::int64_t end) { passOver(numbers, begin, end, change); });
}

/// The same by LibTorch, wherever the weights are.
void changeAnywhere(torch::Tensor weight, const torch::Tensor& first, const torch::Tensor& second,
                    const AdamChange& change) {
    const torch::Tensor gradient = weight.grad().add(weight, change.gradientDecay);
    first.mul_(change.beta1).add_(gradient, 1 - change.beta1);
    second.mul_(change.beta2).addcmul_(gradient, gradient, 1 - change.beta2);
    const torch::Tensor root = second.sqrt().mul_(change.scale()).add_(change.epsilon);
    weight.mul_(1 - change.learningRate * change.weightDecay).addcdiv_(first, root, -change.rate());
}

} // namespace

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
    const bool isDecoupled = m_options.kind == AdamOptions::Kind::AdamW;
    const AdamChange change{.beta1 = rate.beta1.value_or(m_options.beta1),
                            .beta2 = m_options.beta2,
                            .epsilon = m_options.epsilon,
                            .learningRate = rate.learningRate * group.learningRateFactor,
                            .gradientDecay = isDecoupled ? 0 : group.decay,
                            .weightDecay = isDecoupled ? group.decay : 0,
                            .steps = static_cast<double>(moments.steps)};
    const bool isPlain = weight.device().is_cpu() && weight.is_contiguous() && weight.grad().is_contiguous();
    if (isPlain && weight.scalar_type() == torch::kFloat32) {
        changeOnCpu<float>(weight, moments.first, moments.second, change);
    } else if (isPlain && weight.scalar_type() == torch::kFloat64) {
        changeOnCpu<double>(weight, moments.first, moments.second, change);
    } else {
        changeAnywhere(weight, moments.first, moments.second, change);
    }
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
