// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/dataset_options.h"
#include "app/cli/model_card_figures.h"
#include "app/cli/output.h"
#include "app/cli/terminal_progress.h"
#include "core/inference/evaluation.h"
#include "core/inference/storyteller.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

namespace storyscope::cli {

namespace {

struct EvaluateOptions {
    std::string model;
    std::string data;
    datasets::DatasetOptions dataset;
    std::string unfamiliar;
    std::string json;
    std::string html;
    bool writeCard = false;
    inference::EvaluationOptions evaluation;
};

/// The command that prints these figures, for the model card.
std::string commandLine(const EvaluateOptions& options) {
    std::string text = "storyscope-cli evaluate --model " + options.model + " --data " + options.data +
                       datasetArguments(options.dataset);
    if (!options.evaluation.split.empty()) {
        text += " --split " + options.evaluation.split;
    }
    if (options.evaluation.limit > 0) {
        text += " --limit " + std::to_string(options.evaluation.limit);
    }
    if (options.evaluation.teacherForced) {
        text += " --teacher-forced";
    }
    return options.unfamiliar.empty() ? text : text + " --unfamiliar " + options.unfamiliar;
}

void run(EvaluateOptions options, const Session& session) {
    options.evaluation.unfamiliar = options.unfamiliar;
    inference::setComputeThreads(session.threads);
    inference::EvaluationReport report;
    {
        TerminalProgress progress;
        const auto dataset = datasets::openDataset(options.data, options.dataset, session.stop, progress);
        report = inference::evaluate(options.model, *dataset, options.evaluation, session.stop, progress);
    }
    if (options.json != standardOutput) {
        writeOutput(std::string(standardOutput), report.toText());
    }
    if (!options.json.empty()) {
        writeOutput(options.json, report.toJson());
    }
    if (!options.html.empty()) {
        writeOutput(options.html, report.toHtml());
    }
    if (options.writeCard) {
        writeFiguresToCard(report, options.model, commandLine(options));
    }
}

} // namespace

void addEvaluateCommand(CLI::App& program, Session& session) {
    const auto options = std::make_shared<EvaluateOptions>();
    CLI::App* command =
        program.add_subcommand("evaluate", "Scores a model on a data set, every score beside its floors");
    command->add_option("--model", options->model, "Model folder")->required();
    command->add_option("--data", options->data, "A data set, or storyworld:seed=S,stories=N")->required();
    addDatasetOptions(*command, options->dataset);
    command->add_option("--split", options->evaluation.split,
                        "Split to score (default: test if there is one, else all stories)");
    command->add_option("--limit", options->evaluation.limit, "Score only so many stories")
        ->check(CLI::NonNegativeNumber);
    command->add_option("--unfamiliar", options->unfamiliar,
                        "Folder of pictures unlike the training data, for the familiarity score");
    command->add_option("--json", options->json, "Write the report as JSON to this file, or - for standard output");
    command->add_option("--html", options->html, "Write the report as a page, stories worst first");
    command->add_flag("--teacher-forced", options->evaluation.teacherForced,
                      "Also score captions written word by word after the true words; every such name says so");
    command
        ->add_option("--neighbours", options->evaluation.neighbours,
                     "Training pictures to look through for the nearest one, whose caption is a floor; 0: none")
        ->capture_default_str();
    command
        ->add_option("--candidates", options->evaluation.candidates,
                     "Captions that the true next one is to be found among, itself counted; 0: none")
        ->capture_default_str();
    command->add_flag("--write-card", options->writeCard,
                      "Write the figures and this command into the model card (README.md)");
    command->footer("Example:\n  storyscope-cli evaluate --model runs/first/best \\\n"
                    "      --data storyworld:seed=1000000,stories=500 --json report.json --html report.html");
    command->callback([options, &session] { run(*options, session); });
}

} // namespace storyscope::cli
