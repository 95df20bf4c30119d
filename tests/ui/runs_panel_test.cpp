// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/runs_panel.h"

#include "core/base/error.h"
#include "focusable_names.h"
#include "scripted_runner.h"

#include <QAbstractItemModel>
#include <QCheckBox>
#include <QComboBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <atomic>
#include <fstream>

using namespace storyscope;
using namespace storyscope::ui;

namespace {

/// Counts how often a widget is painted.
class PaintCounter : public QObject {
public:
    explicit PaintCounter(QWidget& widget) { widget.installEventFilter(this); }
    int count() const { return m_count; }

protected:
    bool eventFilter(QObject*, QEvent* event) override {
        m_count += event->type() == QEvent::Paint ? 1 : 0;
        return false;
    }

private:
    int m_count = 0;
};

training::TrainingOptions someOptions() {
    training::TrainingOptions options;
    options.preset = "tiny";
    options.data = "storyworld:seed=1,stories=10";
    options.runFolder = "/nowhere/first-run";
    options.epochs = 2;
    return options;
}

training::EpochDone epochAt(int epoch, std::int64_t step, double validation, bool isBest) {
    training::EpochDone done;
    done.epoch = epoch;
    done.epochs = 2;
    done.step = step;
    done.training = {{"total", validation - 0.1}};
    done.validation = {{"total", validation}};
    done.isBest = isBest;
    done.elapsedSeconds = epoch;
    return done;
}

training::SampleStory sampleOf(int epoch) {
    training::SampleStory sample;
    sample.epoch = epoch;
    sample.pictures = {Picture(2, 2, std::vector<std::uint8_t>(12, 200))};
    sample.captions = {"told after epoch " + std::to_string(epoch)};
    sample.truths = {"what the data says"};
    return sample;
}

/// Two epochs; the first is the best.
training::TrainingSummary twoEpochs(const training::TrainingOptions& options, const std::stop_token&,
                                    training::TrainingObserver& observer) {
    for (int step = 1; step <= 20; ++step) {
        observer.onEvent(batchAt(step, 20));
        if (step % 10 == 0) {
            observer.onEvent(epochAt(step / 10, step, step == 10 ? 0.75 : 0.875, step == 10));
            observer.onEvent(sampleOf(step / 10));
        }
    }
    training::TrainingSummary summary;
    summary.bestModel = options.runFolder / "best";
    summary.epochsDone = 2;
    summary.bestEpoch = 1;
    summary.bestValidationLoss = 0.75;
    return summary;
}

} // namespace

class RunsPanelTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void an_empty_panel_offers_to_train();
    void points_arrive_while_the_run_goes_on();
    void the_plot_is_painted_at_most_twenty_times_a_second();
    void a_finished_run_offers_its_best_model();
    void samples_show_what_the_model_and_the_data_say();
    void stop_keeps_what_was_learned();
    void a_failure_says_why();
    void each_loss_term_can_be_chosen();
    void the_scale_can_be_logarithmic();
    void earlier_runs_are_found_with_their_curves();
    void an_earlier_run_that_stopped_by_itself_is_done();
    void a_run_that_stops_by_itself_says_so();
    void the_best_loss_of_an_earlier_run_is_of_its_last_stage();
    void before_the_last_stage_no_epoch_is_the_best();
    void the_stage_under_way_is_named();
    void waiting_for_pictures_is_remarked_when_it_is_much();
    void missing_pictures_are_told_in_one_line();
    void a_broken_run_folder_costs_only_itself();
    void closing_during_a_run_stops_it();
    void every_focusable_widget_has_a_name();

private:
    std::unique_ptr<RunsPanel> makePanel(ScriptedRunner::Script script) const;
    void writeRun(const QString& name, const std::string& config, const std::string& metrics) const;
    void writePosition(const QString& name, const std::string& position) const;

    std::unique_ptr<QTemporaryDir> m_runs;
};

