// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/model_shelf.h"
#include "ui/jobs/job.h"

#include <vector>

namespace storyscope::ui {

/// Looks for the models that can tell stories, on a worker.
class ModelLister : public Job {
    Q_OBJECT
public:
    explicit ModelLister(QObject* parent = nullptr) : Job(parent) {}

    /// What is being looked for already is out of date.
    void list();

signals:
    /// Everything that is there, also what is damaged.
    void shelved(const std::vector<storyscope::inference::ShelfModel>& models);
    /// Of them those that can tell stories, the bundled one first.
    void listed(const std::vector<storyscope::models::ModelInfo>& models);
};

} // namespace storyscope::ui
