// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "ui/jobs/job.h"

#include <QSignalSpy>
#include <QTest>
#include <QThread>
#include <atomic>
#include <memory>
#include <stdexcept>

using namespace storyscope;
using namespace storyscope::ui;

namespace {

/// A job whose work is given by the test.
class OpenJob : public Job {
public:
    OpenJob() : Job(nullptr) {}
    using Job::Run;
    using Job::Running;
    using Job::start;
};

} // namespace

class JobsTest : public QObject {
    Q_OBJECT

private slots:
    void work_runs_elsewhere_and_is_delivered_here() {
        OpenJob job;
        const QThread* here = QThread::currentThread();
        std::atomic<bool> isElsewhere = false;
        bool isDeliveredHere = false;
        job.start(OpenJob::Running::IsStopped, [&](OpenJob::Run& run) {
            isElsewhere = QThread::currentThread() != here;
            run.deliver([&] { isDeliveredHere = QThread::currentThread() == here; });
        });
        QVERIFY(job.isBusy());
        QTRY_VERIFY(!job.isBusy());
        QVERIFY(isElsewhere);
        QVERIFY(isDeliveredHere);
    }

    void every_exception_becomes_a_readable_message_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("message");
        QTest::newRow("ours") << 0 << QStringLiteral("It has no pictures (/a/b.mp4)");
        QTest::newRow("memory") << 1 << QStringLiteral("There is not enough memory for this.");
        QTest::newRow("standard") << 2 << QStringLiteral("Something went wrong inside Storyscope.");
        QTest::newRow("anything") << 3 << QStringLiteral("Something went wrong inside Storyscope.");
    }

    void every_exception_becomes_a_readable_message() {
        QFETCH(int, kind);
        QFETCH(QString, message);
        OpenJob job;
        QSignalSpy failed(&job, &Job::failed);
        job.start(OpenJob::Running::IsStopped, [kind](OpenJob::Run&) {
            switch (kind) {
            case 0:
                throw Error(ErrorCode::Malformed, "It has no pictures", inFile("/a/b.mp4"));
            case 1:
                throw std::bad_alloc();
            case 2:
                throw std::runtime_error("shape");
            default:
                throw 7;
            }
        });
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed[0][0].value<JobError>().message, message);
        QVERIFY(!job.isBusy());
    }

    void a_stopped_job_delivers_nothing_more() {
        OpenJob job;
        QSignalSpy stopped(&job, &Job::stopped);
        QSignalSpy failed(&job, &Job::failed);
        const auto wasDelivered = std::make_shared<std::atomic<bool>>(false);
        const auto hasBegun = std::make_shared<std::atomic<bool>>(false);
        const auto hasEnded = std::make_shared<std::atomic<bool>>(false);
        job.start(OpenJob::Running::IsStopped, [=](OpenJob::Run& run) {
            *hasBegun = true;
            while (!run.stopToken().stop_requested()) {
                QThread::msleep(1);
            }
            run.deliver([=] { *wasDelivered = true; });
            *hasEnded = true;
            throw Error(ErrorCode::Cancelled, "stopped");
        });
        QTRY_VERIFY(*hasBegun);
        job.stop();
        QCOMPARE(stopped.size(), 1);
        QVERIFY(!job.isBusy());
        QTRY_VERIFY(*hasEnded);
        QTest::qWait(20);
        QVERIFY(!*wasDelivered);
        QCOMPARE(failed.size(), 0);
        QCOMPARE(stopped.size(), 1);
    }

    void of_several_waiting_pieces_of_work_the_latest_wins() {
        OpenJob job;
        const auto done = std::make_shared<QList<int>>();
        const auto hasBegun = std::make_shared<std::atomic<bool>>(false);
        const auto mayGo = std::make_shared<std::atomic<bool>>(false);
        for (int number = 0; number < 5; ++number) {
            job.start(OpenJob::Running::Finishes, [=](OpenJob::Run& run) {
                *hasBegun = true;
                while (!*mayGo) {
                    QThread::msleep(1);
                }
                run.deliver([=] { done->append(number); });
            });
            QTRY_VERIFY(*hasBegun);
        }
        *mayGo = true;
        QTRY_VERIFY(!job.isBusy());
        QCOMPARE(*done, (QList<int>{0, 4}));
    }

    void work_can_tell_that_newer_work_waits() {
        OpenJob job;
        const auto hasBegun = std::make_shared<std::atomic<bool>>(false);
        const auto hasSeenNewer = std::make_shared<std::atomic<bool>>(false);
        const auto wasStopped = std::make_shared<std::atomic<bool>>(false);
        job.start(OpenJob::Running::Finishes, [=](OpenJob::Run& run) {
            *hasBegun = true;
            while (!run.newerToken().stop_requested()) {
                QThread::msleep(1);
            }
            *hasSeenNewer = true;
            *wasStopped = run.stopToken().stop_requested();
        });
        QTRY_VERIFY(*hasBegun);
        QTest::qWait(20);
        QVERIFY(!*hasSeenNewer);
        job.start(OpenJob::Running::Finishes, [](OpenJob::Run&) {});
        QTRY_VERIFY(!job.isBusy());
        QVERIFY(*hasSeenNewer);
        QVERIFY(!*wasStopped);
    }

    void destroying_a_busy_job_stops_it() {
        std::atomic<bool> hasBegun = false;
        std::atomic<bool> hasEnded = false;
        {
            OpenJob job;
            job.start(OpenJob::Running::IsStopped, [&](OpenJob::Run& run) {
                hasBegun = true;
                while (!run.stopToken().stop_requested()) {
                    QThread::msleep(1);
                }
                hasEnded = true;
            });
            QTRY_VERIFY(hasBegun);
        }
        QVERIFY(hasEnded);
    }

    void progress_is_throttled_but_its_end_is_never_lost() {
        OpenJob job;
        QSignalSpy progressed(&job, &Job::progressed);
        job.start(OpenJob::Running::IsStopped, [](OpenJob::Run& run) {
            for (int done = 1; done <= 10'000; ++done) {
                run.report("Counting", done, 10'000);
            }
        });
        QTRY_VERIFY(!job.isBusy());
        QVERIFY(progressed.size() < 100);
        QCOMPARE(progressed.last()[0].value<JobProgress>().done, 10'000);
    }
};

QTEST_MAIN(JobsTest)
#include "jobs_test.moc"
