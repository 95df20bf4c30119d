// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/job.h"
#include "ui/runs/run_record.h"

#include <filesystem>
#include <vector>

namespace storyscope::ui {

/// Reads the runs of earlier sessions, on a worker.
class RunsReader : public Job {
    Q_OBJECT
public:
    explicit RunsReader(QObject* parent = nullptr) : Job(parent) {}

    void read(const std::filesystem::path& runsFolder);

signals:
    void found(const std::vector<storyscope::ui::RunRecord>& runs);
};

} // namespace storyscope::ui
