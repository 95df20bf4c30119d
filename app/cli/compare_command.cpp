// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/compare_html.h"
#include "app/cli/dataset_options.h"
#include "app/cli/output.h"
#include "app/cli/terminal_progress.h"
#include "app/cli/training_printer.h"
#include "core/base/error.h"
#include "core/datasets/placeholder.h"
#include "core/inference/evaluation.h"
#include "core/inference/run_comparison.h"
#include "core/inference/storyteller.h"
#include "core/media/image_file.h"
#include "core/models/model_info.h"
#include "core/training/trainer.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace storyscope::cli {

namespace {

struct CompareOptions {
    std::vector<std::string> runs;
    std::vector<std::string> presets; ///< to be trained first
    training::TrainingOptions training;
    std::string out; ///< folder of the runs that are trained
    std::size_t evaluated = 0;
    std::size_t samples = 4;
    std::string json;
    std::string png;
    std::string html;
};

/// The same for every preset: what is not asked for is the first preset's.
training::TrainingOptions equalConditions(const CompareOptions& options) {
    training::TrainingOptions training = options.training;
    const models::PresetInfo first = models::readPresetInfo(options.presets.front());
    training.epochs = training.epochs.value_or(first.epochs);
    training.batchSize = training.batchSize.value_or(first.batchSize);
    training.learningRate = training.learningRate.value_or(first.learningRate);
    return training;
}

/// Trains one run per preset into its own folder of `out`, and says where they are.
std::vector<std::string> trainAll(const CompareOptions& options, const Session& session) {
    training::TrainingOptions training = equalConditions(options);
    std::vector<std::string> folders;
    for (const std::string& preset : options.presets) {
        training.preset = preset;
        training.runFolder =
            std::filesystem::path(options.out) / std::filesystem::path(preset).filename().replace_extension();
        std::cerr << "Training " << preset << " into " << training.runFolder.string() << '\n';
        TrainingPrinter printer;
        if (training::train(training, session.stop, printer).wasStopped) {
            throw Error(ErrorCode::Cancelled, "Stopped");
        }
        folders.push_back(training.runFolder.string());
    }
    return folders;
}

void evaluateRun(const inference::RunRecord& run, std::size_t stories, const Session& session) {
    TerminalProgress progress;
    const auto dataset = datasets::openDataset(run.data, run.dataset, session.stop, progress);
    inference::EvaluationOptions options;
    options.limit = stories;
    const inference::EvaluationReport report =
        inference::evaluate(run.bestModel(), *dataset, options, session.stop, progress);
    writeOutput(run.evaluationFile().string(), report.toJson());
}

/// The first stories of the test split, else of all.
std::vector<std::size_t> sampleStories(const datasets::StoryDataset& dataset, std::size_t count) {
    std::vector<std::size_t> chosen;
    for (const datasets::Split& split : dataset.splits()) {
        if (split.name == "test") {
            chosen = split.stories;
        }
    }
    for (std::size_t story = 0; chosen.empty() && story < dataset.size(); ++story) {
        chosen.push_back(story);
    }
    chosen.resize(std::min(chosen.size(), count));
    return chosen;
}

/// Told by the best model of every run; the stories are those of the first run's data.
std::vector<ComparedStory> tellSamples(const inference::RunComparison& comparison, std::size_t count,
                                       const Session& session) {
    TerminalProgress progress;
    const inference::RunRecord& first = comparison.runs.front();
    const auto dataset = datasets::openDataset(first.data, first.dataset, session.stop, progress);
    std::vector<inference::Storyteller> tellers;
    for (const inference::RunRecord& run : comparison.runs) {
        tellers.emplace_back(run.bestModel());
    }
    std::vector<ComparedStory> stories;
    for (const std::size_t index : sampleStories(*dataset, count)) {
        const Story story = dataset->story(index);
        ComparedStory& compared = stories.emplace_back();
        compared.id = story.id;
        std::vector<inference::InputFrame> frames;
        for (std::size_t frame = 0; frame < story.frames.size(); ++frame) {
            compared.pictures.push_back(datasets::pictureOrPlaceholder(*dataset, index, frame).picture);
            compared.truths.push_back(story.frames[frame].caption);
            frames.push_back({.picture = compared.pictures.back(),
                              .sourceIndex = static_cast<int>(frame),
                              .timeSeconds = {},
                              .pictureName = story.frames[frame].pictureName,
                              .caption = story.frames[frame].caption,
                              .tags = story.frames[frame].tags});
        }
        for (const inference::Storyteller& teller : tellers) {
            progress.report("Telling sample stories", static_cast<std::int64_t>(stories.size()) - 1,
                            static_cast<std::int64_t>(count));
            compared.told.push_back(teller.tell(frames, {}, session.stop));
        }
    }
    return stories;
}

inference::RunComparison readRuns(const std::vector<std::string>& folders) {
    inference::RunComparison comparison;
    for (const std::string& folder : folders) {
        comparison.runs.push_back(inference::readRun(folder));
    }
    return comparison;
}

/// A pair that is trained leaves everything beside its runs unless other places are named.
void nameOutputs(CompareOptions& options) {
    const std::filesystem::path folder = options.out;
    options.json = options.json.empty() ? (folder / "comparison.json").string() : options.json;
    options.png = options.png.empty() ? (folder / "losses.png").string() : options.png;
    options.html = options.html.empty() ? (folder / "comparison.html").string() : options.html;
}

void writeResults(const inference::RunComparison& comparison, const CompareOptions& options, const Session& session) {
    if (!options.png.empty()) {
        const auto charts = lossCharts(comparison);
        if (!charts) {
            throw Error(ErrorCode::BadArgument, "The runs have no curves to draw");
        }
        writeOutput(options.png, media::encodePng(*charts));
    }
    if (!options.html.empty()) {
        const auto stories =
            options.samples > 0 ? tellSamples(comparison, options.samples, session) : std::vector<ComparedStory>();
        writeOutput(options.html, comparisonHtml(comparison, stories));
    }
    if (!options.json.empty()) {
        writeOutput(options.json, comparison.toJson());
    }
    if (options.json != standardOutput) {
        writeOutput(std::string(standardOutput), comparison.toText());
    }
}

void run(CompareOptions options, const Session& session) {
    const bool trains = !options.presets.empty();
    if (trains && (!options.runs.empty() || options.training.data.empty() || options.out.empty())) {
        throw CLI::ValidationError("--train takes presets, --data and --out, and no other runs");
    }
    if ((trains ? options.presets : options.runs).size() < 2) {
        throw CLI::ValidationError("Name two runs or more to compare, or two presets to train");
    }
    inference::setComputeThreads(session.threads);
    if (trains) {
        options.runs = trainAll(options, session);
        nameOutputs(options);
    }
    inference::RunComparison comparison = readRuns(options.runs);
    if (options.evaluated > 0) {
        for (const inference::RunRecord& record : comparison.runs) {
            evaluateRun(record, options.evaluated, session);
        }
        comparison = readRuns(options.runs);
    }
    writeResults(comparison, options, session);
}

} // namespace

