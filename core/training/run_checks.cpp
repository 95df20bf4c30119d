// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/run_checks.h"

#include <set>

namespace storyscope::training {

namespace {

std::string number(std::int64_t count, const std::string& singular, const std::string& plural) {
    return std::to_string(count) + " " + (count == 1 ? singular : plural);
}

} // namespace

void completeLosses(std::vector<StagePlan>& stages, const models::StoryModel& model) {
    const std::set<std::string> known = model.lossNames();
    for (StagePlan& stage : stages) {
        if (!stage.lossWeights.empty()) {
            continue;
        }
        for (const char* name :
             {"caption", "next_caption", "clip_caption", "next_picture", "tags", "score", "pointing"}) {
            if (known.contains(name)) {
                stage.lossWeights[name] = 1;
            }
        }
    }
}

void checkLossNames(const std::vector<StagePlan>& stages, const models::StoryModel& model) {
    const std::set<std::string> known = model.lossNames();
    for (const StagePlan& stage : stages) {
        for (const auto& [name, weight] : stage.lossWeights) {
            if (weight != 0 && !known.contains(name)) {
                std::string names;
                for (const std::string& one : known) {
                    names += (names.empty() ? "" : ", ") + one;
                }
                throw Error(ErrorCode::BadArgument,
                            "The loss \"" + name + "\" is none that this model computes; there is: " + names);
            }
        }
    }
}

std::optional<Issue> missingPictures(const PictureCache& pictures) {
    const datasets::LoadingCounts loaded = pictures.counts();
    if (loaded.isComplete()) {
        return std::nullopt;
    }
    const Issue first = pictures.issues().front();
    const std::string what =
        loaded.skippedStories > 0
            ? number(loaded.skippedStories, "story was", "stories were") + " left out for missing pictures"
            : number(loaded.placeholders, "picture", "pictures") + " of " + std::to_string(loaded.pictures) +
                  " could not be read; a grey one stands in";
    return Issue{.severity = Issue::Severity::Warning, .place = first.place, .text = what + ": " + first.text};
}

std::vector<Issue> dataIssues(const TrainingSet& set, const Losses& validation) {
    std::vector<Issue> issues;
    if (std::optional<Issue> missing = missingPictures(set.pictures())) {
        issues.push_back(*std::move(missing));
    }
    if (validation.empty()) {
        issues.push_back({.severity = Issue::Severity::Warning,
                          .place = set.dataName(),
                          .text = "no validation story has anything that the losses could be measured on; the last "
                                  "epoch counts as the best. More validation stories help"});
    }
    return issues;
}

void rethrowWithAdvice(const Error& error, const TrainingSummary& summary) {
    const bool canGoOn = error.code() == ErrorCode::Numerical || error.code() == ErrorCode::OutOfSpace;
    if (!canGoOn || summary.epochsDone == 0) {
        throw Error(error);
    }
    throw Error(error.code(),
                error.message() + ". The checkpoint after epoch " + std::to_string(summary.epochsDone) +
                    " is kept in " + summary.lastModel.string() + " and can be resumed",
                error.place());
}

} // namespace storyscope::training
