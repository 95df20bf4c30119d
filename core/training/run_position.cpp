// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/run_position.h"

namespace storyscope::training {

using nlohmann::json;

namespace {

json toJson(const std::optional<double>& value) {
    return value ? json(*value) : json();
}

std::optional<double> numberFrom(const json& value) {
    return value.is_null() ? std::nullopt : std::optional(value.get<double>());
}

} // namespace

void RunPosition::beginStage(std::size_t number) {
    stage = number;
    stageEpochsDone = 0;
    updates = 0;
    epochsSinceLeast = 0;
}

void RunPosition::endEpoch(std::optional<double> loss, const EarlyStopping& earlyStopping) {
    ++epochsDone;
    ++stageEpochsDone;
    batchInEpoch = 0;
    mean = {};
    if (stageEpochsDone == 1 || !loss || *loss < leastLoss - earlyStopping.minimumDelta) {
        leastLoss = loss.value_or(leastLoss);
        epochsSinceLeast = 0;
    } else {
        ++epochsSinceLeast;
    }
}

void RunPosition::rankEpoch(std::optional<double> loss) {
    if (!bestLoss || !loss || *loss < *bestLoss) {
        bestEpoch = epochsDone;
        bestLoss = loss;
    }
}

json toJson(const RunPosition& position) {
    return {{"stage", position.stage},
            {"epochs_done", position.epochsDone},
            {"stage_epochs_done", position.stageEpochsDone},
            {"batch_in_epoch", position.batchInEpoch},
            {"step", position.step},
            {"updates", position.updates},
            {"waiting_batches", position.waitingBatches},
            {"loss_sums", position.mean.sums()},
            {"loss_stories", position.mean.stories()},
            {"plateau",
             {{"share", position.plateau.share},
              {"best", toJson(position.plateau.best)},
              {"bad_epochs", position.plateau.badEpochs},
              {"cooling_epochs", position.plateau.coolingEpochs}}},
            {"best_epoch", position.bestEpoch},
            {"best_loss", toJson(position.bestLoss)},
            {"least_loss", position.leastLoss},
            {"epochs_since_least", position.epochsSinceLeast},
            {"elapsed_seconds", position.elapsedSeconds},
            {"finished", position.isFinished}};
}

RunPosition positionFrom(const json& text) {
    RunPosition position;
    text.at("stage").get_to(position.stage);
    text.at("epochs_done").get_to(position.epochsDone);
    text.at("stage_epochs_done").get_to(position.stageEpochsDone);
    text.at("batch_in_epoch").get_to(position.batchInEpoch);
    text.at("step").get_to(position.step);
    text.at("updates").get_to(position.updates);
    text.at("waiting_batches").get_to(position.waitingBatches);
    position.mean = LossMean(text.at("loss_sums").get<Losses>(), text.at("loss_stories").get<Losses>());
    const json& plateau = text.at("plateau");
    plateau.at("share").get_to(position.plateau.share);
    position.plateau.best = numberFrom(plateau.at("best"));
    plateau.at("bad_epochs").get_to(position.plateau.badEpochs);
    plateau.at("cooling_epochs").get_to(position.plateau.coolingEpochs);
    text.at("best_epoch").get_to(position.bestEpoch);
    position.bestLoss = numberFrom(text.at("best_loss"));
    text.at("least_loss").get_to(position.leastLoss);
    text.at("epochs_since_least").get_to(position.epochsSinceLeast);
    text.at("elapsed_seconds").get_to(position.elapsedSeconds);
    text.at("finished").get_to(position.isFinished);
    return position;
}

} // namespace storyscope::training
