// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/training_job.h"
#include "ui/runs/runs_model.h"
#include "ui/runs/runs_panel.h"

#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace storyscope;
using namespace storyscope::ui;

/// One tiny run of the real trainer, from the panel to the disk and back.
class RunsRealRunTest : public QObject {
    Q_OBJECT

private slots:
    void a_real_run_is_shown_and_found_again();
};

namespace {

QString cell(const RunsPanel& panel, RunsModel::Column column) {
    return panel.findChild<QTableView*>()->model()->index(0, column).data().toString();
}

} // namespace

void RunsRealRunTest::a_real_run_is_shown_and_found_again() {
    constexpr int longestRunMs = 120'000;
    const QTemporaryDir folder;
    const std::filesystem::path runs = folder.path().toStdString();
    training::TrainingOptions options;
    options.preset = "storyworld";
    options.data = "storyworld:seed=1,stories=24,size=64";
    options.runFolder = runs / "tiny";
    options.epochs = 2;
    options.batchSize = 8;
    options.device = "cpu";
    options.overrides = {{"picture_size", "48"}};

    RunsPanel panel(coreTrainingRunner(), runs);
    panel.resize(900, 400);
    panel.show();
    QSignalSpy finished(&panel, &RunsPanel::runFinished);
    QSignalSpy use(&panel, &RunsPanel::useModelRequested);
    panel.start(options);
    QVERIFY(finished.wait(longestRunMs));
    QVERIFY2(cell(panel, RunsModel::State) == RunsModel::stateText(RunState::Done),
             qPrintable(cell(panel, RunsModel::State)));
    QCOMPARE(cell(panel, RunsModel::Epoch), QStringLiteral("2 of 2"));
    emit panel.findChild<RunHeader*>()->useModelRequested();
    QCOMPARE(use.first().first().toString().toStdString(), (runs / "tiny" / "best").string());
    QVERIFY(std::filesystem::exists(runs / "tiny" / "best" / "model.safetensors"));

    RunsPanel later(coreTrainingRunner(), runs);
    QTRY_COMPARE(later.findChild<QTableView*>()->model()->rowCount(), 1);
    for (const auto column :
         {RunsModel::Name, RunsModel::State, RunsModel::Epoch, RunsModel::BestLoss, RunsModel::Data})
        QCOMPARE(cell(later, column), cell(panel, column));
}

QTEST_MAIN(RunsRealRunTest)
#include "runs_real_run_test.moc"
