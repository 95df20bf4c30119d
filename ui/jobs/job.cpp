// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/job.h"

#include "ui/common/text.h"

#include <QDateTime>
#include <utility>

namespace storyscope::ui {

namespace {

constexpr qint64 reportIntervalMs = 50;

} // namespace

Job::Run::Run(Job& job, quint64 generation, Worker::Signs signs)
    : m_job(job), m_generation(generation), m_signs(std::move(signs)) {}

void Job::Run::report(std::string_view stage, std::int64_t done, std::int64_t total) {
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const bool isLast = total > 0 && done == total;
    if (stage == m_lastStage && !isLast && now - m_lastReportMs < reportIntervalMs) {
        return;
    }
    m_lastStage = stage;
    m_lastReportMs = now;
    const JobProgress progress{toText(m_lastStage), done, total};
    deliver([job = &m_job, progress] { emit job->progressed(progress); });
}

void Job::Run::deliver(std::function<void()> function) const {
    QMetaObject::invokeMethod(
        &m_job,
        [job = &m_job, generation = m_generation, call = std::move(function)] {
            if (generation == job->m_generation) {
                call();
            }
        },
        Qt::QueuedConnection);
}

void Job::start(Running running, Work work) {
    if (running == Running::IsStopped) {
        m_worker.stop();
        ++m_generation;
    }
    const quint64 serial = ++m_serial;
    m_worker.post([this, serial, generation = m_generation, work = std::move(work)](const Worker::Signs& signs) {
        Run run(*this, generation, signs);
        JobError error{ErrorCode::Cancelled, {}, {}};
        bool hasSucceeded = false;
        try {
            work(run);
            hasSucceeded = true;
        } catch (...) {
            error = describeCurrentException();
        }
        run.deliver([this, serial, hasSucceeded, error] {
            if (!hasSucceeded && error.code == ErrorCode::Cancelled) {
                emit stopped();
            } else if (!hasSucceeded) {
                emit failed(error);
            }
            if (serial == m_serial) {
                setBusy(false);
            }
        });
    });
    setBusy(true);
}

void Job::stop() {
    m_worker.stop();
    ++m_generation;
    if (m_isBusy) {
        emit stopped();
        setBusy(false);
    }
}

void Job::setBusy(bool busy) {
    if (busy != m_isBusy) {
        m_isBusy = busy;
        emit busyChanged(busy);
    }
}

} // namespace storyscope::ui