namespace {

template <typename Widget>
Widget* named(const QWidget& parent, const char* accessibleName) {
    for (Widget* widget : parent.findChildren<Widget*>())
        if (widget->accessibleName() == QLatin1String(accessibleName))
            return widget;
    return nullptr;
}

QString cell(const RunsPanel& panel, int row, int column) {
    return panel.findChild<QTableView*>()->model()->index(row, column).data().toString();
}

QString shownState(const RunsPanel& panel) {
    return named<QLabel>(panel, "State of the run")->text();
}
QString remarks(const RunsPanel& panel) {
    const auto* label = named<QLabel>(panel, "Remarks on the run");
    return label->isVisible() ? label->text() : QString();
}
/// Tells this epoch after a batch and goes on until it is stopped.
ScriptedRunner::Script afterEpoch(training::EpochDone epoch, int stage, int stages) {
    epoch.stage = std::max(1, stage - 1);
    epoch.stages = stages;
    return [=](const auto&, const std::stop_token& stop, training::TrainingObserver& observer) {
        training::BatchDone batch = batchAt(1, 100);
        batch.stage = stage;
        batch.stages = stages;
        observer.onEvent(epoch);
        observer.onEvent(batch);
        while (!stop.stop_requested())
            QThread::msleep(1);
        return training::TrainingSummary{};
    };
}
QString plotted(const RunsPanel& panel) {
    return named<QWidget>(panel, "Loss curves")->accessibleDescription();
}

} // namespace

void RunsPanelTest::init() {
    QLocale::setDefault(QLocale::c());
    m_runs = std::make_unique<QTemporaryDir>();
}

std::unique_ptr<RunsPanel> RunsPanelTest::makePanel(ScriptedRunner::Script script) const {
    auto panel = std::make_unique<RunsPanel>(scripted(std::move(script)), m_runs->path().toStdString());
    panel->resize(900, 400);
    panel->show();
    return panel;
}

void RunsPanelTest::writeRun(const QString& name, const std::string& config, const std::string& metrics) const {
    QVERIFY(QDir(m_runs->path()).mkpath(name + QStringLiteral("/best")));
    const std::string folder = m_runs->filePath(name).toStdString();
    std::ofstream(folder + "/config.json") << config;
    std::ofstream(folder + "/metrics.csv") << metrics;
    std::ofstream(folder + "/best/config.json") << "{}";
}

void RunsPanelTest::writePosition(const QString& name, const std::string& position) const {
    QVERIFY(QDir(m_runs->path()).mkpath(name + QStringLiteral("/last")));
    std::ofstream(m_runs->filePath(name).toStdString() + "/last/training.json") << position;
}

void RunsPanelTest::an_empty_panel_offers_to_train() {
    const auto panel = makePanel(twoEpochs);
    QSignalSpy train(panel.get(), &RunsPanel::trainRequested);
    QTest::mouseClick(named<QPushButton>(*panel, "Train a model"), Qt::LeftButton);
    QCOMPARE(train.size(), 1);
}

void RunsPanelTest::points_arrive_while_the_run_goes_on() {
    std::atomic<int> target = 5;
    const auto panel = makePanel([&](const auto&, const std::stop_token& stop, training::TrainingObserver& observer) {
        for (int step = 1; !stop.stop_requested();)
            if (step <= target)
                observer.onEvent(batchAt(step++, 100));
            else
                QThread::msleep(1);
        return training::TrainingSummary{};
    });
    panel->start(someOptions());
    QTRY_VERIFY(plotted(*panel).contains(QLatin1String("at step 5.")));
    target = 60;
    QTRY_VERIFY(plotted(*panel).contains(QLatin1String("at step 60.")));
    QVERIFY(panel->isRunning());
    QVERIFY2(shownState(*panel).contains(QLatin1String("step 60 of 100")), qPrintable(shownState(*panel)));
    QCOMPARE(cell(*panel, 0, 1), QStringLiteral("Running"));
}

