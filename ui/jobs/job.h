// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "ui/jobs/job_error.h"
#include "ui/jobs/worker.h"

#include <QObject>
#include <functional>
#include <string>

namespace storyscope::ui {

/// How far a job has come.
struct JobProgress {
    QString stage; ///< what is being done: "Reading frames"
    qint64 done = 0;
    qint64 total = 0; ///< 0: the end is not known
};

/// A kind of work with one worker thread of its own: what a derived class runs there comes back as signals on the
/// thread that owns the job. No exception leaves the worker. The destructor asks the work to stop and waits for it:
/// work therefore touches no member of the derived class, only what it shares by pointer and what it delivers.
class Job : public QObject {
    Q_OBJECT
public:
    bool isBusy() const { return m_isBusy; }

public slots:
    /// Asks the work to stop; nothing of it is delivered any more. stopped() follows if there was any.
    void stop();

signals:
    void busyChanged(bool busy);
    void progressed(const storyscope::ui::JobProgress& progress);
    void failed(const storyscope::ui::JobError& error);
    void stopped();

protected:
    explicit Job(QObject* parent) : QObject(parent) {}

    /// What the work sees of its job; used on the worker only.
    class Run : public Progress {
    public:
        Run(Job& job, quint64 generation, Worker::Signs signs);
        const std::stop_token& stopToken() const { return m_signs.stop; }
        /// Also asks to stop when newer work waits: for what is only done ahead of being asked for.
        const std::stop_token& newerToken() const { return m_signs.newer; }
        /// Throttled to what an eye can follow.
        void report(std::string_view stage, std::int64_t done, std::int64_t total) override;
        /// Calls `function` on the job's own thread, unless the job was stopped or started anew meanwhile.
        void deliver(std::function<void()> function) const;

    private:
        Job& m_job;
        quint64 m_generation;
        Worker::Signs m_signs;
        std::string m_lastStage;
        qint64 m_lastReportMs = 0;
    };
    using Work = std::function<void(Run&)>;

    enum class Running {
        IsStopped, ///< what runs already is out of date
        Finishes,  ///< what runs already is still wanted
    };
    /// Runs `work` instead of any work that still waits.
    void start(Running running, Work work);

private:
    void setBusy(bool busy);

    quint64 m_generation = 0; ///< what is delivered from an older one is dropped
    quint64 m_serial = 0;     ///< of the latest work
    bool m_isBusy = false;    ///< the latest work has not ended
    Worker m_worker;          ///< last member: stopped before the others go
};

} // namespace storyscope::ui

Q_DECLARE_METATYPE(storyscope::ui::JobProgress)