void addCompareCommand(CLI::App& program, Session& session) {
    const auto options = std::make_shared<CompareOptions>();
    training::TrainingOptions& training = options->training;
    CLI::App* command = program.add_subcommand(
        "compare", "Puts runs side by side: curves, scores, stories; or trains presets under equal conditions first");
    command->add_option("RUN", options->runs, "Folders of training runs, two or more");
    command->add_option("--train", options->presets, "Presets to train with equal data, seed and epochs: A,B")
        ->delimiter(',')
        ->allow_extra_args(false);
    command->add_option("--data", training.data, "With --train: a data set, or storyworld:seed=S,stories=N");
    addDatasetOptions(*command, training.dataset);
    command->add_option("--out", options->out, "With --train: folder for the runs and the comparison");
    command->add_option("--epochs", training.epochs, "With --train: passes over the training stories")
        ->check(CLI::PositiveNumber);
    command->add_option("--batch", training.batchSize, "With --train: stories per step")->check(CLI::PositiveNumber);
    command->add_option("--lr", training.learningRate, "With --train: learning rate")->check(CLI::PositiveNumber);
    command->add_option("--seed", training.seed, "With --train: seed of everything random")->capture_default_str();
    command->add_option("--device", training.device, "With --train: auto, cpu, cuda or cuda:N")->capture_default_str();
    command->add_option("--limit", training.limit, "With --train: use only so many training stories")
        ->check(CLI::NonNegativeNumber);
    command->add_option("--evaluate", options->evaluated,
                        "Score each run's best model on so many stories of its data's test split first; the report "
                        "stays in the run as evaluation.json");
    command->add_option("--samples", options->samples, "Stories told side by side in the page")->capture_default_str();
    command->add_option("--json", options->json, "Write the comparison as JSON to this file, or - for standard output");
    command->add_option("--png", options->png, "Write the loss curves as a picture");
    command->add_option("--html", options->html, "Write a page with curves, scores and stories side by side");
    command->footer("Examples:\n  storyscope-cli compare runs/first runs/second --png losses.png --html compared.html\n"
                    "  storyscope-cli compare --train meanpool-small,gru-attention-small \\\n"
                    "      --data storyworld:seed=1,stories=2000 --out runs/pair --evaluate 200");
    command->callback([options, &session] { run(*options, session); });
}

} // namespace storyscope::cli
