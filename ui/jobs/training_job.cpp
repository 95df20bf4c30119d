// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/training_job.h"

#include "ui/jobs/thread_priority.h"

#include <type_traits>
#include <utility>

namespace storyscope::ui {
namespace {

class CoreTrainingRunner : public TrainingRunner {
public:
    training::TrainingSummary run(const training::TrainingOptions& options, const std::stop_token& stop,
                                  training::TrainingObserver& observer) override {
        return training::train(options, stop, observer);
    }
};

/// A viewer draws at most a few thousand points; more are thinned while nobody fetches them.
constexpr std::size_t mostGatheredBatches = 8192;

void keepEverySecond(std::vector<training::BatchDone>& batches) {
    std::size_t kept = 0;
    for (std::size_t i = 1; i < batches.size(); i += 2)
        batches[kept++] = std::move(batches[i]);
    batches.resize(kept);
}

} // namespace

std::shared_ptr<TrainingRunner> coreTrainingRunner() {
    return std::make_shared<CoreTrainingRunner>();
}

/// Filled on the run's thread, emptied on the viewer's.
class TrainingJob::Gatherer : public training::TrainingObserver {
public:
    void onEvent(const training::TrainingEvent& event) override {
        const std::lock_guard lock(m_mutex);
        std::visit([this](const auto& value) { add(value); }, event);
    }

    TrainingNews take() {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_news, {});
    }

private:
    void add(const training::Preparing& preparing) { m_news.preparing = preparing; }
    void add(const training::EpochDone& epoch) { m_news.epochs.push_back(epoch); }
    void add(const training::SampleStory& sample) { m_news.samples.push_back(sample); }
    void add(const training::BatchDone& batch) {
        if (m_news.batches.size() + 1 >= mostGatheredBatches)
            keepEverySecond(m_news.batches);
        m_news.batches.push_back(batch);
    }

    std::mutex m_mutex;
    TrainingNews m_news;
};

TrainingJob::TrainingJob(std::shared_ptr<TrainingRunner> runner, QObject* parent)
    : QObject(parent), m_runner(std::move(runner)), m_gatherer(std::make_unique<Gatherer>()) {}

TrainingJob::~TrainingJob() {
    m_thread.request_stop();
    if (m_thread.joinable())
        m_thread.join();
}

void TrainingJob::start(const training::TrainingOptions& options) {
    if (m_isRunning)
        return;
    m_isRunning = true;
    m_gatherer->take();
    m_thread = std::jthread([this, options](const std::stop_token& stop) { work(options, stop); });
}

void TrainingJob::cancel() {
    m_thread.request_stop();
}

TrainingNews TrainingJob::takeNews() {
    return m_gatherer->take();
}

void TrainingJob::work(const training::TrainingOptions& options, const std::stop_token& stop) {
    const auto report = [this](auto&& announce) {
        QMetaObject::invokeMethod(
            this,
            [this, announce = std::forward<decltype(announce)>(announce)] {
                m_isRunning = false;
                announce();
            },
            Qt::QueuedConnection);
    };
    stepBackForOthers();
    try {
        const training::TrainingSummary summary = m_runner->run(options, stop, *m_gatherer);
        report([this, summary] { emit finished(summary); });
    } catch (...) {
        const JobError error = describeCurrentException();
        if (error.code != ErrorCode::Cancelled)
            return report([this, error] { emit failed(error); });
        training::TrainingSummary nothing;
        nothing.wasStopped = true;
        report([this, nothing] { emit finished(nothing); });
    }
}

} // namespace storyscope::ui
