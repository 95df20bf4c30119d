// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/run_record.h"

#include <algorithm>
#include <limits>

namespace storyscope::ui {
namespace {

/// A long run keeps its shape with far fewer points than it has batches.
constexpr qsizetype mostBatchPoints = 40'000;

void keepEverySecond(QVector<double>& values) {
    qsizetype kept = 0;
    for (qsizetype i = 1; i < values.size(); i += 2)
        values[kept++] = values[i];
    values.resize(kept);
}

double valueOf(const training::Losses& losses, const std::string& term) {
    const auto found = losses.find(term);
    return found == losses.end() ? std::numeric_limits<double>::quiet_NaN() : found->second;
}

} // namespace

void RunRecord::add(const training::BatchDone& batch) {
    state = state == RunState::Stopping ? state : RunState::Running;
    enterStage(batch.stage, static_cast<double>(batch.step - 1));
    stages = batch.stages;
    for (const auto& [term, loss] : batch.losses) {
        TermCurves& curve = curves[term];
        if (curve.batchSteps.size() >= mostBatchPoints) {
            keepEverySecond(curve.batchSteps);
            keepEverySecond(curve.batchLosses);
        }
        curve.batchSteps << static_cast<double>(batch.step);
        curve.batchLosses << loss;
    }
}

void RunRecord::add(const training::EpochDone& epochDone) {
    epoch = epochDone.epoch;
    epochs = epochDone.epochs;
    const auto total = curves.find("total");
    const bool isFirst = total == curves.end() || total->second.epochSteps.isEmpty();
    enterStage(epochDone.stage, isFirst ? 0 : total->second.epochSteps.last());
    stages = epochDone.stages;
    elapsedSeconds = epochDone.elapsedSeconds;
    waitingShare = epochDone.waitingShare;
    for (const Issue& issue : epochDone.issues)
        dataIssues << QString::fromStdString(issue.place + ": " + issue.text);
    training::Losses terms = epochDone.training;
    terms.insert(epochDone.validation.begin(), epochDone.validation.end());
    for (const auto& entry : terms) {
        TermCurves& curve = curves[entry.first];
        curve.epochSteps << static_cast<double>(epochDone.step);
        curve.trainingMeans << valueOf(epochDone.training, entry.first);
        curve.validationLosses << valueOf(epochDone.validation, entry.first);
    }
    if (!epochDone.isBest)
        return;
    bestEpoch = epochDone.epoch;
    bestStep = epochDone.step;
    const auto loss = epochDone.validation.find("total");
    if (loss != epochDone.validation.end())
        bestValidationLoss = loss->second;
}

/// News of batches may come before those of the epoch they follow: then the stage is known already.
void RunRecord::enterStage(int number, double stepBefore) {
    stage = std::max(stage, number);
    if (number > stageEnds.size() + 1)
        stageEnds << stepBefore;
}

bool isActive(RunState state) {
    return state == RunState::Preparing || state == RunState::Running || state == RunState::Stopping;
}

} // namespace storyscope::ui
