// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/model_card_figures.h"

#include "core/base/atomic_file.h"
#include "core/inference/report_text.h"
#include "core/models/model_info.h"

#include <string_view>

namespace storyscope::cli {

namespace {

using inference::Score;

constexpr std::string_view indexBegin = "# evaluation: begin\n";
constexpr std::string_view indexEnd = "# evaluation: end\n";
constexpr std::string_view figuresBegin = "<!-- evaluation: begin -->\n";
constexpr std::string_view figuresEnd = "<!-- evaluation: end -->\n";
constexpr std::string_view frontMatterLine = "---\n";

/// Cuts out what lies between two marks, with the marks.
std::string without(std::string text, std::string_view begin, std::string_view end) {
    const std::size_t from = text.find(begin);
    const std::size_t to = from == std::string::npos ? from : text.find(end, from);
    return to == std::string::npos ? text : text.erase(from, to + end.size() - from);
}

/// A YAML string in double quotes.
std::string yamlString(const std::string& text) {
    std::string result = "\"";
    for (const char letter : text) {
        if (letter == '"' || letter == '\\') {
            result += '\\';
        }
        result += letter;
    }
    return result + '"';
}

std::string modelIndex(const inference::EvaluationReport& report, const std::string& modelName) {
    std::string text(indexBegin);
    text += "model-index:\n- name: " + yamlString(modelName) +
            "\n  results:\n  - task:\n      type: image-to-text\n    dataset:\n      type: stories\n      name: " +
            yamlString(report.dataset) + "\n      split: " + yamlString(report.split) + "\n    metrics:\n";
    for (const Score& score : report.scores) {
        text += "    - type: " + score.name + "\n      value: " + inference::scoreText(score.value) + '\n';
    }
    return text.append(indexEnd);
}

std::string row(const Score& score) {
    std::string floors;
    for (const auto& [name, value] : score.floors) {
        floors += (floors.empty() ? "" : ", ") + name + ' ' + inference::scoreText(value);
    }
    const std::string interval = score.low && score.high
                                     ? inference::scoreText(*score.low) + " – " + inference::scoreText(*score.high)
                                     : std::string();
    return "| " + score.name + (score.higherIsBetter ? "" : " (lower is better)") + " | " +
           inference::scoreText(score.value) + " | " + interval + " | " + floors + " | " +
           std::to_string(score.samples) + " | " + score.definition + " |\n";
}

std::string figures(const inference::EvaluationReport& report, const std::string& command) {
    std::string text(figuresBegin);
    text += "\n## Evaluation\n\nOn " + std::to_string(report.stories) + " stories of " + report.dataset +
            " (split: " + report.split + "), free-running and greedy, printed by\n\n```\n" + command +
            "\n```\n\n| score | value | 95 % interval | floors | samples | what it is |\n|---|---|---|---|---|---|\n";
    for (const Score& score : report.scores) {
        text += row(score);
    }
    return text.append(figuresEnd);
}

} // namespace

std::string withFigures(const std::string& card, const inference::EvaluationReport& report,
                        const std::string& modelName, const std::string& command) {
    std::string text = without(without(card, indexBegin, indexEnd), figuresBegin, figuresEnd);
    const bool hasFrontMatter = text.starts_with(frontMatterLine);
    const std::size_t close = hasFrontMatter ? text.find("\n---\n", frontMatterLine.size() - 1) : std::string::npos;
    if (close == std::string::npos) {
        text =
            std::string(frontMatterLine) + modelIndex(report, modelName) + std::string(frontMatterLine) + '\n' + text;
    } else {
        text.insert(close + 1, modelIndex(report, modelName));
    }
    while (text.ends_with("\n\n")) {
        text.pop_back();
    }
    return text + '\n' + figures(report, command);
}

void writeFiguresToCard(const inference::EvaluationReport& report, const std::filesystem::path& modelFolder,
                        const std::string& command) {
    const models::ModelInfo model = models::readModelInfo(modelFolder);
    const std::filesystem::path path = modelFolder / "README.md";
    const std::string card = std::filesystem::exists(path) ? readFile(path) : "# " + model.name + '\n';
    writeFileAtomically(path, withFigures(card, report, model.name, command));
}

} // namespace storyscope::cli
