// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/model_shelf.h"
#include "ui/jobs/job.h"

namespace storyscope::ui {

/// Deletes a model, or takes it off the list if it is only remembered, on a worker.
class ModelRemover : public Job {
    Q_OBJECT
public:
    explicit ModelRemover(QObject* parent = nullptr) : Job(parent) {}

    void remove(const inference::ShelfModel& model);

signals:
    /// `freedBytes` is 0 if its files stay.
    void removed(const storyscope::inference::ShelfModel& model, qint64 freedBytes);
};

} // namespace storyscope::ui
