// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/trainer.h"

#include <QString>
#include <QStringList>
#include <QVector>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace storyscope::ui {

/// One loss term through a run. The x axis of everything is the step, counted from 1 over all epochs.
struct TermCurves {
    QVector<double> batchSteps;
    QVector<double> batchLosses; ///< one per entry of batchSteps
    QVector<double> epochSteps;  ///< the last step of each epoch
    QVector<double> trainingMeans;
    QVector<double> validationLosses; ///< NaN where an epoch was not validated
};

enum class RunState { Preparing, Running, Stopping, Done, Stopped, Failed, Interrupted };

/// Everything the runs panel shows of one run. A plain value; the panel owns it.
struct RunRecord {
    QString name;
    QString preset;
    QString data;
    std::filesystem::path folder;
    RunState state = RunState::Preparing;
    int epoch = 0;  ///< epochs finished
    int epochs = 0; ///< epochs planned; 0 = not known
    int stage = 1;  ///< the one under way, or the last one that was
    int stages = 1;
    QVector<double> stageEnds; ///< the last step of each stage that is over
    std::int64_t bestStep = 0;
    int bestEpoch = 0;
    std::optional<double> bestValidationLoss;
    double elapsedSeconds = 0;
    double waitingShare = 0;                  ///< of the latest epoch: spent waiting for pictures, [0, 1]
    QStringList dataIssues;                   ///< what is amiss with the data, a line each
    QString failure;                          ///< a sentence; only for RunState::Failed
    QString failureDetails;                   ///< the rest of it
    std::filesystem::path bestModel;          ///< empty until there is one
    std::map<std::string, TermCurves> curves; ///< by loss term; "total" is the sum that is minimised
    std::vector<training::SampleStory> samples;
    double storiesPerSecond = 0; ///< 0 = not known

    /// It is over before its last planned epoch, and not because someone stopped it.
    bool endedEarly() const { return state == RunState::Done && epoch > 0 && epoch < epochs; }

    void add(const training::BatchDone& batch);
    void add(const training::EpochDone& epochDone);

private:
    void enterStage(int number, double stepBefore);
};

/// Whether a run goes on.
bool isActive(RunState state);

} // namespace storyscope::ui
