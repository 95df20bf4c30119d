// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/run_command.h"

#include <sstream>

namespace storyscope::training {

namespace {

std::string quoted(const std::string& word) {
    const bool isPlain =
        !word.empty() && word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                                "_-+=./:,@%") == std::string::npos;
    if (isPlain) {
        return word;
    }
    std::string result = "'";
    for (const char letter : word) {
        result += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
    }
    return result + "'";
}

std::string datasetArguments(const datasets::DatasetOptions& options) {
    std::string text;
    if (!options.pictureFolder.empty()) {
        text += " --pictures " + quoted(options.pictureFolder.string());
    }
    if (options.splitSeed != datasets::DatasetOptions().splitSeed) {
        text += " --split-seed " + std::to_string(options.splitSeed);
    }
    return text;
}

} // namespace

std::string runCommand(const TrainingOptions& options, const std::string& device) {
    std::ostringstream text;
    text << "storyscope-cli train --preset " << quoted(options.preset) << " --data " << quoted(options.data)
         << datasetArguments(options.dataset) << " --out " << quoted(options.runFolder.filename().string());
    if (options.epochs) {
        text << " --epochs " << *options.epochs;
    }
    if (options.batchSize) {
        text << " --batch " << *options.batchSize;
    }
    if (options.learningRate) {
        text << " --lr " << *options.learningRate;
    }
    text << " --seed " << options.seed << " --device " << device;
    if (options.limit > 0) {
        text << " --limit " << options.limit;
    }
    for (const auto& [key, value] : options.overrides) {
        text << " --set " << quoted(key + "=" + value);
    }
    return text.str();
}

} // namespace storyscope::training
