// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/hub/download.h"
#include "ui/jobs/job.h"

#include <QMetaType>

namespace storyscope::ui {

/// What a download would do, and whether there is room for it.
struct DownloadOffer {
    hub::Plan plan;
    std::string host;            ///< that is asked: "huggingface.co"
    std::uint64_t freeBytes = 0; ///< on the disk of plan.folder
};

/// Asks the hub what a model consists of, on a worker: opens a connection.
class ModelPlanner : public Job {
    Q_OBJECT
public:
    explicit ModelPlanner(QObject* parent = nullptr) : Job(parent) {}

    void plan(const std::string& repository);

signals:
    void planned(const storyscope::ui::DownloadOffer& offer);
};

} // namespace storyscope::ui

Q_DECLARE_METATYPE(storyscope::ui::DownloadOffer)