void RunsPanelTest::the_plot_is_painted_at_most_twenty_times_a_second() {
    std::atomic<int> steps = 0;
    const auto panel = makePanel([&](const auto&, const std::stop_token& stop, training::TrainingObserver& observer) {
        while (!stop.stop_requested()) {
            for (int i = 0; i < 10; ++i)
                observer.onEvent(batchAt(++steps, 1'000'000));
            QThread::usleep(900); // about 10,000 a second
        }
        return training::TrainingSummary{};
    });
    PaintCounter painted(*named<QWidget>(*panel, "Loss curves"));
    QElapsedTimer timer;
    timer.start();
    panel->start(someOptions());
    QTRY_VERIFY(steps > 10'000 && painted.count() > 5);
    const int paints = painted.count();
    QVERIFY2(paints <= timer.elapsed() * 20 / 1000 + 3, qPrintable(QString::number(paints)));
}

void RunsPanelTest::a_finished_run_offers_its_best_model() {
    const auto panel = makePanel(twoEpochs);
    QSignalSpy finished(panel.get(), &RunsPanel::runFinished);
    QSignalSpy use(panel.get(), &RunsPanel::useModelRequested);
    QSignalSpy started(panel.get(), &RunsPanel::runStarted);
    panel->start(someOptions());
    QCOMPARE(started.size(), 1);
    QVERIFY(finished.wait(test::patienceMs));
    QVERIFY(!panel->isRunning());
    QCOMPARE(cell(*panel, 0, 0), QStringLiteral("first-run"));
    QCOMPARE(cell(*panel, 0, 1), QStringLiteral("Done"));
    QCOMPARE(cell(*panel, 0, 2), QStringLiteral("2 of 2"));
    QCOMPARE(cell(*panel, 0, 3), QStringLiteral("0.750"));
    QVERIFY(plotted(*panel).contains(QLatin1String("Validation loss 0.875 after 20 steps")));
    auto* button = named<QPushButton>(*panel, "Use this model");
    QVERIFY(button->isVisible());
    QVERIFY(!named<QPushButton>(*panel, "Stop")->isVisible());
    button->click();
    QCOMPARE(use.first().first().toString(), QStringLiteral("/nowhere/first-run/best"));
}

void RunsPanelTest::samples_show_what_the_model_and_the_data_say() {
    const auto panel = makePanel(twoEpochs);
    QSignalSpy finished(panel.get(), &RunsPanel::runFinished);
    panel->start(someOptions());
    QVERIFY(finished.wait(test::patienceMs));
    const auto shows = [&](const QString& text) {
        const auto labels = named<QWidget>(*panel, "Sample story")->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(),
                           [&](const QLabel* label) { return label->text().contains(text); });
    };
    QVERIFY(shows(QStringLiteral("told after epoch 2")));
    QVERIFY(shows(QStringLiteral("what the data says")));
    named<QAbstractSlider>(*panel, "Epoch the story was told after")->setValue(0);
    QTRY_VERIFY(shows(QStringLiteral("told after epoch 1")));
}

void RunsPanelTest::stop_keeps_what_was_learned() {
    const auto panel = makePanel([](const auto& options, const std::stop_token& stop, auto& observer) {
        observer.onEvent(batchAt(1, 100));
        while (!stop.stop_requested())
            QThread::msleep(1);
        QThread::msleep(100); // the batch in flight
        training::TrainingSummary summary;
        summary.wasStopped = true;
        summary.lastModel = options.runFolder / "last";
        return summary;
    });
    QSignalSpy finished(panel.get(), &RunsPanel::runFinished);
    panel->start(someOptions());
    QTRY_VERIFY(named<QPushButton>(*panel, "Stop")->isVisible());
    named<QPushButton>(*panel, "Stop")->click();
    QCOMPARE(cell(*panel, 0, 1), QStringLiteral("Stopping"));
    QVERIFY(finished.wait(test::patienceMs));
    QCOMPARE(cell(*panel, 0, 1), QStringLiteral("Stopped"));
    QVERIFY(shownState(*panel).contains(QLatin1String("what was learned is kept")));
    QVERIFY(named<QPushButton>(*panel, "Use this model")->isVisible());
}

