// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/dataset_options.h"
#include "app/cli/json_text.h"
#include "app/cli/output.h"
#include "app/cli/terminal_progress.h"
#include "core/base/number_text.h"
#include "core/datasets/story_dataset.h"
#include "core/datasets/story_json.h"

#include <CLI/CLI.hpp>
#include <cstdint>
#include <memory>
#include <string>

namespace storyscope::cli {

namespace {

struct DatasetQuestion {
    std::string data;
    std::string storyId;
    datasets::DatasetOptions options;
    bool json = false;
};

const char* severityName(Issue::Severity severity) {
    switch (severity) {
    case Issue::Severity::Note:
        return "note";
    case Issue::Severity::Warning:
        return "warning";
    case Issue::Severity::Problem:
        return "problem";
    }
    return "warning";
}

std::string overviewAsJson(const datasets::StoryDataset& dataset, const datasets::DatasetCounts& counts) {
    nlohmann::ordered_json splits = nlohmann::ordered_json::array();
    for (const datasets::Split& split : dataset.splits()) {
        splits.push_back({{"name", split.name}, {"stories", split.stories.size()}});
    }
    nlohmann::ordered_json issues = nlohmann::ordered_json::array();
    for (const Issue& issue : dataset.issues()) {
        issues.push_back({{"severity", severityName(issue.severity)}, {"place", issue.place}, {"text", issue.text}});
    }
    const nlohmann::ordered_json document{
        {"name", dataset.name()},  {"format", dataset.format()},  {"stories", dataset.size()},
        {"frames", counts.frames}, {"captions", counts.captions}, {"splits", splits},
        {"issues", issues}};
    return jsonText(document);
}

std::string overviewAsText(const datasets::StoryDataset& dataset, const datasets::DatasetCounts& counts) {
    std::string text = dataset.name() + "\nformat   " + dataset.format() + "\nstories  " +
                       formatCount(static_cast<std::int64_t>(dataset.size())) + "\nframes   " +
                       formatCount(counts.frames) + "\ncaptions " + formatCount(counts.captions) + '\n';
    for (const datasets::Split& split : dataset.splits()) {
        text +=
            "split    " + padded(split.name, 12) + formatCount(static_cast<std::int64_t>(split.stories.size())) + '\n';
    }
    for (const Issue& issue : dataset.issues()) {
        text += std::string(severityName(issue.severity)) + ": " + issue.place + ": " + issue.text + '\n';
    }
    if (dataset.size() > 0) {
        text += "\nThe first story is " + dataset.story(0).id + "; show one in full with --story ID.\n";
    }
    return text;
}

std::string frameAsText(const StoryFrame& frame, std::size_t number) {
    std::string text = '\n' + std::to_string(number) + "  " + frame.pictureName;
    if (frame.timeSeconds) {
        text += "  " + formatTime(*frame.timeSeconds);
    }
    text += '\n';
    if (!frame.caption.empty()) {
        text += "   " + frame.caption + '\n';
    }
    for (const std::string& reference : frame.references) {
        text += "   or: " + reference + '\n';
    }
    for (const std::string& note : frame.notes) {
        text += "   " + note + '\n';
    }
    std::string tags;
    for (const std::string& tag : frame.tags) {
        tags += (tags.empty() ? "" : ", ") + tag;
    }
    if (!tags.empty()) {
        text += "   tags: " + tags + '\n';
    }
    for (const Entity& entity : frame.entities) {
        text += "   " + entity.id + ": " + (entity.nouns.empty() ? std::string("unnamed") : entity.nouns.front());
        if (entity.box) {
            text += " at " + formatShare(entity.box->left) + ", " + formatShare(entity.box->top) + ", size " +
                    formatShare(entity.box->width) + " × " + formatShare(entity.box->height);
        }
        text += '\n';
    }
    return text;
}

std::string storyAsText(const Story& story) {
    std::string text = story.id + (story.title.empty() ? "" : "  " + story.title) + '\n';
    if (story.score) {
        text += "score " + formatNumber(*story.score, 2) + (story.orderIsTrue ? "" : ", not in its true order") + '\n';
    }
    for (const std::string& caption : story.captions) {
        text += "   " + caption + '\n';
    }
    for (std::size_t position = 0; position < story.frames.size(); ++position) {
        text += frameAsText(story.frames[position], position + 1);
    }
    return text;
}

void run(const DatasetQuestion& question, const Session& session) {
    std::shared_ptr<const datasets::StoryDataset> dataset;
    {
        TerminalProgress progress;
        dataset = datasets::openDataset(question.data, question.options, session.stop, progress);
    }
    std::string text;
    if (question.storyId.empty()) {
        TerminalProgress progress;
        const datasets::DatasetCounts counts = datasets::countsOf(*dataset, session.stop, progress);
        text = question.json ? overviewAsJson(*dataset, counts) : overviewAsText(*dataset, counts);
    } else {
        const Story story = dataset->story(dataset->find(question.storyId));
        text = question.json ? jsonText(datasets::toJson(story)) : storyAsText(story);
    }
    writeOutput(std::string(standardOutput), text);
}

} // namespace

void addDatasetCommand(CLI::App& program, Session& session) {
    const auto question = std::make_shared<DatasetQuestion>();
    CLI::App* command =
        program.add_subcommand("dataset", "Says what a data set is: format, splits, counts, issues, one story");
    command
        ->add_option("PATH", question->data,
                     "A data set's folder or file, a folder of pictures, or storyworld:seed=S,stories=N")
        ->required();
    command->add_flag("--json", question->json, "Print JSON");
    command->add_option("--story", question->storyId, "Show this story in full");
    addDatasetOptions(*command, question->options);
    command->footer("Examples:\n  storyscope-cli dataset holiday-pictures\n"
                    "  storyscope-cli dataset captions_train2017.json --pictures train2017 --json\n"
                    "  storyscope-cli dataset storyworld:seed=1000000,stories=10 --story storyworld-1000003");
    command->callback([question, &session] { run(*question, session); });
}

} // namespace storyscope::cli
