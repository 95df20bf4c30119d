// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/run_report.h"

#include "core/base/atomic_file.h"
#include "core/formats/html_text.h"
#include "core/training/loss_plot.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <sstream>
#include <vector>

namespace storyscope::training {

namespace fs = std::filesystem;
using formats::escapedHtml;

namespace {

constexpr const char* style =
    "<style>body{font:15px sans-serif;max-width:60em;margin:2em auto;padding:0 1em}"
    ".plots{display:flex;flex-wrap:wrap;gap:1em}svg{width:27em;max-width:100%}svg "
    "text{font-size:11px;fill:currentColor}"
    ".title{font-weight:bold}pre{white-space:pre-wrap}.pictures img{height:8em;image-rendering:pixelated;margin:2px}"
    "code{word-break:break-all}</style>\n";

using Columns = std::map<std::string, std::vector<std::optional<double>>>;

std::vector<std::string> fieldsOf(const std::string& line) {
    std::vector<std::string> fields;
    std::istringstream text(line);
    for (std::string field; std::getline(text, field, ',');) {
        fields.push_back(field);
    }
    return fields;
}

Columns readMetrics(const fs::path& file) {
    std::istringstream lines(readFile(file));
    std::string line;
    std::getline(lines, line);
    const std::vector<std::string> names = fieldsOf(line);
    Columns columns;
    while (std::getline(lines, line)) {
        std::vector<std::string> fields = fieldsOf(line);
        fields.resize(names.size());
        for (std::size_t i = 0; i < names.size(); ++i) {
            columns[names[i]].push_back(fields[i].empty() ? std::nullopt : std::optional(std::stod(fields[i])));
        }
    }
    return columns;
}

std::string plots(const Columns& columns) {
    std::string html = "<div class=\"plots\">\n";
    const std::string training = "train_";
    for (const auto& [name, values] : columns) {
        if (!name.starts_with(training)) {
            continue;
        }
        const std::string term = name.substr(training.size());
        std::vector<PlotLine> lines{{"training", "#c2410c", values}};
        if (const auto found = columns.find("validation_" + term); found != columns.end()) {
            lines.push_back({"validation", "#1d4ed8", found->second});
        }
        html += plotSvg(term, lines);
    }
    return html + "</div>\n";
}

std::string picture(const fs::path& file, const std::string& description) {
    const std::string png = readFile(file);
    const std::span bytes(reinterpret_cast<const std::uint8_t*>(png.data()), png.size());
    return "<img alt=\"" + escapedHtml(description) + "\" title=\"" + escapedHtml(description) + "\" src=\"" +
           formats::pngDataAddress(bytes) + "\">";
}

std::string sampleHtml(const fs::path& folder) {
    std::string html = "<h3>" + escapedHtml(folder.filename().string()) + "</h3>\n<div class=\"pictures\">";
    for (int frame = 1; fs::exists(folder / ("frame-" + std::to_string(frame) + ".png")); ++frame) {
        html += picture(folder / ("frame-" + std::to_string(frame) + ".png"), "frame " + std::to_string(frame));
    }
    if (fs::exists(folder / "next.png")) {
        html += picture(folder / "next.png", "the next picture as the model expects it");
    }
    return html + "</div>\n<pre>" + escapedHtml(readFile(folder / "story.txt")) + "</pre>\n";
}

std::string samples(const fs::path& folder) {
    std::set<fs::path> all;
    std::error_code ignored;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored)) {
        if (fs::exists(entry.path() / "story.txt")) {
            all.insert(entry.path());
        }
    }
    std::string html;
    for (const fs::path& sample : all) {
        if (sample == *all.begin() || sample == *all.rbegin()) {
            html += sampleHtml(sample);
        }
    }
    return html;
}

} // namespace

void writeRunReport(const fs::path& runFolder) {
    if (!fs::exists(runFolder / "metrics.csv")) {
        return;
    }
    const nlohmann::json config = nlohmann::json::parse(readFile(runFolder / "config.json"));
    const Columns columns = readMetrics(runFolder / "metrics.csv");
    const std::string title = config.value("preset", std::string("Training")) + ": training report";
    std::string html = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + escapedHtml(title) +
                       "</title>\n" + style + "</head><body>\n<h1>" + escapedHtml(title) + "</h1>\n<p><code>" +
                       escapedHtml(config.value("command", std::string())) + "</code></p>\n<h2>Losses</h2>\n" +
                       plots(columns) + "<h2>Sample stories</h2>\n" + samples(runFolder / "samples") +
                       "<h2>Settings</h2>\n<pre>" + escapedHtml(config.dump(2)) + "</pre>\n</body></html>\n";
    writeFileAtomically(runFolder / "report.html", html);
}

} // namespace storyscope::training
