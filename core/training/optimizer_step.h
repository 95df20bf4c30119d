// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/story_model.h"
#include "core/training/losses.h"
#include "core/training/trainer.h"

#include <torch/optim/adamw.h>

#include <memory>

namespace storyscope::training {

/// One step of learning: forward, losses, backward, clip, AdamW. Owned by the training thread.
class OptimizerStep {
public:
    struct Options {
        LossOptions losses;
        double weightDecay = 0.01; ///< of matrices and convolutions
        double clipNorm = 1.0;
    };

    OptimizerStep(std::shared_ptr<models::StoryModel> model, Options options);

    /// Returns the losses before the step. A loss or gradient that is not finite throws Error{Numerical} and leaves the
    /// weights as they were.
    Losses take(const models::Batch& batch, double learningRate);

private:
    std::shared_ptr<models::StoryModel> m_model;
    Options m_options;
    torch::optim::AdamW m_optimizer;
};

/// The terms as plain numbers, with their weighted sum as "total".
Losses plainLosses(const LossTerms& terms, const LossOptions& options);

/// The batch on another device.
models::Batch movedTo(const models::Batch& batch, torch::Device device);

} // namespace storyscope::training
