// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/story_dataset.h"

#include <string>

namespace CLI {
class App;
}

namespace storyscope::cli {

/// Adds --pictures and --split-seed, which every command that opens a data set takes. `options` must outlive `command`.
void addDatasetOptions(CLI::App& command, datasets::DatasetOptions& options);

/// These options as they are typed, with a blank before each; empty where none differs from the default.
std::string datasetArguments(const datasets::DatasetOptions& options);

} // namespace storyscope::cli
