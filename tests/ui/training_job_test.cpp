// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/training_job.h"

#include "core/base/error.h"
#include "scripted_runner.h"

#include <QSignalSpy>
#include <QTest>
#include <new>
#include <stdexcept>

using namespace storyscope;
using namespace storyscope::ui;

using Throwing = std::function<void()>;
Q_DECLARE_METATYPE(Throwing)

class TrainingJobTest : public QObject {
    Q_OBJECT

private slots:
    void the_summary_comes_on_the_owners_thread();
    void news_come_in_order_and_once();
    void a_flood_that_nobody_fetches_stays_small_and_keeps_the_latest();
    void whatever_is_thrown_becomes_a_sentence_data();
    void whatever_is_thrown_becomes_a_sentence();
    void a_stop_is_no_failure();
    void cancel_returns_at_once();
    void the_destructor_stops_and_waits();
    void a_second_run_can_follow();
};

void TrainingJobTest::the_summary_comes_on_the_owners_thread() {
    TrainingJob job(scripted([](auto&...) {
        training::TrainingSummary summary;
        summary.epochsDone = 3;
        return summary;
    }));
    QThread* thread = nullptr;
    int epochs = 0;
    connect(&job, &TrainingJob::finished, &job, [&](const training::TrainingSummary& summary) {
        thread = QThread::currentThread();
        epochs = summary.epochsDone;
    });
    job.start({});
    QVERIFY(job.isRunning());
    QTRY_COMPARE(epochs, 3);
    QCOMPARE(thread, QThread::currentThread());
    QVERIFY(!job.isRunning());
}

void TrainingJobTest::news_come_in_order_and_once() {
    TrainingJob job(scripted([](const auto&, const auto&, training::TrainingObserver& observer) {
        observer.onEvent(training::Preparing{"Drawing", 1, 2});
        for (int step = 1; step <= 3; ++step)
            observer.onEvent(batchAt(step, 3));
        observer.onEvent(training::EpochDone{1, 1, 3, {}, {}, true, 1});
        return training::TrainingSummary{};
    }));
    QSignalSpy finished(&job, &TrainingJob::finished);
    job.start({});
    QVERIFY(finished.wait(test::patienceMs));
    const TrainingNews news = job.takeNews();
    QCOMPARE(news.preparing.value().stage, std::string("Drawing"));
    QCOMPARE(news.batches.size(), std::size_t{3});
    QCOMPARE(news.batches.front().step, std::int64_t{1});
    QCOMPARE(news.batches.back().step, std::int64_t{3});
    QCOMPARE(news.epochs.size(), std::size_t{1});
    QVERIFY(job.takeNews().isEmpty());
}

void TrainingJobTest::a_flood_that_nobody_fetches_stays_small_and_keeps_the_latest() {
    TrainingJob job(scripted([](const auto&, const auto&, training::TrainingObserver& observer) {
        for (int step = 1; step <= 100'000; ++step)
            observer.onEvent(batchAt(step, 100'000));
        return training::TrainingSummary{};
    }));
    QSignalSpy finished(&job, &TrainingJob::finished);
    job.start({});
    QVERIFY(finished.wait(test::patienceMs));
    const TrainingNews news = job.takeNews();
    QVERIFY(news.batches.size() < 10'000);
    QVERIFY(news.batches.size() > 1'000);
    QCOMPARE(news.batches.back().step, std::int64_t{100'000});
}

void TrainingJobTest::whatever_is_thrown_becomes_a_sentence_data() {
    QTest::addColumn<Throwing>("thrower");
    QTest::addColumn<QString>("part");
    QTest::newRow("ours") << Throwing([] { throw Error(ErrorCode::Numerical, "The loss became infinite"); })
                          << "The loss became infinite";
    QTest::newRow("memory") << Throwing([] { throw std::bad_alloc(); }) << "memory";
    QTest::newRow("standard") << Throwing([] { throw std::logic_error("index 5"); }) << "went wrong";
    QTest::newRow("anything") << Throwing([] { throw 5; }) << "went wrong";
}

void TrainingJobTest::whatever_is_thrown_becomes_a_sentence() {
    QFETCH(Throwing, thrower);
    QFETCH(QString, part);
    TrainingJob job(scripted([thrower](auto&...) {
        thrower();
        return training::TrainingSummary{};
    }));
    QString message;
    connect(&job, &TrainingJob::failed, this, [&](const JobError& error) { message = error.message; });
    job.start({});
    QTRY_VERIFY(!message.isEmpty());
    QVERIFY2(message.contains(part), qPrintable(message));
    QVERIFY(!job.isRunning());
}

void TrainingJobTest::a_stop_is_no_failure() {
    TrainingJob job(scripted([](const auto&, const std::stop_token& stop, auto&) {
        while (!stop.stop_requested())
            QThread::msleep(1);
        throw Error(ErrorCode::Cancelled, "Stopped");
        return training::TrainingSummary{};
    }));
    QSignalSpy failed(&job, &TrainingJob::failed);
    bool wasStopped = false;
    connect(&job, &TrainingJob::finished, this, [&](const auto& summary) { wasStopped = summary.wasStopped; });
    job.start({});
    job.cancel();
    QTRY_VERIFY(wasStopped);
    QVERIFY(failed.isEmpty());
}

void TrainingJobTest::cancel_returns_at_once() {
    std::atomic<bool> mayEnd = false;
    TrainingJob job(scripted([&](auto&...) {
        while (!mayEnd) // a batch that cannot be broken off
            QThread::msleep(1);
        return training::TrainingSummary{};
    }));
    QSignalSpy finished(&job, &TrainingJob::finished);
    job.start({});
    job.cancel();
    const bool wasRunning = job.isRunning();
    mayEnd = true;
    QVERIFY(wasRunning);
    QVERIFY(finished.wait(test::patienceMs));
}

void TrainingJobTest::the_destructor_stops_and_waits() {
    std::atomic<bool> hasEnded = false;
    {
        TrainingJob job(scripted([&](const auto&, const std::stop_token& stop, auto&) {
            while (!stop.stop_requested())
                QThread::msleep(1);
            hasEnded = true;
            return training::TrainingSummary{};
        }));
        job.start({});
    }
    QVERIFY(hasEnded);
}

void TrainingJobTest::a_second_run_can_follow() {
    int runs = 0;
    TrainingJob job(scripted([&](auto&...) {
        ++runs;
        return training::TrainingSummary{};
    }));
    QSignalSpy finished(&job, &TrainingJob::finished);
    for (int i = 1; i <= 2; ++i) {
        job.start({});
        QVERIFY(finished.wait(test::patienceMs));
        QCOMPARE(runs, i);
    }
}

QTEST_GUILESS_MAIN(TrainingJobTest)
#include "training_job_test.moc"
