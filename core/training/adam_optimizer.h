// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/weights_file.h"
#include "core/training/schedule.h"

#include <torch/types.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace storyscope::training {

struct AdamOptions {
    enum class Kind {
        Adam,  ///< weight decay is part of the gradient. Source: Kingma & Ba 2015
        AdamW, ///< weights shrink by themselves. Source: Loshchilov & Hutter 2019
    };
    Kind kind = Kind::AdamW;
    double beta1 = 0.9;
    double beta2 = 0.98;
    double epsilon = 1e-8;
};

/// Weights that are changed in the same way.
struct WeightGroup {
    std::vector<std::pair<std::string, torch::Tensor>> weights; ///< with their names, share the model's storage
    double decay = 0;
    double learningRateFactor = 1;
};

/// Adam and AdamW, step by step the numbers of torch.optim, with a state that can be written down. Owned by the
/// training thread.
class AdamOptimizer {
public:
    AdamOptimizer(std::vector<WeightGroup> groups, const AdamOptions& options);

    void clearGradients();
    /// Weights without a gradient stay as they are.
    void step(const Rate& rate);

    const std::vector<WeightGroup>& groups() const { return m_groups; }
    std::vector<torch::Tensor> weights() const;

    /// "<weight>.exp_avg" and "<weight>.exp_avg_sq", as the weight; "<weight>.step", () int64. Nothing for weights that
    /// never had a gradient.
    models::NamedTensors state() const;
    /// Throws Error{Mismatch} that names a tensor which does not fit.
    void restore(const models::NamedTensors& state);

private:
    struct Moments {
        torch::Tensor first;
        torch::Tensor second;
        std::int64_t steps = 0;
    };

    void change(const torch::Tensor& weight, Moments& moments, const WeightGroup& group, const Rate& rate) const;

    std::vector<WeightGroup> m_groups;
    AdamOptions m_options;
    std::vector<std::vector<Moments>> m_moments; // by group and weight
};

} // namespace storyscope::training
