// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/model_info.h"
#include "ui/jobs/job.h"

#include <vector>

namespace storyscope::ui {

/// Looks for the models that can tell stories, on a worker.
class ModelLister : public Job {
    Q_OBJECT
public:
    explicit ModelLister(QObject* parent = nullptr) : Job(parent) {}

    void list();

signals:
    void listed(const std::vector<storyscope::models::ModelInfo>& models);
};

} // namespace storyscope::ui
