// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/cli/published_models.h"
#include "app/cli/terminal_progress.h"
#include "core/base/error.h"
#include "core/models/model_export.h"
#include "core/models/model_info.h"
#include "core/models/pretrained_files.h"

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
    if (const std::string published = publishedModelLines(); !published.empty()) {
        text += "\nPublished models, in the cache that other programs share:\n" + published;
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
                inFile(name));
}

void show(const std::string& name) {
    const models::ModelInfo model = find(name);
    writeOutput(std::string(standardOutput),
                model.name + "\nfolder          " + model.path.string() + "\narchitecture    " + model.architecture +
                    "\nparameters      " + formatCount(model.parameterCount) + "\nweights         " +
                    formatSize(model.sizeBytes) + "\ncontext frames  " + std::to_string(model.contextFrames) +
                    "\nlicence         " + (model.licence.empty() ? "not stated" : model.licence) + '\n');
}

/// What is typed behind the verbs that are about published models.
struct PublishedModel {
    std::string id;
    std::string revision = "main";
    Consent consent = Consent::Ask;
};

CLI::App* addVerb(CLI::App& models, const std::string& verb, const std::string& description, PublishedModel& model) {
    CLI::App* command = models.add_subcommand(verb, description);
    command->add_option("NAME", model.id, "Published model: owner/name")->required();
    command->footer("Example:\n  storyscope-cli models " + verb + " Salesforce/blip-image-captioning-base");
    return command;
}

void addConsent(CLI::App& command, PublishedModel& model) {
    command.add_flag_callback(
        "--yes", [&model] { model.consent = Consent::Given; }, "Does not ask");
}

void addPublishedModelVerbs(CLI::App& models, Session& session) {
    const auto model = std::make_shared<PublishedModel>();
    CLI::App* download = addVerb(models, "download",
                                 "Fetches a published model from the Hugging Face hub (HF_ENDPOINT, HF_TOKEN), after "
                                 "showing its size and licence; goes on where it was interrupted",
                                 *model);
    download->add_option("--revision", model->revision, "Branch, tag or commit")->capture_default_str();
    addConsent(*download, *model);
    download->callback([model, &session] { downloadModel(model->id, model->revision, model->consent, session); });

    CLI::App* verify = addVerb(models, "verify", "Compares a published model's files with their hashes", *model);
    verify->callback([model, &session] { verifyModel(model->id, session); });

    CLI::App* remove = addVerb(models, "remove", "Deletes a published model from the shared cache", *model);
    addConsent(*remove, *model);
    remove->callback([model, &session] { removeModel(model->id, model->consent, session); });
}

struct Export {
    std::string name;
    std::string target;
};

/// A model by its name, its folder, or as a published model of the shared cache.
std::filesystem::path folderOf(const std::string& name) {
    if (std::filesystem::is_directory(name) || !models::isPublishedName(name)) {
        return find(name).path;
    }
    return models::findModelFolder(name, models::WeightsPlaces::fromEnvironment());
}

void addExport(CLI::App& models, Session& session) {
    const auto options = std::make_shared<Export>();
    CLI::App* command = models.add_subcommand(
        "export", "Writes a model with all its weights and its card into a folder; captioners so that the Hugging Face "
                  "library reads them, too");
    command->add_option("NAME", options->name, "Name or folder of a model, or a published one: owner/name")->required();
    command->add_option("--out", options->target, "Folder to write; must be empty or absent")->required();
    command->footer("Example:\n  storyscope-cli models export runs/captions/best --out my-captioner");
    command->callback([options, &session] {
        {
            TerminalProgress progress;
            models::exportModel(folderOf(options->name), options->target, session.stop, progress);
        }
        writeOutput(std::string(standardOutput), "Written: " + options->target + '\n');
    });
}

} // namespace

void addModelsCommand(CLI::App& program, Session& session) {
    CLI::App* command = program.add_subcommand(
        "models", "Lists, describes, exports, downloads, verifies and removes models that tell stories");
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

    addExport(*command, session);
    addPublishedModelVerbs(*command, session);
}

} // namespace storyscope::cli
