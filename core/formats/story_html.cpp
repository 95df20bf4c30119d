// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/story_export.h"

#include "core/formats/html_text.h"
#include "core/formats/story_html_style.h"
#include "core/formats/story_html_words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>

namespace storyscope::formats {

namespace {

constexpr std::size_t widestAlignedStory = 6; ///< frames; longer stories have captions in rows of their own
constexpr float shownTagProbability = 0.5F;

/// Width and height from a PNG's header, as CSS's aspect-ratio; a square if there is none.
std::string aspectRatio(const std::vector<std::uint8_t>& png) {
    const auto number = [&](std::size_t offset) {
        std::uint32_t value = 0;
        for (std::size_t index = offset; index < offset + 4; ++index) {
            value = value << 8U | png[index];
        }
        return value;
    };
    constexpr std::size_t headerBytes = 24;
    if (png.size() < headerBytes || number(16) == 0 || number(20) == 0) {
        return "1";
    }
    return std::to_string(number(16)) + '/' + std::to_string(number(20));
}

std::string pictureClasses(const char* prefix, const std::vector<std::vector<std::uint8_t>>& pictures) {
    std::string rules;
    for (std::size_t index = 0; index < pictures.size(); ++index) {
        if (!pictures[index].empty()) {
            rules += std::string(".") + prefix + std::to_string(index) +
                     "{aspect-ratio:" + aspectRatio(pictures[index]) + ";background-image:url(" +
                     pngDataAddress(pictures[index]) + ")}\n";
        }
    }
    return rules;
}

std::string nameOfSource(const std::string& source) {
    const std::string name = std::filesystem::path(source).filename().string();
    return name.empty() ? source : name;
}

std::string timeText(double seconds) {
    if (!std::isfinite(seconds) || std::abs(seconds) > 1e9) {
        return {};
    }
    const auto tenths = std::llround(std::max(seconds, 0.0) * 10);
    const auto rest = std::to_string(tenths / 10 % 60);
    return std::to_string(tenths / 600) + ':' + (rest.size() < 2 ? "0" : "") + rest + '.' + std::to_string(tenths % 10);
}

std::string frameLabel(const StoryResult& result, std::size_t position) {
    const ToldFrame& frame = result.frames[position];
    return frame.timeSeconds ? timeText(*frame.timeSeconds) : escapedHtml(frame.pictureName);
}

std::string headerHtml(const StoryResult& result) {
    std::string html = "<header><h1>" + escapedHtml(nameOfSource(result.source)) +
                       "</h1>\n<p class=\"by\">Told by <b>" + escapedHtml(result.modelName) + "</b>, " +
                       decodingName(result.decoding) + " decoding";
    if (result.decoding == Decoding::Sample) {
        html += " with seed " + std::to_string(result.seed);
    }
    html += ", " + std::to_string(result.frames.size()) + (result.frames.size() == 1 ? " frame" : " frames") + "</p>\n";
    if (result.score) {
        const std::string score = percentText(*result.score);
        html += "<p class=\"facts\">How well the frames belong together, says the model: <meter min=\"0\" max=\"100\" "
                "value=\"" +
                std::to_string(wholePercent(*result.score)) + "\">" + score + "</meter> " + score + "</p>\n";
    }
    if (result.isUnfamiliar()) {
        html += "<p class=\"banner\" role=\"note\">Most of these frames are unlike anything this model was trained on. "
                "Do not trust what it says about them.</p>\n";
    }
    return html + "</header>\n";
}

std::string stageHtml(const StoryResult& result) {
    std::string html = "<div class=\"stage\"><span class=\"hint\">Point at a word, or reach it with the Tab key, to "
                       "see where the model "
                       "looked when it wrote it.</span><div class=\"strip\">\n";
    for (std::size_t position = 0; position < result.frames.size(); ++position) {
        const std::string number = std::to_string(position + 1);
        html += "<div class=\"cell\"><div class=\"picture f" + std::to_string(position) +
                "\" role=\"img\" aria-label=\"Frame " + number + ": " +
                escapedHtml(result.frames[position].caption.text) +
                "\"></div><div class=\"under\"><span class=\"number\">" + number + "</span>" +
                frameLabel(result, position) + "</div></div>\n";
    }
    return html + "</div></div>\n";
}

std::string tagsHtml(const ToldFrame& frame) {
    std::string items;
    for (const TagScore& tag : frame.tags) {
        if (tag.probability >= shownTagProbability) {
            items += "<li>" + escapedHtml(tag.tag) + ' ' + percentText(tag.probability) + "</li>";
        }
    }
    return items.empty() ? "" : "<ul class=\"tags\" aria-label=\"Tags\">" + items + "</ul>";
}

/// Why a frame has no caption, or what its caption was written from; nothing if it was written from the frame itself.
std::string originHtml(const StoryResult& result, const ToldFrame& frame) {
    switch (frame.captionOrigin) {
    case CaptionOrigin::Seen:
        return frame.repeatsEarlier ? "<p class=\"by\">Says what an earlier frame says</p>" : "";
    case CaptionOrigin::Expected:
        return "<p class=\"by\">Expected here, from the frames before</p>";
    case CaptionOrigin::Untold:
        return result.clipCaption
                   ? "<p class=\"by\">Told by the caption of all frames</p>"
                   : "<p class=\"by\">Untold: this model tells a frame by what it expects after the ones before</p>";
    }
    return {};
}

std::string clipCaptionHtml(const StoryResult& result) {
    return result.clipCaption ? "<p class=\"caption clip\">" +
                                    captionHtml(*result.clipCaption, result.clipCaptionAttention()) + "</p>\n"
                              : "";
}

std::string captionsHtml(const StoryResult& result) {
    const bool aligned = result.frames.size() <= widestAlignedStory;
    std::string html = std::string("<ol class=\"captions") + (aligned ? " aligned" : "") + "\">\n";
    for (std::size_t position = 0; position < result.frames.size(); ++position) {
        const ToldFrame& frame = result.frames[position];
        html += "<li><span class=\"number\">" + std::to_string(position + 1) + "</span><p class=\"caption\">" +
                captionHtml(frame.caption, result.captionAttention(static_cast<int>(position))) + "</p>" +
                originHtml(result, frame) + tagsHtml(frame);
        html += frame.isUnfamiliar() ? "<p class=\"strange\">Unlike the training data</p></li>\n" : "</li>\n";
    }
    return html + "</ol>\n";
}

const Attention* nextCaptionAttention(const StoryResult& result, std::size_t prediction) {
    const auto found = std::ranges::find_if(result.attention, [&](const Attention& record) {
        return record.kind == Attention::Kind::NextCaption && record.subject == static_cast<int>(prediction) &&
               record.layer == Attention::averaged && record.head == Attention::averaged;
    });
    return found != result.attention.end() ? &*found : nullptr;
}

std::string figureHtml(const std::string& pictureClass, const std::string& title) {
    return "<figure><div class=\"picture " + pictureClass + "\" role=\"img\" aria-label=\"" + title +
           "\"></div><figcaption>" + title + "</figcaption></figure>";
}

std::string predictedFigureHtml(const StoryResult& result, std::size_t index) {
    const NextPrediction& prediction = result.predictions[index];
    const auto nearest = static_cast<std::size_t>(prediction.nearestFrame.value_or(-1));
    if (!prediction.picture.isEmpty()) {
        return figureHtml("p" + std::to_string(index), "Predicted picture");
    }
    if (nearest < result.frames.size()) {
        return figureHtml('f' + std::to_string(nearest), "Frame " + std::to_string(nearest + 1) +
                                                             ", the real frame nearest to the predicted features");
    }
    return "<p class=\"by\">This model predicts no picture.</p>";
}

std::string predictionHtml(const StoryResult& result, std::size_t index) {
    const NextPrediction& prediction = result.predictions[index];
    std::string html = "<article class=\"next\">";
    const std::size_t context = prediction.contextFrames.size();
    html += "Expected after " + std::to_string(context) + (context == 1 ? " frame" : " frames") +
            "<p class=\"caption\">" + captionHtml(prediction.caption, nextCaptionAttention(result, index)) +
            "</p><div class=\"pair\">" + predictedFigureHtml(result, index);
    const auto truth = static_cast<std::size_t>(prediction.truthFrame.value_or(-1));
    if (truth < result.frames.size()) {
        html += figureHtml('f' + std::to_string(truth), "Frame " + std::to_string(truth + 1) + ", what really follows");
    }
    html += "</div>";
    if (truth < result.frames.size()) {
        html += "<p class=\"true\">What the model then says of it: " + escapedHtml(result.frames[truth].caption.text) +
                "</p>";
    }
    return html + "</article>\n";
}

std::string predictionsHtml(const StoryResult& result) {
    if (result.predictions.empty()) {
        return {};
    }
    std::string html = "<h2>What comes next</h2>\n<div class=\"predictions\">\n";
    for (std::size_t index = 0; index < result.predictions.size(); ++index) {
        html += predictionHtml(result, index);
    }
    return html + "</div>\n";
}

std::string numbersHtml(const StoryResult& result) {
    std::string tables;
    if (const Attention* const record = result.clipCaptionAttention()) {
        tables += attentionTable("All frames, share of each word's attention per frame", *record);
    }
    for (std::size_t position = 0; position < result.frames.size(); ++position) {
        if (const Attention* const record = result.captionAttention(static_cast<int>(position))) {
            tables += attentionTable(
                "Frame " + std::to_string(position + 1) + ", share of each word's attention per frame", *record);
        }
    }
    return tables.empty() ? "" : "<details><summary>Attention in numbers</summary>\n" + tables + "</details>\n";
}

constexpr const char* legendHtml =
    "<p class=\"legend\">Weak <span class=\"scale\" role=\"img\" aria-label=\"Colour scale of the heat map\"></span> "
    "strongest cell of the word. A line under a word is the fainter the less sure the model was.</p>\n";

constexpr const char* partHtml =
    "<p class=\"legend\">This model does not see whole pictures: what it did not see is dark under a heat map.</p>\n";

} // namespace

std::string storyToHtml(const StoryResult& result, const StoryPictures& pictures) {
    const std::size_t columns = std::clamp<std::size_t>(result.frames.size(), 1, stripColumns);
    std::string html = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<meta "
                       "name=\"generator\" content=\"Storyscope\"/>\n<title>";
    html += escapedHtml(nameOfSource(result.source)) + ": a story told by " + escapedHtml(result.modelName) +
            "</title>\n<style>" + storyHtmlStyle + pictureClasses("f", pictures.frames) +
            pictureClasses("p", pictures.predictions) + "</style>\n</head>\n<body>\n<main>\n";
    html += headerHtml(result);
    html += "<section class=\"story\" aria-label=\"The story\" style=\"--columns:" + std::to_string(columns) + "\">\n";
    html +=
        stageHtml(result) + clipCaptionHtml(result) + captionsHtml(result) + predictionsHtml(result) + "</section>\n";
    const bool seesParts =
        std::ranges::any_of(result.attention, [](const auto& record) { return !record.areas.empty(); });
    html += legendHtml + std::string(seesParts ? partHtml : "") + numbersHtml(result);
    html += "<footer>Source: " + escapedHtml(result.source) + "<br/>Model: " + escapedHtml(result.modelPath) +
            "<br/>Written by Storyscope. Predicted pictures and sentences are a model's "
            "guesses.</footer>\n</main>\n</body>\n</html>\n";
    return html;
}

} // namespace storyscope::formats
