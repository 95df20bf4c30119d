// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/memory_prediction.h"
#include "ui/jobs/job.h"

#include <QMetaType>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

namespace storyscope::ui {

/// What memory a run will need, and what there is.
struct MemoryNeed {
    training::MemoryPrediction prediction;
    std::optional<std::int64_t> freeBytes; ///< of the machine before the counting; nothing if it does not say
};

/// Counts the memory of a run. Called on a worker; may throw anything.
using MemoryPredictor =
    std::function<MemoryNeed(const training::TrainingOptions&, const std::stop_token&, Progress& progress)>;

/// The real one: training::predictMemory.
MemoryPredictor coreMemoryPredictor();

/// Counts what memory a run will need, in the background. Counting takes learning steps, which draw from the generator
/// that runs draw from: a run that shall be repeatable starts when nothing is at work here. GUI thread.
class MemoryCounter : public Job {
    Q_OBJECT
public:
    explicit MemoryCounter(MemoryPredictor predictor, QObject* parent = nullptr);

    /// Instead of what is counted already.
    void count(const training::TrainingOptions& options);
    /// Also after a stop, until the step under way has ended.
    bool isAtWork() const { return *m_isAtWork; }
    /// Stops, and lives on without an owner until nothing is at work: nobody has to wait for it.
    static void dismiss(std::unique_ptr<MemoryCounter> counter);

signals:
    void counted(const storyscope::ui::MemoryNeed& need);
    /// Nothing is at work any more, however it ended.
    void ended();

private:
    MemoryPredictor m_predictor;
    std::shared_ptr<std::atomic<bool>> m_isAtWork;
};

} // namespace storyscope::ui

Q_DECLARE_METATYPE(storyscope::ui::MemoryNeed)