void RunsPanelTest::a_failure_says_why() {
    const auto panel = makePanel([](auto&...) -> training::TrainingSummary {
        throw Error(ErrorCode::Numerical, "The loss became infinite at step 3; try a lower learning rate");
    });
    QSignalSpy finished(panel.get(), &RunsPanel::runFinished);
    panel->start(someOptions());
    QVERIFY(finished.wait(test::patienceMs));
    QCOMPARE(cell(*panel, 0, 1), QStringLiteral("Failed"));
    QVERIFY(shownState(*panel).contains(QLatin1String("try a lower learning rate")));
    QVERIFY(!named<QPushButton>(*panel, "Use this model")->isVisible());
    panel->start(someOptions());
    QVERIFY(panel->isRunning());
}

void RunsPanelTest::each_loss_term_can_be_chosen() {
    const auto panel = makePanel(twoEpochs);
    QSignalSpy finished(panel.get(), &RunsPanel::runFinished);
    panel->start(someOptions());
    QVERIFY(finished.wait(test::patienceMs));
    auto* terms = named<QComboBox>(*panel, "Loss term");
    QCOMPARE(terms->count(), 2);
    QCOMPARE(terms->currentText(), QStringLiteral("Total"));
    terms->setCurrentIndex(1);
    QCOMPARE(terms->currentText(), QStringLiteral("Tags"));
    QVERIFY2(plotted(*panel).contains(QLatin1String("Training loss 0.5 at step 20")), qPrintable(plotted(*panel)));
}

void RunsPanelTest::the_scale_can_be_logarithmic() {
    const auto panel = makePanel(twoEpochs);
    QSignalSpy finished(panel.get(), &RunsPanel::runFinished);
    panel->start(someOptions());
    QVERIFY(finished.wait(test::patienceMs));
    auto* plot = named<QWidget>(*panel, "Loss curves");
    QTest::qWait(50);
    const QImage linear = plot->grab().toImage();
    named<QCheckBox>(*panel, "Logarithmic scale of the loss")->setChecked(true);
    QTest::qWait(50);
    QVERIFY(plot->grab().toImage() != linear);
}

void RunsPanelTest::earlier_runs_are_found_with_their_curves() {
    writeRun(QStringLiteral("older"), R"({"model":{"name":"Tiny"},"data":"d","training":{"epochs":2,"batch_size":4}})",
             "epoch,step,seconds,learning_rate,train_total,validation_total\n1,10,5,0.1,2,1.5\n2,20,10,0.1,1,1.25\n");
    const auto panel = makePanel(twoEpochs);
    QTRY_COMPARE(panel->findChild<QTableView*>()->model()->rowCount(), 1);
    QCOMPARE(cell(*panel, 0, 0), QStringLiteral("older"));
    QCOMPARE(cell(*panel, 0, 1), QStringLiteral("Done"));
    QCOMPARE(cell(*panel, 0, 3), QStringLiteral("1.250"));
    QTRY_VERIFY(plotted(*panel).contains(QLatin1String("Validation loss 1.25 after 20 steps")));
    QVERIFY(named<QPushButton>(*panel, "Use this model")->isVisible());
    panel->start(someOptions());
    QCOMPARE(cell(*panel, 0, 0), QStringLiteral("first-run"));
    QCOMPARE(cell(*panel, 1, 0), QStringLiteral("older"));
}

