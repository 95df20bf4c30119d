// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/training_cost.h"

#include <QLocale>
#include <algorithm>
#include <cmath>

namespace storyscope::ui {

TrainingCost trainingCost(const TrainingSize& size, const std::optional<MeasuredRate>& rate) {
    TrainingCost cost;
    cost.trainingStories = size.trainingStories;
    cost.epochs = size.epochs;
    const std::int64_t batch = std::max<std::int64_t>(1, size.batchSize);
    cost.steps = size.epochs * ((size.trainingStories + batch - 1) / batch);
    cost.pictureBytes = size.frames * size.pictureSide * size.pictureSide * 3;
    if (size.mostPictureBytes > 0)
        cost.pictureBytes = std::min(cost.pictureBytes, size.mostPictureBytes);
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

QString TrainingCostText::memory(const TrainingCost& cost) {
    if (cost.pictureBytes <= 0)
        return tr("measured after the first batches");
    return tr("about %1 for the pictures, besides the model").arg(QLocale().formattedDataSize(cost.pictureBytes, 0));
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
