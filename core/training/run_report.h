// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace storyscope::training {

/// Writes report.html of the run in this folder, from its config.json, metrics.csv and samples/: one self-contained
/// page with a plot of every loss and the first and last sample stories. A run without an epoch gets none. Throws
/// Error.
void writeRunReport(const std::filesystem::path& runFolder);

} // namespace storyscope::training
