// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/trainer.h"
#include "ui/jobs/job_error.h"

#include <QObject>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace storyscope::ui {

/// What a TrainingJob runs. Called on the job's thread; may throw anything.
class TrainingRunner {
public:
    virtual ~TrainingRunner() = default;
    virtual training::TrainingSummary run(const training::TrainingOptions& options, const std::stop_token& stop,
                                          training::TrainingObserver& observer) = 0;
};

/// The real one: training::train.
std::shared_ptr<TrainingRunner> coreTrainingRunner();

/// What happened in a run since it was last asked, oldest first.
struct TrainingNews {
    std::optional<training::Preparing> preparing; ///< the latest
    std::vector<training::BatchDone> batches;     ///< every n-th if nobody asked for long; the latest is always there
    std::vector<training::EpochDone> epochs;
    std::vector<training::SampleStory> samples;

    bool isEmpty() const { return !preparing && batches.empty() && epochs.empty() && samples.empty(); }
};

/// Runs a training run on a thread of its own. Events are gathered and fetched with takeNews() at the pace of the
/// viewer, so that a fast run cannot flood the event queue. All calls and all signals: the thread that owns the job.
/// The destructor asks the run to stop and waits for it.
class TrainingJob : public QObject {
    Q_OBJECT
public:
    explicit TrainingJob(std::shared_ptr<TrainingRunner> runner, QObject* parent = nullptr);
    ~TrainingJob() override;

    /// Ignored while a run is going on.
    void start(const training::TrainingOptions& options);
    /// Asks the run to stop and returns at once; finished() follows.
    void cancel();
    bool isRunning() const { return m_isRunning; }
    TrainingNews takeNews();

signals:
    /// Also after a stop: see TrainingSummary::wasStopped.
    void finished(const storyscope::training::TrainingSummary& summary);
    void failed(const storyscope::ui::JobError& error);

private:
    class Gatherer;
    void work(const training::TrainingOptions& options, const std::stop_token& stop);

    std::shared_ptr<TrainingRunner> m_runner;
    std::unique_ptr<Gatherer> m_gatherer;
    bool m_isRunning = false;
    std::jthread m_thread; ///< last member: joined before the others go
};

} // namespace storyscope::ui
