// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/memory_counter.h"

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
    std::int64_t steps = 0; ///< over all epochs
    std::optional<double> seconds;
};

struct TrainingSize {
    std::int64_t trainingStories = 0;
    std::int64_t epochs = 0;
    std::int64_t batchSize = 1;
};

/// Where a run learns. What a step works on is in the memory of the one or the other.
enum class LearningPlace { Processor, GraphicsCard };

TrainingCost trainingCost(const TrainingSize& size, const std::optional<MeasuredRate>& rate);

/// The sentences that show a cost and times to a person.
class TrainingCostText {
    Q_DECLARE_TR_FUNCTIONS(TrainingCostText)
public:
    static QString steps(const TrainingCost& cost, std::int64_t batchSize);
    /// "about 450 MiB in all", and whether that is more than there is.
    static QString memory(const MemoryNeed& need, LearningPlace place);
    /// What the sum is made of, a line each.
    static QString memoryParts(const MemoryNeed& need);
    /// Whether the machine has not enough free memory, as far as that is known.
    static bool exceedsMemory(const MemoryNeed& need, LearningPlace place);
    static QString time(const TrainingCost& cost, const std::optional<MeasuredRate>& rate);
    /// "3 min 20 s", "2 h 5 min", "less than a second".
    static QString duration(double seconds);
};

} // namespace storyscope::ui
