// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/trainer.h"

#include <cstdint>
#include <functional>
#include <map>

namespace storyscope::test {

/// What a run tells, by step and epoch: the losses of every batch, and of validation.
class Curve final : public training::TrainingObserver {
public:
    void onEvent(const training::TrainingEvent& event) override {
        if (const auto* batch = std::get_if<training::BatchDone>(&event)) {
            losses[batch->step] = batch->losses;
            rates[batch->step] = batch->learningRate;
            afterBatch(*batch);
        } else if (const auto* epoch = std::get_if<training::EpochDone>(&event)) {
            validation[epoch->epoch] = epoch->validation;
            epochs[epoch->epoch] = *epoch;
            afterEpoch(*epoch);
        } else if (const auto* preparing = std::get_if<training::Preparing>(&event)) {
            onPreparing(*preparing);
        }
    }

    std::map<std::int64_t, training::Losses> losses;
    std::map<std::int64_t, double> rates;
    std::map<int, training::Losses> validation;
    std::map<int, training::EpochDone> epochs;
    std::function<void(const training::BatchDone&)> afterBatch = [](const training::BatchDone&) {};
    std::function<void(const training::EpochDone&)> afterEpoch = [](const training::EpochDone&) {};
    std::function<void(const training::Preparing&)> onPreparing = [](const training::Preparing&) {};
};

} // namespace storyscope::test
