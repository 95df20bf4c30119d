// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/dataset_options.h"
#include "app/cli/output.h"
#include "app/cli/training_printer.h"
#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/inference/storyteller.h"
#include "core/training/trainer.h"

#include <CLI/CLI.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace storyscope::cli {

namespace {

struct TrainOptions {
    training::TrainingOptions training;
    std::string runFolder;
    std::string repeated; ///< a run's folder
    std::string resumed;  ///< likewise
    std::string started;  ///< the preset's "start"
    std::vector<std::string> overrides;
};

std::map<std::string, std::string> parseOverrides(const std::vector<std::string>& texts) {
    std::map<std::string, std::string> overrides;
    for (const std::string& text : texts) {
        const std::size_t equals = text.find('=');
        if (equals == 0 || equals == std::string::npos) {
            throw CLI::ValidationError("--set takes key=value, not \"" + text + '"');
        }
        overrides[text.substr(0, equals)] = text.substr(equals + 1);
    }
    return overrides;
}

std::string summaryText(const training::TrainingSummary& summary) {
    std::string text = (summary.wasStopped ? "Stopped after " : "Finished ") + std::to_string(summary.epochsDone) +
                       (summary.epochsDone == 1 ? " epoch in " : " epochs in ") +
                       formatDuration(summary.elapsedSeconds) + '\n';
    if (summary.bestEpoch > 0) {
        text += "Best model: " + summary.bestModel.string() + " (epoch " + std::to_string(summary.bestEpoch) +
                (summary.bestValidationLoss ? ", validation loss " + formatNumber(*summary.bestValidationLoss, 4)
                                            : std::string()) +
                ")\n";
    }
    const datasets::LoadingCounts& loaded = summary.loaded;
    if (!loaded.isComplete()) {
        text += "Stories: " + formatCount(loaded.stories) +
                ", left out for missing pictures: " + formatCount(loaded.skippedStories) +
                "; pictures: " + formatCount(loaded.pictures) +
                ", of them grey because they could not be read: " + formatCount(loaded.placeholders) + '\n';
    }
    return text + "Last model: " + summary.lastModel.string() + '\n';
}

void checkStart(const TrainOptions& options) {
    const bool isNew = options.resumed.empty();
    const bool saysWhat = !options.training.preset.empty() && !options.training.data.empty();
    if (isNew && options.runFolder.empty()) {
        throw CLI::ValidationError("A run needs --out, or --resume");
    }
    if (isNew && options.repeated.empty() && !saysWhat) {
        throw CLI::ValidationError("A run needs --preset and --data, or --repeat or --resume");
    }
}

training::TrainingSummary start(const TrainOptions& options, const Session& session, TrainingPrinter& printer) {
    return options.resumed.empty() ? training::train(options.training, session.stop, printer)
                                   : training::resume(options.resumed, nullptr, session.stop, printer);
}

void run(TrainOptions options, const Session& session) {
    checkStart(options);
    options.training.runFolder = options.runFolder;
    options.training.repeats = options.repeated;
    options.training.overrides = parseOverrides(options.overrides);
    if (!options.started.empty()) {
        options.training.overrides["start"] = options.started;
    }
    inference::setComputeThreads(session.threads);
    training::TrainingSummary summary;
    {
        TrainingPrinter printer;
        summary = start(options, session, printer);
    }
    writeOutput(std::string(standardOutput), summaryText(summary));
    if (summary.wasStopped) {
        throw Error(ErrorCode::Cancelled, "Stopped");
    }
}

} // namespace

void addTrainCommand(CLI::App& program, Session& session) {
    const auto options = std::make_shared<TrainOptions>();
    training::TrainingOptions& training = options->training;
    training.preset.clear();
    CLI::App* command =
        program.add_subcommand("train", "Trains a model from a preset; Ctrl+C stops and keeps what is done");
    command->add_option("--preset", training.preset, "Name of a preset, or a preset file");
    command->add_option("--data", training.data, "A data set, or storyworld:seed=S,stories=N");
    addDatasetOptions(*command, training.dataset);
    command->add_option("--out", options->runFolder, "Folder for the run; must be empty or absent");
    CLI::Option* repeat = command->add_option("--repeat", options->repeated, "A run whose settings are used again");
    CLI::Option* resume = command->add_option("--resume", options->resumed, "A stopped or killed run to go on with");
    command
        ->add_option("--epochs", training.epochs,
                     "Passes over the training stories; stages share them as the preset's do")
        ->check(CLI::PositiveNumber);
    command->add_option("--batch", training.batchSize, "Stories per step")->check(CLI::PositiveNumber);
    command->add_option("--lr", training.learningRate, "Learning rate")->check(CLI::PositiveNumber);
    command->add_option("--seed", training.seed, "Seed of everything random")->capture_default_str();
    command->add_option("--device", training.device, "auto, cpu, cuda or cuda:N")->capture_default_str();
    command->add_option("--limit", training.limit, "Use only so many training stories")->check(CLI::NonNegativeNumber);
    command->add_option("--set", options->overrides, "key=value: any other value of the preset; may be given again")
        ->allow_extra_args(false);
    command->add_option(
        "--start", options->started,
        "Model to start from instead of the preset's: a model folder, or owner/name of a published one");
    for (const char* name : {"--preset", "--data", "--start", "--epochs", "--batch", "--lr", "--limit", "--set"}) {
        resume->excludes(command->get_option(name));
        repeat->excludes(command->get_option(name));
    }
    resume->excludes(repeat)->excludes(command->get_option("--out"));
    command->footer(
        "Example:\n  storyscope-cli train --preset storyworld --data storyworld:seed=1,stories=2000 \\\n"
        "      --out runs/first --epochs 5 --set weight_decay=0.05\n"
        "  storyscope-cli train --preset blip-finetune --start my-blip --data flickr8k --out runs/captions\n"
        "  storyscope-cli train --resume runs/first\n"
        "  storyscope-cli train --repeat runs/first --out runs/again");
    command->callback([options, &session] { run(*options, session); });
}

} // namespace storyscope::cli