void RunsPanelTest::an_earlier_run_that_stopped_by_itself_is_done() {
    const std::string metrics = "epoch,step,seconds,learning_rate,validation_total\n1,10,5,0.1,1\n2,20,10,0.1,1.5\n";
    for (const char* name : {"ended", "killed"})
        writeRun(QString::fromLatin1(name), R"({"training":{"epochs":9}})", metrics);
    writePosition(QStringLiteral("ended"), R"({"epochs_done":2,"stage_epochs_done":2,"stage":0,"finished":true})");
    writePosition(QStringLiteral("killed"), R"({"epochs_done":2,"stage_epochs_done":2,"stage":0,"finished":false})");
    const auto panel = makePanel(twoEpochs);
    QTRY_COMPARE(panel->findChild<QTableView*>()->model()->rowCount(), 2);
    const int ended = cell(*panel, 0, 0) == QLatin1String("ended") ? 0 : 1;
    QCOMPARE(cell(*panel, ended, 1), QStringLiteral("Done"));
    QCOMPARE(cell(*panel, 1 - ended, 1), QStringLiteral("Interrupted"));
    panel->findChild<QTableView*>()->selectRow(ended);
    QVERIFY2(shownState(*panel).contains(QLatin1String("no longer fell after epoch 2 of 9")),
             qPrintable(shownState(*panel)));
}

void RunsPanelTest::a_run_that_stops_by_itself_says_so() {
    const auto panel = makePanel([](const auto& options, const auto&, training::TrainingObserver& observer) {
        training::EpochDone epoch = epochAt(1, 10, 0.75, true);
        epoch.epochs = 7;
        observer.onEvent(epoch);
        training::TrainingSummary summary;
        summary.bestModel = options.runFolder / "best";
        summary.epochsDone = 1;
        summary.bestEpoch = 1;
        summary.bestValidationLoss = 0.75;
        return summary;
    });
    QSignalSpy finished(panel.get(), &RunsPanel::runFinished);
    panel->start(someOptions());
    QVERIFY(finished.wait(test::patienceMs));
    QCOMPARE(cell(*panel, 0, 1), QStringLiteral("Done"));
    QVERIFY2(shownState(*panel).contains(QLatin1String("after epoch 1 of 7")), qPrintable(shownState(*panel)));
}

void RunsPanelTest::the_best_loss_of_an_earlier_run_is_of_its_last_stage() {
    writeRun(QStringLiteral("staged"), R"({"training":{"epochs":3,"stages":[{"epochs":1},{"epochs":2}]}})",
             "epoch,step,seconds,stage,validation_total\n1,10,5,1,0.25\n2,20,10,2,2\n3,30,15,2,3\n");
    writePosition(QStringLiteral("staged"), R"({"epochs_done":3,"stage_epochs_done":2,"stage":1,"finished":true})");
    const auto panel = makePanel(twoEpochs);
    QTRY_COMPARE(panel->findChild<QTableView*>()->model()->rowCount(), 1);
    QCOMPARE(cell(*panel, 0, 3), QStringLiteral("2.000"));
    QTRY_VERIFY2(plotted(*panel).endsWith(QLatin1String("Stage 2 begins after step 10.")), qPrintable(plotted(*panel)));
    QVERIFY2(shownState(*panel).contains(QLatin1String("in epoch 2")), qPrintable(shownState(*panel)));
}

void RunsPanelTest::before_the_last_stage_no_epoch_is_the_best() {
    writeRun(QStringLiteral("staged"), R"({"training":{"epochs":3,"stages":[{"epochs":1},{"epochs":2}]}})",
             "epoch,step,seconds,learning_rate,validation_total\n1,10,5,0.1,0.25\n");
    writePosition(QStringLiteral("staged"), R"({"epochs_done":1,"stage_epochs_done":1,"stage":0,"finished":false})");
    const auto panel = makePanel([](const auto& options, const auto&, training::TrainingObserver& observer) {
        observer.onEvent(epochAt(1, 10, 0.75, false));
        training::TrainingSummary summary;
        summary.wasStopped = true;
        summary.bestModel = options.runFolder / "best";
        summary.epochsDone = 1;
        return summary;
    });
    QTRY_COMPARE(panel->findChild<QTableView*>()->model()->rowCount(), 1);
    QSignalSpy finished(panel.get(), &RunsPanel::runFinished);
    panel->start(someOptions());
    QVERIFY(finished.wait(test::patienceMs));
    for (const int row : {0, 1}) {
        panel->findChild<QTableView*>()->selectRow(row);
        QCOMPARE(cell(*panel, row, 3), QStringLiteral("–"));
        QVERIFY2(shownState(*panel).contains(QLatin1String("last stage was not reached")),
                 qPrintable(shownState(*panel)));
    }
}

