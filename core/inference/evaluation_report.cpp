// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/evaluation.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>

namespace storyscope::inference {

namespace {

constexpr std::array severityNames{"note", "warning", "problem"};

nlohmann::ordered_json toJson(const Score& score) {
    nlohmann::ordered_json json;
    json["value"] = score.value;
    if (score.low && score.high) {
        json["low"] = *score.low;
        json["high"] = *score.high;
    }
    json["floors"] = score.floors;
    json["higher_is_better"] = score.higherIsBetter;
    json["samples"] = score.samples;
    json["definition"] = score.definition;
    return json;
}

std::string number(double value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.4f", value);
    return text.data();
}

std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(text.size(), width), ' ');
    return text;
}

std::string line(const Score& score, std::size_t nameWidth) {
    std::string text = padded(score.name, nameWidth) + "  " + padded(number(score.value), 10);
    const std::string interval =
        score.low && score.high ? number(*score.low) + " – " + number(*score.high) : std::string("–");
    // An en dash is three bytes and one column.
    text += padded(interval, 19) + "  " + padded(std::to_string(score.samples), 9);
    std::string separator;
    for (const auto& [name, value] : score.floors) {
        text += separator + name + " " + number(value);
        separator = ", ";
    }
    return text + (score.higherIsBetter ? "" : "  (lower is better)") + "\n";
}

} // namespace

const Score* EvaluationReport::find(const std::string& name) const {
    const auto found = std::ranges::find(scores, name, &Score::name);
    return found == scores.end() ? nullptr : &*found;
}

std::string EvaluationReport::toJson() const {
    nlohmann::ordered_json json;
    json["model"] = modelPath;
    json["dataset"] = dataset;
    json["split"] = split;
    json["stories"] = stories;
    json["pictures"] = pictures;
    json["placeholders"] = placeholders;
    json["scores"] = nlohmann::ordered_json::object();
    for (const Score& score : scores) {
        json["scores"][score.name] = inference::toJson(score);
    }
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
    std::string text =
        modelPath + " on " + dataset + ", split " + split + ", " + std::to_string(stories) + " stories\n";
    if (placeholders > 0) {
        text += std::to_string(placeholders) + " of " + std::to_string(pictures) +
                " pictures could not be read and were told as grey ones\n";
    }
    text += "\n";
    text += padded("score", nameWidth) + "  " + padded("value", 10) + padded("95 % interval", 17) + "  " +
            padded("samples", 9) + "floors\n";
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
