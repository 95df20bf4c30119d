// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/html_text.h"
#include "core/inference/evaluation.h"
#include "core/inference/report_text.h"

#include <algorithm>

namespace storyscope::inference {

namespace {

using formats::escapedHtml;

constexpr const char* style = R"css(
:root { color-scheme: light dark; --line: #bbb6; --quiet: #777; --bad: #b3261e; --good: #1a7f37; }
body { margin: 0 auto; max-width: 80rem; padding: 2rem 1.5rem; font: 1rem/1.5 system-ui, "Noto Sans", sans-serif; }
h1 { font-size: 1.5rem; } h2 { margin-top: 2.5rem; font-size: 1.2rem; }
.verdict { padding: .75rem 1rem; border-left: 4px solid var(--quiet); font-size: 1.1rem; }
.yes { border-color: var(--good); } .no { border-color: var(--bad); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .75rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
td.number { text-align: right; white-space: nowrap; }
small { color: var(--quiet); }
.below { color: var(--bad); } .above { color: var(--good); }
dl { margin: 0; } dt { font-weight: 600; } dd { margin: 0 0 .5rem 1rem; }
@media (prefers-color-scheme: dark) { :root { --bad: #f2b8b5; --good: #7ee2a0; } }
)css";

std::string interval(const std::optional<double>& low, const std::optional<double>& high) {
    return low && high ? scoreText(*low) + " – " + scoreText(*high) : "–";
}

std::string floorsHtml(const Score& score) {
    std::string html;
    for (const auto& [name, value] : score.floors) {
        const bool beaten = score.higherIsBetter ? score.value > value : score.value < value;
        html += "<div class=\"" + std::string(beaten ? "above" : "below") + "\">" + escapedHtml(name) + " " +
                scoreText(value) + (beaten ? "" : " (not beaten)") + "</div>";
    }
    return html;
}

std::string gapsHtml(const Score& score) {
    std::string html;
    for (const auto& [name, gap] : score.gaps) {
        html += "<div>" + escapedHtml(name) + " " + scoreText(gap.other) + "<br/><small>gap " + scoreText(gap.gap) +
                ", " + interval(gap.low, gap.high) + "</small></div>";
    }
    return html;
}

std::string scoresHtml(const EvaluationReport& report) {
    std::string html = "<h2>Scores</h2>\n<div class=\"scroll\"><table><thead><tr><th>Score</th><th>Value</th><th>95 % "
                       "interval</th><th>Floors</th><th>With other input</th><th>Samples</th></tr></thead><tbody>\n";
    for (const Score& score : report.scores) {
        html += "<tr><td>" + escapedHtml(score.name) +
                (score.higherIsBetter ? "" : " <small>(lower is better)</small>") + "</td><td class=\"number\">" +
                scoreText(score.value) + "</td><td class=\"number\">" + interval(score.low, score.high) + "</td><td>" +
                floorsHtml(score) + "</td><td>" + gapsHtml(score) + "</td><td class=\"number\">" +
                std::to_string(score.samples) + "</td></tr>\n";
    }
    html += "</tbody></table></div>\n<h2>What the scores are</h2>\n<dl>\n";
    for (const Score& score : report.scores) {
        html += "<dt>" + escapedHtml(score.name) + "</dt><dd>" + escapedHtml(score.definition) + "</dd>\n";
    }
    return html + "</dl>\n";
}

/// The scores of single stories that are worth a column.
std::vector<const Score*> columnsOf(const EvaluationReport& report) {
    std::vector<const Score*> columns;
    for (const char* const name : {"caption_cider_d", "caption_bleu4", "next_caption_cider_d", "clip_caption_cider_d",
                                   "next_picture_l1", "tag_micro_f1"}) {
        const Score* const score = report.find(name);
        if (score && !score->stories.empty()) {
            columns.push_back(score);
        }
    }
    return columns;
}

std::string textsHtml(const EvaluatedStoryRow& row) {
    std::string html;
    for (std::size_t frame = 0; frame < row.told.size(); ++frame) {
        html += std::to_string(frame + 1) + ". " + escapedHtml(row.told[frame]);
        if (frame < row.truths.size() && !row.truths[frame].empty()) {
            html += " <small>true: " + escapedHtml(row.truths[frame]) + "</small>";
        }
        html += "<br/>";
    }
    if (!row.clip.empty()) {
        html += "All frames: " + escapedHtml(row.clip) + "<br/>";
    }
    if (!row.predicted.empty()) {
        html += "Predicted for the last frame: " + escapedHtml(row.predicted);
    }
    return html;
}

std::string storiesHtml(const EvaluationReport& report) {
    const std::vector<const Score*> columns = columnsOf(report);
    const Score* const sorted = report.storyScore();
    std::string html = "<h2>Stories, worst first" + (sorted ? " by " + escapedHtml(sorted->name) : std::string()) +
                       "</h2>\n<div class=\"scroll\"><table><thead><tr><th>Story</th>";
    for (const Score* column : columns) {
        html += "<th>" + escapedHtml(column->name) + "</th>";
    }
    html += "<th>Told</th></tr></thead><tbody>\n";
    for (const std::size_t place : report.worstFirst()) {
        html += "<tr><td>" + escapedHtml(report.told[place].id) + "</td>";
        for (const Score* column : columns) {
            const auto found = column->stories.find(place);
            html +=
                "<td class=\"number\">" + (found == column->stories.end() ? "–" : scoreText(found->second)) + "</td>";
        }
        html += "<td>" + textsHtml(report.told[place]) + "</td></tr>\n";
    }
    return html + "</tbody></table></div>\n";
}

std::string issuesHtml(const EvaluationReport& report) {
    std::string html;
    for (const Issue& issue : report.issues) {
        html += "<li>" + escapedHtml(issue.place) + ": " + escapedHtml(issue.text) + "</li>\n";
    }
    return html.empty() ? "" : "<h2>What could not be read</h2>\n<ul>\n" + html + "</ul>\n";
}

} // namespace

std::string EvaluationReport::toHtml() const {
    const LookVerdict verdict = judgedByGaps(scores);
    std::string html =
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" "
        "content=\"width=device-width, initial-scale=1\"/>\n<title>Evaluation of " +
        escapedHtml(modelPath) + "</title>\n<style>" + style + "</style>\n</head>\n<body>\n";
    html += std::string("<p class=\"verdict ") + answerName(verdict.answer) + "\">" + escapedHtml(verdict.sentence) +
            "</p>\n<h1>Evaluation of " + escapedHtml(modelPath) + "</h1>\n<p>On " + std::to_string(stories) +
            " stories of " + escapedHtml(dataset) + ", split " + escapedHtml(split) +
            ", free-running and greedy unless a name says otherwise; intervals by bootstrap over stories.";
    if (placeholders > 0) {
        html += " " + std::to_string(placeholders) + " of " + std::to_string(pictures) +
                " pictures could not be read and were told as grey ones.";
    }
    return html + "</p>\n" + scoresHtml(*this) + storiesHtml(*this) + issuesHtml(*this) + "</body>\n</html>\n";
}

} // namespace storyscope::inference
