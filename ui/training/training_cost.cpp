// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/training_cost.h"

#include <QLocale>
#include <QStringList>
#include <algorithm>
#include <cmath>

namespace storyscope::ui {
namespace {

/// Tenths where they say something.
QString sizeText(std::int64_t bytes) {
    constexpr std::int64_t gibibyte = std::int64_t{1} << 30;
    return QLocale().formattedDataSize(bytes, bytes < gibibyte ? 0 : 1);
}

/// Of the machine's own memory.
std::int64_t machineBytes(const MemoryNeed& need, LearningPlace place) {
    const training::MemoryPrediction& parts = need.prediction;
    return place == LearningPlace::Processor ? parts.total()
                                             : parts.weights + parts.saving + parts.texts + parts.pictures +
                                                   parts.batches + parts.gaps + parts.program;
}

} // namespace

TrainingCost trainingCost(const TrainingSize& size, const std::optional<MeasuredRate>& rate) {
    TrainingCost cost;
    cost.trainingStories = size.trainingStories;
    cost.epochs = size.epochs;
    const std::int64_t batch = std::max<std::int64_t>(1, size.batchSize);
    cost.steps = size.epochs * ((size.trainingStories + batch - 1) / batch);
    if (rate && rate->storiesPerSecond > 0)
        cost.seconds = static_cast<double>(size.trainingStories * size.epochs) / rate->storiesPerSecond;
    return cost;
}

QString TrainingCostText::steps(const TrainingCost& cost, std::int64_t batchSize) {
    const QLocale locale;
    return tr("%1 steps: %2 training stories × %3 epochs, %4 stories a step")
        .arg(locale.toString(static_cast<qlonglong>(cost.steps)),
             locale.toString(static_cast<qlonglong>(cost.trainingStories)),
             locale.toString(static_cast<qlonglong>(cost.epochs)), locale.toString(static_cast<qlonglong>(batchSize)));
}

QString TrainingCostText::memory(const MemoryNeed& need, LearningPlace place) {
    const QString size = sizeText(need.prediction.total());
    const QString all = place == LearningPlace::Processor ? tr("about %1 in all").arg(size)
                                                          : tr("about %1 in all, most of it on the GPU").arg(size);
    if (!exceedsMemory(need, place))
        return all;
    return tr("%1. Only %2 are free now: the run may fail or slow everything down. A smaller batch needs less.")
        .arg(all, sizeText(*need.freeBytes));
}

QString TrainingCostText::memoryParts(const MemoryNeed& need) {
    const training::MemoryPrediction& parts = need.prediction;
    QStringList lines;
    const auto add = [&](const QString& what, std::int64_t bytes) {
        if (bytes > 0)
            lines << tr("%1: %2").arg(what, sizeText(bytes));
    };
    add(tr("Weights"), parts.weights);
    add(tr("Gradients and the optimizer's memory"), parts.optimizer);
    if (parts.step >= parts.saving)
        add(tr("One step, there and back"), parts.step);
    else
        add(tr("Writing a checkpoint"), parts.saving);
    add(tr("Captions and tags"), parts.texts);
    add(tr("Pictures that are kept"), parts.pictures);
    add(tr("Batches that wait"), parts.batches);
    add(tr("Unused between all these"), parts.gaps);
    add(tr("The program itself"), parts.program);
    if (need.freeBytes)
        add(tr("Free on this machine"), *need.freeBytes);
    return lines.join(QLatin1Char('\n'));
}

bool TrainingCostText::exceedsMemory(const MemoryNeed& need, LearningPlace place) {
    return need.freeBytes && machineBytes(need, place) > *need.freeBytes;
}

QString TrainingCostText::time(const TrainingCost& cost, const std::optional<MeasuredRate>& rate) {
    if (!cost.seconds || !rate)
        return tr("measured after the first batches");
    return tr("about %1, as fast as the run %2").arg(duration(*cost.seconds), rate->runName);
}

QString TrainingCostText::duration(double seconds) {
    if (!std::isfinite(seconds) || seconds < 0)
        return tr("unknown");
    if (seconds < 1)
        return tr("less than a second");
    const auto whole = static_cast<qlonglong>(std::llround(seconds));
    if (whole < 60)
        return tr("%1 s").arg(whole);
    if (whole < 600)
        return whole % 60 == 0 ? tr("%1 min").arg(whole / 60) : tr("%1 min %2 s").arg(whole / 60).arg(whole % 60);
    const qlonglong minutes = (whole + 30) / 60;
    if (minutes < 60)
        return tr("%1 min").arg(minutes);
    return minutes % 60 == 0 ? tr("%1 h").arg(minutes / 60) : tr("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
}

} // namespace storyscope::ui
