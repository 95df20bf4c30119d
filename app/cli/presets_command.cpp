// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "core/models/model_info.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

namespace storyscope::cli {

namespace {

std::string describe(const models::PresetInfo& preset) {
    std::string text = preset.name + "  " + preset.title + '\n';
    if (!preset.description.empty()) {
        text += preset.description + '\n';
    }
    return text + "file           " + preset.path.string() + "\nepochs         " + std::to_string(preset.epochs) +
           "\nbatch          " + std::to_string(preset.batchSize) + " stories\nlearning rate  " +
           formatValue(preset.learningRate) + '\n';
}

void run(const std::string& name) {
    std::string text;
    if (!name.empty()) {
        text = describe(models::readPresetInfo(name));
    } else {
        for (const models::PresetInfo& preset : models::installedPresets()) {
            text += padded(preset.name, 22) + ' ' + preset.title + '\n';
        }
    }
    writeOutput(std::string(standardOutput), text);
}

} // namespace

void addPresetsCommand(CLI::App& program, Session&) {
    const auto name = std::make_shared<std::string>();
    CLI::App* command = program.add_subcommand("presets", "Lists what can be trained, or describes one preset");
    command->add_option("NAME", *name, "Name of a preset, or a preset file");
    command->footer("Example:\n  storyscope-cli presets storyworld");
    command->callback([name] { run(*name); });
}

} // namespace storyscope::cli
