// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/runs/run_record.h"

#include <filesystem>
#include <stop_token>
#include <vector>

namespace storyscope::ui {

/// The runs that core/training wrote below `runsFolder`, newest first, with the curves of their metrics.csv. Folders
/// that are no runs are left out; a broken file costs only its own part. Throws nothing. Reads files: not for the GUI
/// thread.
std::vector<RunRecord> readRuns(const std::filesystem::path& runsFolder, const std::stop_token& stop = {});

} // namespace storyscope::ui
