// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/trainer.h"

#include <QCoreApplication>
#include <QList>
#include <QString>
#include <filesystem>

namespace storyscope::ui {

/// What the train dialog's fields hold, as typed. Decides whether a run can start and with which options; draws
/// nothing.
struct TrainingForm {
    enum class DataKind { StoryWorld, Files };

    QString preset;
    DataKind dataKind = DataKind::StoryWorld;
    int storyWorldStories = 2000;
    int storyWorldSize = 0;              ///< pixels; 0: as they are drawn without a wish
    QString place;                       ///< folder or file of the data
    std::filesystem::path pictureFolder; ///< of the data in `place`; empty: where the data has them
    int epochs = 1;
    int batchSize = 16;
    QString learningRate; ///< as typed: "0.001", "1e-3"
    QString seed = QStringLiteral("1");
    QString device = QStringLiteral("auto");
    QString runName;        ///< the run's folder below `runsFolder`
    int storyWorldSeed = 1; ///< first story
    int limit = 0;          ///< use only so many training stories; 0 = all
    QString overrides;      ///< one key=value per line
    std::filesystem::path runsFolder;
};

enum class TrainingField { Preset, Data, LearningRate, Seed, RunName, Overrides };

/// A field that keeps the run from starting, and why, in a sentence for a person.
struct FieldProblem {
    TrainingField field;
    QString text;
};

class TrainingFormCheck {
    Q_DECLARE_TR_FUNCTIONS(TrainingFormCheck)
public:
    /// In the order of the fields; empty: the run can start. Looks at the disk only to see whether folders exist.
    static QList<FieldProblem> problems(const TrainingForm& form);
    /// As core/datasets' openDataset takes it.
    static std::string dataSpecification(const TrainingForm& form);
    /// Call only without problems.
    static training::TrainingOptions options(const TrainingForm& form);
    /// "storyworld-2026-03-01-1405", with a number behind it if that folder is taken.
    static QString freeRunName(const QString& preset, const std::filesystem::path& runsFolder);

private:
    static QString dataProblem(const TrainingForm& form);
    static QString learningRateProblem(const QString& text);
    static QString runNameProblem(const TrainingForm& form);
    static QString overridesProblem(const TrainingForm& form);
};

} // namespace storyscope::ui
