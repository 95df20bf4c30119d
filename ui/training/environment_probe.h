// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/job.h"
#include "ui/training/training_cost.h"

#include <QMap>
#include <QMetaType>
#include <QString>
#include <QStringList>
#include <filesystem>

namespace storyscope::ui {

/// What this machine can train with, and how fast it was.
struct TrainingEnvironment {
    QStringList devices; ///< "cpu" first
    QMap<QString, MeasuredRate>
        rates; ///< by preset in lower case, from the latest run of that preset that finished an epoch
};

/// Asks for devices and reads earlier runs for the train dialog, on a worker.
class EnvironmentProbe : public Job {
    Q_OBJECT
public:
    explicit EnvironmentProbe(QObject* parent = nullptr) : Job(parent) {}

    void look(const std::filesystem::path& runsFolder);

signals:
    void found(const storyscope::ui::TrainingEnvironment& environment);
};

} // namespace storyscope::ui

Q_DECLARE_METATYPE(storyscope::ui::TrainingEnvironment)
