// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "core/base/error.h"
#include "core/models/model_info.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>

namespace storyscope::cli {

namespace {

void list() {
    std::string text;
    for (const models::ModelInfo& model : models::installedModels()) {
        text += padded(model.path.filename().string(), 20) + ' ' + padded(model.name, 20) + ' ' +
                padded(formatSize(model.sizeBytes), 10) + ' ' + model.path.string() + '\n';
    }
    writeOutput(std::string(standardOutput), text.empty() ? "No model is installed.\n" : text);
}

models::ModelInfo find(const std::string& name) {
    if (std::filesystem::is_directory(name)) {
        return models::readModelInfo(name);
    }
    for (const models::ModelInfo& model : models::installedModels()) {
        if (model.name == name || model.path.filename() == name) {
            return model;
        }
    }
    throw Error(ErrorCode::NotFound,
                "There is no model or model folder of this name; `storyscope-cli models list` shows them",
                {.file = name, .byteOffset = {}, .row = {}});
}

void show(const std::string& name) {
    const models::ModelInfo model = find(name);
    writeOutput(std::string(standardOutput),
                model.name + "\nfolder          " + model.path.string() + "\narchitecture    " + model.architecture +
                    "\nparameters      " + formatCount(model.parameterCount) + "\nweights         " +
                    formatSize(model.sizeBytes) + "\ncontext frames  " + std::to_string(model.contextFrames) +
                    "\nlicence         " + (model.licence.empty() ? "not stated" : model.licence) + '\n');
}

} // namespace

void addModelsCommand(CLI::App& program, Session&) {
    CLI::App* command = program.add_subcommand("models", "Lists and describes the models that can tell stories");
    command->require_subcommand(1);
    command->footer("Example:\n  storyscope-cli models list");

    CLI::App* listCommand = command->add_subcommand("list", "Lists the bundled, own and trained models");
    listCommand->footer("Example:\n  storyscope-cli models list");
    listCommand->callback([] { list(); });

    const auto name = std::make_shared<std::string>();
    CLI::App* showCommand = command->add_subcommand("show", "Describes one model");
    showCommand->add_option("NAME", *name, "Name or folder of a model")->required();
    showCommand->footer("Example:\n  storyscope-cli models show storyworld");
    showCommand->callback([name] { show(*name); });
}

} // namespace storyscope::cli