void RunsPanelTest::the_stage_under_way_is_named() {
    const auto staged = makePanel(afterEpoch(epochAt(1, 10, 0.75, true), 2, 3));
    staged->start(someOptions());
    QTRY_VERIFY2(shownState(*staged).startsWith(QLatin1String("Stage 2 of 3. Epoch 2")),
                 qPrintable(shownState(*staged)));
    const auto plain = makePanel(afterEpoch(epochAt(1, 10, 0.75, true), 1, 1));
    plain->start(someOptions());
    QTRY_VERIFY2(shownState(*plain).startsWith(QLatin1String("Epoch 2")), qPrintable(shownState(*plain)));
}

void RunsPanelTest::waiting_for_pictures_is_remarked_when_it_is_much() {
    training::EpochDone epoch = epochAt(1, 10, 0.75, true);
    epoch.waitingShare = 0.19;
    const auto little = makePanel(afterEpoch(epoch, 1, 1));
    little->start(someOptions());
    QTRY_COMPARE(cell(*little, 0, 2), QStringLiteral("1 of 2"));
    QCOMPARE(remarks(*little), QString());
    epoch.waitingShare = 0.432;
    const auto much = makePanel(afterEpoch(epoch, 1, 1));
    much->start(someOptions());
    QTRY_VERIFY2(remarks(*much).startsWith(QLatin1String("43 % of the time")), qPrintable(remarks(*much)));
}

void RunsPanelTest::missing_pictures_are_told_in_one_line() {
    const auto panel = makePanel([](const auto&, const std::stop_token& stop, training::TrainingObserver& observer) {
        training::EpochDone epoch = epochAt(1, 10, 0.75, true);
        epoch.issues = {{Issue::Severity::Warning, "images/7.jpg", "3 stories were left out"}};
        observer.onEvent(epoch);
        observer.onEvent(epochAt(2, 20, 0.5, true)); // says nothing of it any more
        while (!stop.stop_requested())
            QThread::msleep(1);
        return training::TrainingSummary{};
    });
    panel->start(someOptions());
    QTRY_COMPARE(cell(*panel, 0, 2), QStringLiteral("2 of 2"));
    QCOMPARE(remarks(*panel), QStringLiteral("images/7.jpg: 3 stories were left out"));
}

void RunsPanelTest::a_broken_run_folder_costs_only_itself() {
    writeRun(QStringLiteral("good"), R"({"training":{"epochs":3}})",
             "epoch,step,seconds,learning_rate,validation_total\n1,10,5,0.1,1.5\n2,20,10"); // cut off
    writeRun(QStringLiteral("not-json"), "{", "");
    writeRun(QStringLiteral("no-run"), R"({"name":"a model"})", "");
    const auto panel = makePanel(twoEpochs);
    QTRY_COMPARE(panel->findChild<QTableView*>()->model()->rowCount(), 1);
    QCOMPARE(cell(*panel, 0, 0), QStringLiteral("good"));
    QCOMPARE(cell(*panel, 0, 1), QStringLiteral("Interrupted"));
    QCOMPARE(cell(*panel, 0, 2), QStringLiteral("1 of 3"));
}

void RunsPanelTest::closing_during_a_run_stops_it() {
    std::atomic<bool> wasStopped = false;
    auto panel = makePanel([&](const auto&, const std::stop_token& stop, auto&) {
        while (!stop.stop_requested())
            QThread::msleep(1);
        wasStopped = true;
        return training::TrainingSummary{};
    });
    panel->start(someOptions());
    panel.reset();
    QVERIFY(wasStopped);
}

void RunsPanelTest::every_focusable_widget_has_a_name() {
    const auto panel = makePanel(twoEpochs);
    QCOMPARE(focusableWithoutName(*panel).join(QLatin1Char(';')), QString());
}

QTEST_MAIN(RunsPanelTest)
#include "runs_panel_test.moc"
