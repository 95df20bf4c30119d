// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/json_text.h"
#include "app/cli/output.h"
#include "app/cli/terminal_progress.h"
#include "core/datasets/story_dataset.h"
#include "core/datasets/story_json.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

namespace storyscope::cli {

namespace {

struct DatasetOptions {
    std::string data;
    std::string storyId;
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

std::string overviewAsJson(const datasets::StoryDataset& dataset) {
    nlohmann::ordered_json splits = nlohmann::ordered_json::array();
    for (const datasets::Split& split : dataset.splits()) {
        splits.push_back({{"name", split.name}, {"stories", split.stories.size()}});
    }
    nlohmann::ordered_json issues = nlohmann::ordered_json::array();
    for (const Issue& issue : dataset.issues()) {
        issues.push_back({{"severity", severityName(issue.severity)}, {"place", issue.place}, {"text", issue.text}});
    }
    const nlohmann::ordered_json document{{"name", dataset.name()},
                                          {"format", dataset.format()},
                                          {"stories", dataset.size()},
                                          {"splits", splits},
                                          {"issues", issues}};
    return jsonText(document);
}

std::string overviewAsText(const datasets::StoryDataset& dataset) {
    std::string text = dataset.name() + "\nformat   " + dataset.format() + "\nstories  " +
                       formatCount(static_cast<std::int64_t>(dataset.size())) + '\n';
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
    for (std::size_t position = 0; position < story.frames.size(); ++position) {
        text += frameAsText(story.frames[position], position + 1);
    }
    return text;
}

void run(const DatasetOptions& options, const Session& session) {
    std::shared_ptr<const datasets::StoryDataset> dataset;
    {
        TerminalProgress progress;
        dataset = datasets::openDataset(options.data, session.stop, progress);
    }
    std::string text;
    if (options.storyId.empty()) {
        text = options.json ? overviewAsJson(*dataset) : overviewAsText(*dataset);
    } else {
        const Story story = dataset->story(dataset->find(options.storyId));
        text = options.json ? jsonText(datasets::toJson(story)) : storyAsText(story);
    }
    writeOutput(std::string(standardOutput), text);
}

} // namespace

void addDatasetCommand(CLI::App& program, Session& session) {
    const auto options = std::make_shared<DatasetOptions>();
    CLI::App* command =
        program.add_subcommand("dataset", "Says what a data set is: format, splits, counts, issues, one story");
    command->add_option("PATH", options->data, "A folder of pictures or of a data set, or storyworld:seed=S,stories=N")
        ->required();
    command->add_flag("--json", options->json, "Print JSON");
    command->add_option("--story", options->storyId, "Show this story in full");
    command->footer("Examples:\n  storyscope-cli dataset holiday-pictures\n"
                    "  storyscope-cli dataset storyworld:seed=1000000,stories=10 --story storyworld-1000003");
    command->callback([options, &session] { run(*options, session); });
}

} // namespace storyscope::cli
