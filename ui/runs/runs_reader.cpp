// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/runs_reader.h"

#include "ui/runs/run_history.h"

#include <memory>

namespace storyscope::ui {

void RunsReader::read(const std::filesystem::path& runsFolder) {
    start(Running::IsStopped, [this, runsFolder](Run& run) {
        const auto runs = std::make_shared<std::vector<RunRecord>>(readRuns(runsFolder, run.stopToken()));
        run.deliver([this, runs] { emit found(*runs); });
    });
}

} // namespace storyscope::ui
