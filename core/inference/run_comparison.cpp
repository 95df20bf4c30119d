// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/run_comparison.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/formats/csv.h"
#include "core/inference/report_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <set>

namespace storyscope::inference {

namespace {

using Json = nlohmann::ordered_json;

/// Keys of config.json that say whether two runs had equal conditions; their models differ on purpose.
constexpr std::array conditions{"/data",
                                "/pictures",
                                "/split_seed",
                                "/seed",
                                "/limit",
                                "/training/epochs",
                                "/training/batch_size",
                                "/training/learning_rate",
                                "/training/losses",
                                "/training/sampling",
                                "/training/augmentation",
                                "/training/captions",
                                "/training/validation_stories"};

Json readJson(const std::filesystem::path& file) {
    try {
        return Json::parse(readFile(file));
    } catch (const Json::exception&) {
        throw Error(ErrorCode::Malformed, "This is no JSON", inFile(file));
    }
}

std::string asText(const Json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
}

template <typename Value>
Value valueOr(const Json& json, const char* key, Value otherwise) {
    try {
        return json.value(key, otherwise);
    } catch (const Json::exception&) {
        return otherwise;
    }
}

void readConfig(RunRecord& run) {
    const std::filesystem::path file = run.path / "config.json";
    const Json config = readJson(file);
    if (!config.is_object() || !config.contains("data")) {
        throw Error(ErrorCode::Malformed, "This is not the configuration of a training run", inFile(file));
    }
    for (const char* const place : conditions) {
        const Json::json_pointer pointer(place);
        if (config.contains(pointer)) {
            run.settings[std::string(place).substr(1)] = asText(config.at(pointer));
        }
    }
    run.data = valueOr(config, "data", std::string());
    run.dataset.pictureFolder = valueOr(config, "pictures", std::string());
    run.dataset.splitSeed = valueOr(config, "split_seed", std::uint64_t{1});
    const std::filesystem::path environment = run.path / "environment.json";
    if (std::filesystem::exists(environment)) {
        const Json json = readJson(environment);
        if (json.is_object() && json.contains("data_hash")) {
            run.settings["data_hash"] = asText(json.at("data_hash"));
        }
    }
}

void readCurves(RunRecord& run) {
    const std::filesystem::path file = run.path / "metrics.csv";
    if (!std::filesystem::exists(file)) {
        throw Error(ErrorCode::NotFound, "The run has no curves", inFile(file));
    }
    formats::CsvReader reader(file);
    const std::vector<std::string> header = reader.next().value_or(std::vector<std::string>());
    const auto epochColumn = formats::csvColumn(header, "epoch");
    if (!epochColumn) {
        throw Error(ErrorCode::Malformed, "The curves have no column \"epoch\"", inFile(file));
    }
    while (const auto row = reader.next()) {
        for (std::size_t column = 0; column < std::min(header.size(), row->size()); ++column) {
            const bool isLoss = header[column].starts_with("train_") || header[column].starts_with("validation_");
            if (isLoss && !row->at(column).empty() && *epochColumn < row->size()) {
                run.curves[header[column]].push_back({std::strtod(row->at(*epochColumn).c_str(), nullptr),
                                                      std::strtod(row->at(column).c_str(), nullptr)});
            }
        }
    }
}

std::optional<double> numberAt(const Json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_number() ? std::optional(found->get<double>()) : std::nullopt;
}

void readScores(RunRecord& run) {
    if (!std::filesystem::exists(run.evaluationFile())) {
        return;
    }
    const Json json = readJson(run.evaluationFile());
    if (!json.is_object() || !json.contains("scores") || !json["scores"].is_object()) {
        throw Error(ErrorCode::Malformed, "This is not an evaluation report", inFile(run.evaluationFile()));
    }
    for (const auto& [name, score] : json["scores"].items()) {
        if (const auto value = score.is_object() ? numberAt(score, "value") : std::nullopt) {
            run.scores[name] = {*value, numberAt(score, "low"), numberAt(score, "high"),
                                valueOr(score, "higher_is_better", true)};
        }
    }
    if (json.contains("looks_at_input") && json["looks_at_input"].is_object()) {
        run.looksAtInput = valueOr(json["looks_at_input"], "sentence", std::string());
    }
}

Json scoreJson(const RunRecord::ScoreValue& score) {
    Json json{{"value", score.value}, {"higher_is_better", score.higherIsBetter}};
    if (score.low && score.high) {
        json["low"] = *score.low;
        json["high"] = *score.high;
    }
    return json;
}

Json runJson(const RunRecord& run) {
    Json json{{"name", run.name}, {"path", run.path.string()}, {"settings", run.settings}};
    json["curves"] = Json::object();
    for (const auto& [name, points] : run.curves) {
        Json epochs = Json::array();
        Json values = Json::array();
        for (const RunRecord::Point& point : points) {
            epochs.push_back(point.epoch);
            values.push_back(std::isfinite(point.value) ? Json(point.value) : Json(nullptr));
        }
        json["curves"][name] = {{"epoch", epochs}, {"value", values}};
    }
    json["scores"] = Json::object();
    for (const auto& [name, score] : run.scores) {
        json["scores"][name] = scoreJson(score);
    }
    json["looks_at_input"] = run.looksAtInput;
    return json;
}

/// A row of a table: a name, then a cell per run.
template <typename Cell>
std::string row(const std::string& name, const std::vector<RunRecord>& runs, const Cell& cell) {
    std::string text = padded(name, 34);
    for (const RunRecord& run : runs) {
        text += "  " + padded(cell(run), std::max<std::size_t>(26, run.name.size()));
    }
    text.erase(text.find_last_not_of(' ') + 1);
    return text + "\n";
}

} // namespace

RunRecord readRun(const std::filesystem::path& folder) {
    if (!std::filesystem::is_directory(folder)) {
        throw Error(ErrorCode::NotFound, "There is no such run", inFile(folder));
    }
    RunRecord run;
    run.path = folder;
    const std::filesystem::path name = folder.filename();
    run.name = name.empty() ? folder.parent_path().filename().string() : name.string();
    readConfig(run);
    readCurves(run);
    readScores(run);
    return run;
}

std::vector<RunDifference> RunComparison::differences() const {
    std::set<std::string> names;
    for (const RunRecord& run : runs) {
        for (const auto& [name, value] : run.settings) {
            names.insert(name);
        }
    }
    std::vector<RunDifference> result;
    for (const std::string& name : names) {
        RunDifference difference{name, {}};
        for (const RunRecord& run : runs) {
            const auto found = run.settings.find(name);
            difference.values.push_back(found == run.settings.end() ? std::string() : found->second);
        }
        if (std::ranges::any_of(difference.values, [&](const auto& value) { return value != difference.values[0]; })) {
            result.push_back(std::move(difference));
        }
    }
    return result;
}

std::vector<std::string> RunComparison::losses() const {
    std::set<std::string> names;
    for (const RunRecord& run : runs) {
        for (const auto& [column, points] : run.curves) {
            names.insert(column.substr(column.find('_') + 1));
        }
    }
    std::vector<std::string> result(names.begin(), names.end());
    std::ranges::stable_partition(result, [](const std::string& name) { return name == "total"; });
    return result;
}

std::vector<std::string> RunComparison::scoreNames() const {
    std::set<std::string> names;
    for (const RunRecord& run : runs) {
        for (const auto& [name, score] : run.scores) {
            names.insert(name);
        }
    }
    return {names.begin(), names.end()};
}

std::string RunComparison::toJson() const {
    const std::vector<RunDifference> different = differences();
    Json json;
    json["comparable"] = different.empty();
    json["differences"] = Json::array();
    for (const RunDifference& difference : different) {
        json["differences"].push_back({{"setting", difference.setting}, {"values", difference.values}});
    }
    json["runs"] = Json::array();
    for (const RunRecord& run : runs) {
        json["runs"].push_back(runJson(run));
    }
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string RunComparison::toText() const {
    std::string text;
    const std::vector<RunDifference> different = differences();
    text += different.empty() ? "Equal data, seed and training values: the runs can be compared\n"
                              : "The runs do not have equal conditions:\n";
    for (const RunDifference& difference : different) {
        text += "  " + difference.setting + ":";
        for (std::size_t run = 0; run < runs.size(); ++run) {
            const std::string& value = difference.values[run];
            text += (run == 0 ? " " : ", ") + runs[run].name + " has " + (value.empty() ? "none" : value);
        }
        text += "\n";
    }
    text += "\n" + row("loss after the last epoch", runs, [](const RunRecord& run) { return run.name; });
    for (const std::string& loss : losses()) {
        for (const char* const part : {"train_", "validation_"}) {
            text += row(part + loss, runs, [&](const RunRecord& run) {
                const auto found = run.curves.find(part + loss);
                return found == run.curves.end() ? std::string("-") : scoreText(found->second.back().value);
            });
        }
    }
    if (scoreNames().empty()) {
        return text + "\nNo run was evaluated yet: --evaluate N scores each on N stories\n";
    }
    text += "\n" + row("score", runs, [](const RunRecord& run) { return run.name; });
    for (const std::string& name : scoreNames()) {
        text += row(name, runs, [&](const RunRecord& run) {
            const auto found = run.scores.find(name);
            if (found == run.scores.end()) {
                return std::string("-");
            }
            const RunRecord::ScoreValue& score = found->second;
            return scoreText(score.value) +
                   (score.low && score.high ? " (" + scoreText(*score.low) + " - " + scoreText(*score.high) + ")" : "");
        });
    }
    for (const RunRecord& run : runs) {
        text += run.looksAtInput.empty() ? "" : "\n" + run.name + ": " + run.looksAtInput + "\n";
    }
    return text;
}

} // namespace storyscope::inference
