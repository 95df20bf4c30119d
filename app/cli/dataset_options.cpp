// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/dataset_options.h"

#include <CLI/CLI.hpp>

namespace storyscope::cli {

void addDatasetOptions(CLI::App& command, datasets::DatasetOptions& options) {
    command.add_option_function<std::string>(
        "--pictures", [&options](const std::string& folder) { options.pictureFolder = folder; },
        "Where the pictures or videos are, if not where the data set has them");
    command.add_option("--split-seed", options.splitSeed, "Of splits that are made because none are published")
        ->capture_default_str();
}

std::string datasetArguments(const datasets::DatasetOptions& options) {
    std::string text;
    if (!options.pictureFolder.empty()) {
        text += " --pictures " + options.pictureFolder.string();
    }
    if (options.splitSeed != datasets::DatasetOptions().splitSeed) {
        text += " --split-seed " + std::to_string(options.splitSeed);
    }
    return text;
}

} // namespace storyscope::cli
