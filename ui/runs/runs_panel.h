// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/trainer.h"
#include "ui/jobs/job_error.h"
#include "ui/runs/run_header.h"

#include <QTimer>
#include <QWidget>
#include <filesystem>
#include <memory>

class QStackedLayout;
class QTableView;

namespace storyscope::ui {

class LossView;
class RunsModel;
class RunsReader;
class SamplesView;
class TrainingJob;
class TrainingRunner;

/// The table of runs, the curves of the selected one, and its sample stories. Owns the one run that may go on at a
/// time and stops it when destroyed. Runs of earlier sessions are read by a worker.
class RunsPanel : public QWidget {
    Q_OBJECT
public:
    /// Trains with core/training and lists the runs below userDataPath()/runs.
    explicit RunsPanel(QWidget* parent = nullptr);
    RunsPanel(std::shared_ptr<TrainingRunner> runner, const std::filesystem::path& runsFolder,
              QWidget* parent = nullptr);
    ~RunsPanel() override;

    /// Starts a run and shows it; ignored while one is going on.
    void start(const training::TrainingOptions& options);
    bool isRunning() const;
    /// Asks the run to stop; what was learned is kept. Returns at once, runFinished() follows.
    void stop();

signals:
    void useModelRequested(const QString& modelFolder);
    void trainRequested();
    void runStarted();
    void runFinished();

private:
    QWidget* makeEmptyPage();
    QWidget* makeRunsPage();
    QWidget* makeTable();
    QWidget* makeDetails();
    void setColumnWidths();
    void select(const RunRecord* run);
    const RunRecord* selected() const;
    void takeNews();
    void showNews(const RunRecord* run);
    void runEnded(const training::TrainingSummary& summary);
    void runFailed(const JobError& error);
    void endRun(RunState state);
    void useSelectedModel();

    RunsModel* m_model = nullptr;
    TrainingJob* m_job = nullptr;
    RunsReader* m_reader = nullptr;
    QTimer m_repaint;               ///< runs while a run does
    RunRecord* m_current = nullptr; ///< the run that goes on
    RunHeader::Moment m_moment;
    QStackedLayout* m_pages = nullptr;
    QTableView* m_table = nullptr;
    RunHeader* m_header = nullptr;
    LossView* m_losses = nullptr;
    SamplesView* m_samples = nullptr;
};

} // namespace storyscope::ui
