// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/compare_html.h"

#include "core/formats/html_text.h"
#include "core/inference/report_text.h"
#include "core/media/image_file.h"
#include "core/media/line_chart.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace storyscope::cli {

namespace {

using formats::escapedHtml;
using inference::RunComparison;
using inference::RunRecord;
using Colour = std::array<std::uint8_t, 3>;

constexpr std::array<Colour, 6> hues{
    {{31, 119, 180}, {214, 39, 40}, {44, 160, 44}, {148, 103, 189}, {230, 120, 20}, {110, 80, 70}}};
constexpr int pictureSide = 160;

constexpr const char* style = R"css(
:root { color-scheme: light dark; --line: #bbb6; --quiet: #777; }
body { margin: 0 auto; max-width: 90rem; padding: 2rem 1.5rem; font: 1rem/1.5 system-ui, "Noto Sans", sans-serif; }
h1 { font-size: 1.5rem; } h2 { margin-top: 2.5rem; font-size: 1.2rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .75rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
td { max-width: 16rem; overflow-wrap: anywhere; }
img { display: block; max-width: 100%; border-radius: .25rem; }
small, .true { color: var(--quiet); }
)css";

Colour lightened(Colour colour) {
    for (std::uint8_t& part : colour) {
        part = static_cast<std::uint8_t>(part + (255 - part) * 11 / 20);
    }
    return colour;
}

std::string pictureHtml(const Picture& picture, const std::string& title) {
    if (picture.isEmpty()) {
        return {};
    }
    const Picture small = media::fitted(picture, {pictureSide, pictureSide});
    return "<img alt=\"" + escapedHtml(title) + "\" src=\"" + formats::pngDataAddress(media::encodePng(small)) + "\"/>";
}

std::string header(const RunComparison& comparison, const std::string& first) {
    std::string html = "<tr><th>" + first + "</th>";
    for (const RunRecord& run : comparison.runs) {
        html += "<th>" + escapedHtml(run.name) + "</th>";
    }
    return html + "</tr>\n";
}

std::string conditionsHtml(const RunComparison& comparison) {
    const std::vector<inference::RunDifference> differences = comparison.differences();
    if (differences.empty()) {
        return "<p>Equal data, seed and training values: the runs can be compared.</p>\n";
    }
    std::string html = "<p>The runs do not have equal conditions:</p>\n<table>" + header(comparison, "Condition");
    for (const inference::RunDifference& difference : differences) {
        html += "<tr><td>" + escapedHtml(difference.setting) + "</td>";
        for (const std::string& value : difference.values) {
            html += "<td>" + escapedHtml(value) + "</td>";
        }
        html += "</tr>\n";
    }
    return html + "</table>\n";
}

std::string scoresHtml(const RunComparison& comparison) {
    const std::vector<std::string> names = comparison.scoreNames();
    if (names.empty()) {
        return {};
    }
    std::string html = "<h2>Scores</h2>\n";
    for (const RunRecord& run : comparison.runs) {
        if (!run.looksAtInput.empty()) {
            html += "<p><b>" + escapedHtml(run.name) + "</b>: " + escapedHtml(run.looksAtInput) + "</p>\n";
        }
    }
    html += "<div class=\"scroll\"><table>" + header(comparison, "Score");
    for (const std::string& name : names) {
        html += "<tr><td>" + escapedHtml(name) + "</td>";
        for (const RunRecord& run : comparison.runs) {
            const auto found = run.scores.find(name);
            html += "<td>";
            if (found != run.scores.end()) {
                html += inference::scoreText(found->second.value);
                html += found->second.low && found->second.high
                            ? " <small>" + inference::scoreText(*found->second.low) + " – " +
                                  inference::scoreText(*found->second.high) + "</small>"
                            : "";
            }
            html += "</td>";
        }
        html += "</tr>\n";
    }
    return html + "</table></div>\n";
}

std::string frameCell(const StoryResult& told, std::size_t frame) {
    if (frame >= told.frames.size()) {
        return "<td></td>";
    }
    const ToldFrame& one = told.frames[frame];
    switch (one.captionOrigin) {
    case CaptionOrigin::Seen:
        break;
    case CaptionOrigin::Expected:
        return "<td>" + escapedHtml(one.caption.text) + "<br/><small>expected from the frames before</small></td>";
    case CaptionOrigin::Untold:
        return "<td><small>untold</small></td>";
    }
    return "<td>" + escapedHtml(one.caption.text) + "</td>";
}

/// What is told of all frames, and what was predicted in place of the last one.
std::string furtherCell(const StoryResult& told) {
    std::string html = "<td>";
    if (told.clipCaption) {
        html += "All frames: " + escapedHtml(told.clipCaption->text) + "<br/>";
    }
    const auto last = std::ranges::find_if(told.predictions, [&](const NextPrediction& prediction) {
        return prediction.truthFrame && *prediction.truthFrame + 1 == static_cast<int>(told.frames.size());
    });
    if (last != told.predictions.end()) {
        html += escapedHtml(last->caption.text) + pictureHtml(last->picture, "Predicted picture");
        html += last->nearestFrame
                    ? "<small>nearest real picture: frame " + std::to_string(*last->nearestFrame + 1) + "</small>"
                    : "";
    }
    return html + "</td>";
}

std::string storyHtml(const RunComparison& comparison, const ComparedStory& story) {
    std::string html = "<h3>" + escapedHtml(story.id) + "</h3>\n<div class=\"scroll\"><table><tr><th></th>";
    for (std::size_t frame = 0; frame < story.pictures.size(); ++frame) {
        html += "<th>" + pictureHtml(story.pictures[frame], "Frame " + std::to_string(frame + 1)) + "</th>";
    }
    html += "<th>Predicted for the last frame</th></tr>\n<tr class=\"true\"><td>true</td>";
    for (const std::string& truth : story.truths) {
        html += "<td>" + escapedHtml(truth) + "</td>";
    }
    html += "<td></td></tr>\n";
    for (std::size_t run = 0; run < story.told.size(); ++run) {
        html += "<tr><td>" + escapedHtml(comparison.runs[run].name) + "</td>";
        for (std::size_t frame = 0; frame < story.pictures.size(); ++frame) {
            html += frameCell(story.told[run], frame);
        }
        html += furtherCell(story.told[run]) + "</tr>\n";
    }
    return html + "</table></div>\n";
}

} // namespace

std::optional<Picture> lossCharts(const RunComparison& comparison) {
    std::vector<media::LineChart> charts;
    for (const std::string& loss : comparison.losses()) {
        media::LineChart chart{loss + " loss", "epoch", {}};
        for (std::size_t run = 0; run < comparison.runs.size(); ++run) {
            const Colour hue = hues[run % hues.size()];
            for (const char* const part : {"train", "validation"}) {
                const auto found = comparison.runs[run].curves.find(std::string(part) + "_" + loss);
                if (found == comparison.runs[run].curves.end()) {
                    continue;
                }
                media::ChartLine line{
                    comparison.runs[run].name + " " + part, part == std::string("train") ? lightened(hue) : hue, {}};
                for (const RunRecord::Point& point : found->second) {
                    line.points.push_back({point.epoch, point.value});
                }
                chart.lines.push_back(std::move(line));
            }
        }
        charts.push_back(std::move(chart));
    }
    return charts.empty() ? std::nullopt : std::optional(media::drawCharts(charts));
}

std::string comparisonHtml(const RunComparison& comparison, const std::vector<ComparedStory>& stories) {
    std::string title;
    for (const RunRecord& run : comparison.runs) {
        title += (title.empty() ? "" : " and ") + escapedHtml(run.name);
    }
    std::string html =
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" "
        "content=\"width=device-width, initial-scale=1\"/>\n<title>" +
        title + "</title>\n<style>" + style + "</style>\n</head>\n<body>\n<h1>" + title + "</h1>\n" +
        conditionsHtml(comparison);
    if (const auto charts = lossCharts(comparison)) {
        html += "<h2>Losses</h2>\n<img alt=\"Loss curves\" src=\"" +
                formats::pngDataAddress(media::encodePng(*charts)) + "\"/>\n";
    }
    html += scoresHtml(comparison);
    html += stories.empty() ? "" : "<h2>Stories</h2>\n";
    for (const ComparedStory& story : stories) {
        html += storyHtml(comparison, story);
    }
    return html + "</body>\n</html>\n";
}

} // namespace storyscope::cli
