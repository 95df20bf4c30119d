// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/model_shelf.h"
#include "ui/jobs/job.h"

namespace storyscope::ui {

/// Tries a model that lies anywhere on this computer and remembers where it is, on a worker.
class ModelImporter : public Job {
    Q_OBJECT
public:
    explicit ModelImporter(QObject* parent = nullptr) : Job(parent) {}

    /// A folder, or a file in it.
    void import(const QString& path);

signals:
    void imported(const storyscope::inference::ShelfModel& model);
};

} // namespace storyscope::ui
