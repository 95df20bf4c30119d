// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/story_html_words.h"

#include "core/formats/heat_picture.h"
#include "core/formats/html_text.h"

#include <algorithm>
#include <cmath>

namespace storyscope::formats {

namespace {

/// To a hundredth, whatever the locale.
std::string percentOf(float share) {
    const auto hundredths = static_cast<int>(std::lround(std::clamp(share, 0.0F, 1.0F) * 10'000));
    const std::string rest = std::to_string(100 + hundredths % 100).substr(1);
    return std::to_string(hundredths / 100) + '.' + rest + '%';
}

/// Closes the class of a heat map that may cover only a part of its picture, and begins its style.
std::string partClass(const Attention& record, std::size_t position) {
    if (record.coversWhole(position)) {
        return "\" style=\"";
    }
    const Box area = record.areaOf(position);
    return " part\" style=\"inset:" + percentOf(area.top) + ' ' + percentOf(1 - area.left - area.width) + ' ' +
           percentOf(1 - area.top - area.height) + ' ' + percentOf(area.left) + ';';
}

/// A picture of the strip under the heat of one word.
std::string cellHtml(const Attention& record, std::size_t row, std::size_t position, float strongest) {
    const auto cells = record.patchWeights(row, position);
    const auto png =
        heatPng({.rows = record.gridRows, .columns = record.gridColumns, .cells = cells, .full = strongest});
    const int frame = record.frames[position];
    const float share = record.frameWeights(row)[position];
    return "<span class=\"cell\" style=\"grid-column:" + std::to_string(frame % stripColumns + 1) +
           ";grid-row:" + std::to_string(frame / stripColumns + 1) + "\"><span class=\"picture f" +
           std::to_string(frame) + "\"><span class=\"heat" + partClass(record, position) + "background-image:url(" +
           pngDataAddress(png) + ")\"></span></span><span class=\"under\"><span class=\"number\">" +
           std::to_string(frame + 1) +
           "</span><span class=\"bar\" style=\"--share:" + std::to_string(wholePercent(share)) + "%\"></span>" +
           percentText(share) + "</span></span>";
}

/// The strip as it looks while the word is pointed at.
std::string lensHtml(const Token& token, const Attention& record, std::size_t row) {
    const auto values = record.row(row);
    const float strongest = values.empty() ? 0.0F : *std::ranges::max_element(values);
    std::string html = "<span class=\"lens\" aria-hidden=\"true\"><span class=\"stage\"><span class=\"hint\"><b>" +
                       escapedHtml(token.text) + "</b>: the model was " + percentText(std::exp(token.logProbability)) +
                       " sure of this word</span><span class=\"strip\">";
    for (std::size_t position = 0; position < record.frames.size(); ++position) {
        html += cellHtml(record, row, position, strongest);
    }
    return html + "</span></span></span>";
}

bool canShow(const Attention* record, std::size_t tokens) {
    return record != nullptr && record->rows.size() >= tokens && record->gridRows > 0 && record->gridColumns > 0 &&
           record->values.size() == record->rows.size() * record->columnCount() &&
           (record->areas.empty() || record->areas.size() == record->frames.size());
}

} // namespace

int wholePercent(float share) {
    return std::isfinite(share) ? static_cast<int>(std::lround(std::clamp(share, 0.0F, 1.0F) * 100)) : 0;
}

std::string percentText(float share) {
    return std::to_string(wholePercent(share)) + " %";
}

std::string captionHtml(const ToldCaption& caption, const Attention* attention) {
    if (!canShow(attention, caption.tokens.size())) {
        return escapedHtml(caption.text);
    }
    const std::string_view text = caption.text;
    std::string html;
    std::size_t written = 0;
    for (std::size_t row = 0; row < caption.tokens.size(); ++row) {
        const Token& token = caption.tokens[row];
        if (token.begin < written || token.end <= token.begin || token.end > text.size()) {
            continue;
        }
        const int sure = std::max(wholePercent(std::exp(token.logProbability)), 10);
        html += escapedHtml(text.substr(written, token.begin - written)) +
                "<span class=\"word\" tabindex=\"0\" style=\"--sure:" + std::to_string(sure) + "%\">" +
                escapedHtml(text.substr(token.begin, token.end - token.begin)) + lensHtml(token, *attention, row) +
                "</span>";
        written = token.end;
    }
    return html + escapedHtml(text.substr(written));
}

std::string attentionTable(const std::string& title, const Attention& record) {
    std::string html = "<div class=\"scroll\" tabindex=\"0\"><table><caption>" + escapedHtml(title) +
                       "</caption><tr><th scope=\"col\">Word</th>";
    for (const int frame : record.frames) {
        html += "<th scope=\"col\">Frame " + std::to_string(frame + 1) + "</th>";
    }
    html += record.classShares.empty() ? "" : "<th scope=\"col\">Class token</th>";
    html += record.otherShares.empty() ? "" : "<th scope=\"col\">Pictures around it</th>";
    html += record.textShares.empty() ? "" : "<th scope=\"col\">Words before</th>";
    html += "</tr>\n";
    for (std::size_t row = 0; row < record.rows.size(); ++row) {
        html += "<tr><th scope=\"row\">" + escapedHtml(record.rows[row]) + "</th>";
        for (const float share : record.frameWeights(row)) {
            html += "<td>" + percentText(share) + "</td>";
        }
        html += record.classShares.empty() ? "" : "<td>" + percentText(record.classShare(row)) + "</td>";
        html += record.otherShares.empty() ? "" : "<td>" + percentText(record.otherShare(row)) + "</td>";
        html += record.textShares.empty() ? "" : "<td>" + percentText(record.textShare(row)) + "</td>";
        html += "</tr>\n";
    }
    return html + "</table></div>\n";
}

} // namespace storyscope::formats
