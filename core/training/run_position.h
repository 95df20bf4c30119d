// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/learning_plan.h"
#include "core/training/loss_mean.h"
#include "core/training/schedule.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>

namespace storyscope::training {

/// How far a run has come. Batches of an epoch follow from the seed and their number, so that this is all there is to
/// know.
struct RunPosition {
    std::size_t stage = 0;           ///< the one under way, from 0
    int epochsDone = 0;              ///< over all stages
    int stageEpochsDone = 0;         ///< of the stage under way
    std::int64_t batchInEpoch = 0;   ///< batches learnt of the epoch under way
    std::int64_t step = 0;           ///< batches learnt over all epochs
    std::int64_t updates = 0;        ///< changes of the weights in the stage under way
    std::int64_t waitingBatches = 0; ///< whose gradients wait for more
    LossMean mean;                   ///< of the epoch under way
    Schedule::Plateau plateau;       ///< what the schedule remembers
    int bestEpoch = 0;               ///< of the last stage; 0: none yet
    std::optional<double> bestLoss;
    double leastLoss = 0; ///< of the stage under way, that early stopping compares with
    int epochsSinceLeast = 0;
    double elapsedSeconds = 0; ///< in earlier sittings
    bool isFinished = false;

    /// From the first epoch of the next stage on.
    void beginStage(std::size_t number);
    /// Ends the epoch under way, whose validation loss was `loss`; none could be measured: nothing speaks for stopping.
    void endEpoch(std::optional<double> loss, const EarlyStopping& earlyStopping);
    /// The epoch that ended, of the last stage, is the best if its loss is the lowest of that stage, or if none could
    /// be measured.
    void rankEpoch(std::optional<double> loss);
};

nlohmann::json toJson(const RunPosition& position);
/// Throws nlohmann::json::exception.
RunPosition positionFrom(const nlohmann::json& json);

} // namespace storyscope::training
