// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/story_model.h"
#include "core/training/adam_optimizer.h"
#include "core/training/learning_plan.h"
#include "core/training/losses.h"
#include "core/training/trainer.h"
#include "core/training/training_plan.h"

#include <cstdint>
#include <memory>
#include <set>
#include <string>

namespace storyscope::training {

/// Learning from batches: forward, losses, backward; and from what has gathered: clip, change the weights. Of those
/// weights that require a gradient when it is made. Owned by the training thread.
class OptimizerStep {
public:
    struct Options {
        LossOptions losses;
        double weightDecay = 0.01;
        double clipNorm = 1.0;
        OptimizerPlan optimizer = {};
        Precision precision = Precision::Float32;
    };

    OptimizerStep(std::shared_ptr<models::StoryModel> model, Options options);

    /// Adds a batch's gradients to those that wait. Returns its losses; none if the batch has nothing that they could
    /// learn from. A loss that is not finite throws Error{Numerical}.
    Losses learn(const models::Batch& batch);
    /// Changes the weights by the mean of the waiting gradients; nothing waits: does nothing. A gradient that is not
    /// finite throws Error{Numerical} and leaves the weights as they were.
    void update(const Rate& rate);
    /// Both for one batch.
    Losses take(const models::Batch& batch, const Rate& rate);

    std::int64_t waitingBatches() const { return m_waiting; }

    /// The optimizer's tensors, and "grad.<weight>" of gradients that wait.
    models::NamedTensors state() const;
    void restore(models::NamedTensors state, std::int64_t waitingBatches);

private:
    std::shared_ptr<models::StoryModel> m_model;
    Options m_options;
    std::set<std::string> m_wanted;
    AdamOptimizer m_optimizer;
    std::int64_t m_waiting = 0;
};

/// The terms as plain numbers, with their weighted sum as "total"; of no term, nothing.
Losses plainLosses(const LossTerms& terms, const LossOptions& options);

} // namespace storyscope::training
