// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QString>
#include <cstdint>
#include <optional>

namespace storyscope::ui {

/// How fast an earlier run with the same preset went on this machine, its validation included.
struct MeasuredRate {
    double storiesPerSecond = 0;
    QString runName;
};

/// What a run will cost, as far as it can be known before it starts.
struct TrainingCost {
    std::int64_t trainingStories = 0; ///< per epoch
    std::int64_t epochs = 0;
    std::int64_t steps = 0;        ///< over all epochs
    std::int64_t pictureBytes = 0; ///< pictures held in memory; 0 = not known
    std::optional<double> seconds;
};

struct TrainingSize {
    std::int64_t trainingStories = 0;
    std::int64_t epochs = 0;
    std::int64_t batchSize = 1;
    std::int64_t frames = 0;           ///< of all training stories together
    std::int64_t pictureSide = 0;      ///< pixels; 0 = not known
    std::int64_t mostPictureBytes = 0; ///< pictures beyond are not kept; 0 = no limit
};

TrainingCost trainingCost(const TrainingSize& size, const std::optional<MeasuredRate>& rate);

/// The sentences that show a cost and times to a person.
class TrainingCostText {
    Q_DECLARE_TR_FUNCTIONS(TrainingCostText)
public:
    static QString steps(const TrainingCost& cost, std::int64_t batchSize);
    static QString memory(const TrainingCost& cost);
    static QString time(const TrainingCost& cost, const std::optional<MeasuredRate>& rate);
    /// "3 min 20 s", "2 h 5 min", "less than a second".
    static QString duration(double seconds);
};

} // namespace storyscope::ui
