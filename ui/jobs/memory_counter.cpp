// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/memory_counter.h"

#include "ui/jobs/free_memory.h"
#include "ui/jobs/thread_priority.h"

#include <QCoreApplication>
#include <utility>

namespace storyscope::ui {

namespace {

/// Says on the worker that work is being done there, and at its end that there is none any more.
class WorkSign {
public:
    WorkSign(std::shared_ptr<std::atomic<bool>> isAtWork, MemoryCounter* counter)
        : m_isAtWork(std::move(isAtWork)), m_counter(counter) {
        *m_isAtWork = true;
    }
    ~WorkSign() {
        *m_isAtWork = false;
        QMetaObject::invokeMethod(m_counter, &MemoryCounter::ended, Qt::QueuedConnection);
    }
    WorkSign(const WorkSign&) = delete;
    WorkSign& operator=(const WorkSign&) = delete;

private:
    std::shared_ptr<std::atomic<bool>> m_isAtWork;
    MemoryCounter* m_counter; ///< outlives its worker
};

} // namespace

MemoryPredictor coreMemoryPredictor() {
    return [](const training::TrainingOptions& options, const std::stop_token& stop, Progress& progress) {
        MemoryNeed need;
        need.freeBytes = freeMemoryBytes();
        need.prediction = training::predictMemory(options, stop, progress);
        return need;
    };
}

MemoryCounter::MemoryCounter(MemoryPredictor predictor, QObject* parent)
    : Job(parent), m_predictor(std::move(predictor)), m_isAtWork(std::make_shared<std::atomic<bool>>(false)) {}

void MemoryCounter::count(const training::TrainingOptions& options) {
    start(Running::IsStopped, [this, options, predict = m_predictor, isAtWork = m_isAtWork](Run& run) {
        const WorkSign sign(isAtWork, this);
        throwIfStopped(run.stopToken());
        stepBackForOthers();
        const MemoryNeed need = predict(options, run.stopToken(), run);
        run.deliver([this, need] { emit counted(need); });
    });
}

void MemoryCounter::dismiss(std::unique_ptr<MemoryCounter> counter) {
    counter->disconnect();
    counter->stop();
    if (!counter->isAtWork())
        return;
    connect(counter.get(), &MemoryCounter::ended, counter.get(), &QObject::deleteLater);
    counter.release()->setParent(QCoreApplication::instance());
}

} // namespace storyscope::ui
