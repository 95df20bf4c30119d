// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/evaluation.h"

#include "core/inference/report_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

namespace storyscope::inference {

namespace {

constexpr std::array severityNames{"note", "warning", "problem"};

/// What stories are sorted by: the first of these that says something about single stories.
constexpr std::array storyScores{"caption_cider_d", "next_caption_cider_d", "clip_caption_cider_d",
                                 "caption_bleu4",   "next_caption_bleu4",   "clip_caption_bleu4",
                                 "next_picture_l1", "tag_micro_f1",         "next_caption_perplexity"};

nlohmann::ordered_json toJson(const Gap& gap) {
    nlohmann::ordered_json json{{"other", gap.other}, {"gap", gap.gap}};
    if (gap.low && gap.high) {
        json["low"] = *gap.low;
        json["high"] = *gap.high;
    }
    return json;
}

nlohmann::ordered_json toJson(const Score& score) {
    nlohmann::ordered_json json;
    json["value"] = score.value;
    if (score.low && score.high) {
        json["low"] = *score.low;
        json["high"] = *score.high;
    }
    json["floors"] = score.floors;
    json["gaps"] = nlohmann::ordered_json::object();
    for (const auto& [name, gap] : score.gaps) {
        json["gaps"][name] = toJson(gap);
    }
    json["higher_is_better"] = score.higherIsBetter;
    json["samples"] = score.samples;
    json["definition"] = score.definition;
    return json;
}

nlohmann::ordered_json storyTable(const EvaluationReport& report) {
    nlohmann::ordered_json json;
    const Score* const sorted = report.storyScore();
    json["sorted_by"] = sorted ? nlohmann::ordered_json(sorted->name) : nlohmann::ordered_json(nullptr);
    json["stories"] = nlohmann::ordered_json::array();
    for (const std::size_t place : report.worstFirst()) {
        const EvaluatedStoryRow& row = report.told[place];
        nlohmann::ordered_json story{{"id", row.id}, {"scores", nlohmann::ordered_json::object()}};
        for (const Score& score : report.scores) {
            if (const auto found = score.stories.find(place); found != score.stories.end()) {
                story["scores"][score.name] = found->second;
            }
        }
        story["truths"] = row.truths;
        story["told"] = row.told;
        story["predicted"] = row.predicted;
        story["clip"] = row.clip;
        json["stories"].push_back(std::move(story));
    }
    return json;
}

std::string line(const Score& score, std::size_t nameWidth) {
    std::string text = padded(score.name, nameWidth) + "  " + padded(scoreText(score.value), 10);
    const std::string interval =
        score.low && score.high ? scoreText(*score.low) + " – " + scoreText(*score.high) : std::string("–");
    // An en dash is three bytes and one column.
    text += padded(interval, 19) + "  " + padded(std::to_string(score.samples), 9);
    std::string separator;
    for (const auto& [name, value] : score.floors) {
        text += separator + name + " " + scoreText(value);
        separator = ", ";
    }
    for (const auto& [name, gap] : score.gaps) {
        text += separator + name + " " + scoreText(gap.other);
        separator = ", ";
    }
    return text + (score.higherIsBetter ? "" : "  (lower is better)") + "\n";
}

} // namespace

const Score* EvaluationReport::find(const std::string& name) const {
    const auto found = std::ranges::find(scores, name, &Score::name);
    return found == scores.end() ? nullptr : &*found;
}

const Score* EvaluationReport::storyScore() const {
    for (const char* const name : storyScores) {
        const Score* const score = find(name);
        if (score && !score->stories.empty()) {
            return score;
        }
    }
    return nullptr;
}

std::vector<std::size_t> EvaluationReport::worstFirst() const {
    std::vector<std::size_t> places(told.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    const Score* const score = storyScore();
    if (score) {
        const auto badness = [score](std::size_t place) {
            const auto found = score->stories.find(place);
            const double value = found == score->stories.end() ? 0 : found->second;
            return std::pair(found == score->stories.end(), score->higherIsBetter ? value : -value);
        };
        std::ranges::stable_sort(places, {}, badness);
    }
    return places;
}

std::string EvaluationReport::toJson() const {
    nlohmann::ordered_json json;
    const LookVerdict verdict = judgedByGaps(scores);
    json["looks_at_input"] = {{"answer", answerName(verdict.answer)}, {"sentence", verdict.sentence}};
    json["model"] = modelPath;
    json["dataset"] = dataset;
    json["split"] = split;
    json["stories"] = stories;
    json["pictures"] = pictures;
    json["placeholders"] = placeholders;
    json["neighbours"] = neighbours;
    json["scores"] = nlohmann::ordered_json::object();
    for (const Score& score : scores) {
        json["scores"][score.name] = inference::toJson(score);
    }
    json["story_table"] = storyTable(*this);
    json["issues"] = nlohmann::ordered_json::array();
    for (const Issue& issue : issues) {
        json["issues"].push_back({{"severity", severityNames.at(static_cast<std::size_t>(issue.severity))},
                                  {"place", issue.place},
                                  {"text", issue.text}});
    }
    return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string EvaluationReport::toText() const {
    std::size_t nameWidth = 0;
    for (const Score& score : scores) {
        nameWidth = std::max(nameWidth, score.name.size());
    }
    std::string text = judgedByGaps(scores).sentence + "\n";
    text += modelPath + " on " + dataset + ", split " + split + ", " + std::to_string(stories) + " stories\n";
    if (placeholders > 0) {
        text += std::to_string(placeholders) + " of " + std::to_string(pictures) +
                " pictures could not be read and were told as grey ones\n";
    }
    text += "\n";
    text += padded("score", nameWidth) + "  " + padded("value", 10) + padded("95 % interval", 17) + "  " +
            padded("samples", 9) + "floors and shuffles\n";
    for (const Score& score : scores) {
        text += line(score, nameWidth);
    }
    text += "\n";
    for (const Score& score : scores) {
        text += padded(score.name, nameWidth) + "  " + score.definition + "\n";
    }
    for (const Issue& issue : issues) {
        text += std::string(severityNames.at(static_cast<std::size_t>(issue.severity))) + ": " + issue.place + ": " +
                issue.text + "\n";
    }
    return text;
}

} // namespace storyscope::inference
