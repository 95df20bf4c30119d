// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/model_info.h"
#include "core/training/trainer.h"
#include "ui/training/data_probe.h"
#include "ui/training/environment_probe.h"
#include "ui/training/training_form.h"

#include <QDialog>
#include <QTimer>
#include <filesystem>
#include <vector>

class QLabel;
class QPushButton;
class QTabWidget;

namespace storyscope::ui {

class TrainBasicsPage;
class TrainExpertPage;

/// Asks what to train on what, says what it costs, and emits startRequested(). Not modal. Data, devices and earlier
/// runs are looked at by workers while a person types; the presets' few lines are read at once.
class TrainDialog : public QDialog {
    Q_OBJECT
public:
    /// The installed presets; runs go below userDataPath()/runs.
    explicit TrainDialog(QWidget* parent = nullptr);
    TrainDialog(std::vector<models::PresetInfo> presets, const std::filesystem::path& runsFolder,
                QWidget* parent = nullptr);

    /// Chooses a folder as the data to train on, and where its pictures are, if not where it has them.
    void setDataFolder(const QString& folder, const QString& pictureFolder = {});

signals:
    void startRequested(const storyscope::training::TrainingOptions& options);

protected:
    bool event(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makePages(std::vector<models::PresetInfo> presets);
    QWidget* makeCost();
    QWidget* makeProblemLine();
    QWidget* makeButtons();
    TrainingForm form() const;
    void check();
    void showProblems(const QList<FieldProblem>& problems);
    void showUnknownCost(const QString& text);
    void showCost(const TrainingForm& form);
    /// Wrapped texts get the lines they need.
    void growToFit();
    void start();

    std::filesystem::path m_runsFolder;
    QString m_knownFolder; ///< whose pictures are in m_pictureFolder
    QString m_pictureFolder;
    DataProbe m_dataProbe;
    EnvironmentProbe m_environmentProbe;
    QTimer m_lookSoon; ///< data is looked at when typing pauses
    DataFacts m_facts;
    TrainingEnvironment m_environment;
    QTabWidget* m_tabs = nullptr;
    TrainBasicsPage* m_basics = nullptr;
    TrainExpertPage* m_expert = nullptr;
    QLabel* m_steps = nullptr;
    QLabel* m_memory = nullptr;
    QLabel* m_time = nullptr;
    QLabel* m_place = nullptr;
    QWidget* m_problemLine = nullptr;
    QLabel* m_problem = nullptr;
    QPushButton* m_start = nullptr;
};

} // namespace storyscope::ui
