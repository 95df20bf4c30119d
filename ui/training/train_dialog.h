// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/model_info.h"
#include "core/training/trainer.h"
#include "ui/training/data_probe.h"
#include "ui/training/environment_probe.h"
#include "ui/training/memory_forecast.h"
#include "ui/training/training_form.h"

#include <QDialog>
#include <QTimer>
#include <filesystem>
#include <vector>

class QPushButton;
class QTabWidget;

namespace storyscope::ui {

class CostBox;
class TrainBasicsPage;
class TrainExpertPage;
class WrappingLabel;

/// Asks what to train on what, says what it costs, and emits startRequested(). Not modal. Data, devices, earlier runs
/// and the memory that is needed are looked at by workers while a person types.
class TrainDialog : public QDialog {
    Q_OBJECT
public:
    /// The installed presets; runs go below userDataPath()/runs.
    explicit TrainDialog(QWidget* parent = nullptr);
    TrainDialog(std::vector<models::PresetInfo> presets, const std::filesystem::path& runsFolder,
                MemoryPredictor memoryPredictor = coreMemoryPredictor(), QWidget* parent = nullptr);

    /// Chooses the data to train on, as datasets::openDataset takes it: a folder, a file, or a drawn data set; and
    /// where its pictures are, if not where it has them.
    void setData(const QString& specification, const QString& pictureFolder = {});

public slots:
    /// No run can start while another one is going on, and nothing is counted: counting and the run would draw from the
    /// same generator, and the run could not be repeated.
    void holdBack();
    void release();
    void done(int result) override;

signals:
    void startRequested(const storyscope::training::TrainingOptions& options);

protected:
    bool event(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makePages(std::vector<models::PresetInfo> presets);
    QWidget* makeProblemLine();
    QWidget* makeButtons();
    TrainingForm form() const;
    void check();
    /// What keeps the run from starting, in sentences; empty: it can start.
    QStringList obstacles(const TrainingForm& form) const;
    void showCost(const TrainingForm& form);
    void showForecast();
    LearningPlace learningPlace() const;
    enum class Fitting { Growing, Exactly };
    /// Takes the height that shows all of the page, or all that the screen has.
    void fit(Fitting fitting);
    void start();

    std::filesystem::path m_runsFolder;
    QString m_knownPlace; ///< whose pictures are in m_pictureFolder
    QString m_pictureFolder;
    int m_drawnSize = 0; ///< of the drawn data set's pictures; 0: no wish
    DataProbe m_dataProbe;
    EnvironmentProbe m_environmentProbe;
    MemoryForecast m_memoryForecast;
    QTimer m_lookSoon; ///< data is looked at when typing pauses
    QTimer m_fitSoon;
    bool m_isHeldBack = false;
    DataFacts m_facts;
    TrainingEnvironment m_environment;
    QTabWidget* m_tabs = nullptr;
    TrainBasicsPage* m_basics = nullptr;
    TrainExpertPage* m_expert = nullptr;
    CostBox* m_cost = nullptr;
    QWidget* m_problemLine = nullptr;
    WrappingLabel* m_problem = nullptr;
    QPushButton* m_start = nullptr;
};

} // namespace storyscope::ui
