// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/attention_text.h"

#include "app/cli/json_text.h"
#include "app/cli/output.h"
#include "core/base/number_text.h"

#include <algorithm>
#include <cmath>

namespace storyscope::cli {

namespace {

using Json = nlohmann::ordered_json;
using Verdict = inference::MapAgreement::Verdict;

constexpr double noLoss = 0.01; // nats: less than a hundredth of the probability

const ToldCaption& captionOf(const StudiedCaption& caption) {
    return caption.told.frames[static_cast<std::size_t>(caption.position)].caption;
}

std::string wordText(const StudiedCaption& caption, const StudiedWord& word) {
    const Token& token = captionOf(caption).tokens[word.token];
    return captionOf(caption).text.substr(token.begin, token.end - token.begin);
}

/// The caption's own frame among those of its record.
std::optional<std::size_t> framePlace(const StudiedCaption& caption) {
    const auto found = std::ranges::find(caption.record.frames, caption.position);
    const bool hasCells = caption.record.gridRows * caption.record.gridColumns > 1;
    return found != caption.record.frames.end() && hasCells
               ? std::optional(static_cast<std::size_t>(found - caption.record.frames.begin()))
               : std::nullopt;
}

/// The strongest cell of the caption's own frame.
std::optional<Box> strongestPlace(const StudiedCaption& caption, const StudiedWord& word) {
    const auto place = framePlace(caption);
    if (!place) {
        return std::nullopt;
    }
    const auto cells = caption.record.patchWeights(word.token, *place);
    return caption.record.cellArea(*place, static_cast<std::size_t>(std::ranges::max_element(cells) - cells.begin()));
}

std::string which(const Attention& record) {
    if (record.layer == Attention::rolledOut) {
        return "rolled out over all layers";
    }
    return record.layer == Attention::averaged
               ? "of the last layer, mean of its heads"
               : "of layer " + std::to_string(record.layer + 1) + ", head " + std::to_string(record.head + 1);
}

const char* verdictName(Verdict verdict) {
    switch (verdict) {
    case Verdict::Agrees:
        return "agrees";
    case Verdict::Little:
        return "little";
    case Verdict::Contradicts:
        return "contradicts";
    case Verdict::Unknown:
        break;
    }
    return "unknown";
}

std::string checkText(const StudiedCaption& caption, const StudiedWord& word) {
    const inference::OcclusionMap& map = *word.occlusion;
    const inference::MapAgreement agreement = inference::agreement(caption.record, word.token, map);
    const std::string numbers = ": rho = " + formatNumber(agreement.rankCorrelation.value_or(0), 2) + " over " +
                                std::to_string(agreement.parts) + " parts";
    std::string text;
    switch (agreement.verdict()) {
    case Verdict::Agrees:
        text = "agrees with occlusion" + numbers;
        break;
    case Verdict::Little:
        text = "hardly agrees with occlusion" + numbers + ", no more than chance gives (" +
               formatNumber(agreement.limit(), 2) + "): the map does not say what the word depends on";
        break;
    case Verdict::Contradicts:
        text = "contradicts occlusion" + numbers + ": the word depends most on what the map leaves out";
        break;
    case Verdict::Unknown:
        text = "nothing to compare with occlusion: one of the two is the same everywhere";
        break;
    }
    const double loss = map.losses[map.strongest()];
    const std::string before = formatNumber(std::exp(map.logProbability), 3);
    return text + (loss < noLoss ? "; no single part counts: the probability stays near " + before
                                 : "; the part that counts most takes the probability from " + before + " to " +
                                       formatNumber(std::exp(map.logProbability - loss), 3));
}

std::string wordLines(const StudiedCaption& caption, const StudiedWord& word) {
    const Attention& record = caption.record;
    std::string text = "   " + padded(wordText(caption, word), 14) + " probability " +
                       formatNumber(std::exp(captionOf(caption).tokens[word.token].logProbability), 2);
    if (!record.classShares.empty()) {
        text += ", class tokens " + formatShare(static_cast<double>(record.classShare(word.token)));
    }
    if (!record.otherShares.empty()) {
        text += ", pictures around it " + formatShare(static_cast<double>(record.otherShare(word.token)));
    }
    if (!record.textShares.empty()) {
        text += ", words before " + formatShare(static_cast<double>(record.textShare(word.token)));
    }
    if (const auto place = strongestPlace(caption, word)) {
        const auto percent = [](float share) { return formatNumber(100 * static_cast<double>(share), 0); };
        text += "; looked most at " + percent(place->left) + "–" + percent(place->left + place->width) + " % across, " +
                percent(place->top) + "–" + percent(place->top + place->height) + " % down";
    }
    if (word.occlusion) {
        text += "\n      " + checkText(caption, word);
    }
    return text + '\n';
}

Json boxJson(const Box& box) {
    return {box.left, box.top, box.width, box.height};
}

Json occlusionJson(const StudiedCaption& caption, const StudiedWord& word) {
    const inference::OcclusionMap& map = *word.occlusion;
    const inference::MapAgreement agreement = inference::agreement(caption.record, word.token, map);
    return {{"rows", map.rows},
            {"columns", map.columns},
            {"area", boxJson(map.area)},
            {"log_probability", map.logProbability},
            {"losses", map.losses},
            {"rank_correlation", agreement.rankCorrelation ? Json(*agreement.rankCorrelation) : Json(nullptr)},
            {"limit", agreement.limit()},
            {"verdict", verdictName(agreement.verdict())}};
}

Json wordJson(const StudiedCaption& caption, const StudiedWord& word) {
    Json json = {{"word", wordText(caption, word)},
                 {"token", word.token},
                 {"log_probability", captionOf(caption).tokens[word.token].logProbability},
                 {"class_share", caption.record.classShare(word.token)},
                 {"text_share", caption.record.textShare(word.token)},
                 {"other_share", caption.record.otherShare(word.token)}};
    if (const auto place = framePlace(caption)) {
        const auto cells = caption.record.patchWeights(word.token, *place);
        json["cells"] = std::vector<float>(cells.begin(), cells.end());
        json["strongest"] = boxJson(*strongestPlace(caption, word));
    }
    if (word.occlusion) {
        json["occlusion"] = occlusionJson(caption, word);
    }
    return json;
}

} // namespace

std::string attentionToText(const StudiedCaption& caption) {
    std::string text = caption.told.source + "\ntold by " + caption.told.modelName + "; attention " +
                       which(caption.record) + "\n\n" + std::to_string(caption.position + 1) + "  " +
                       captionOf(caption).text + '\n';
    const auto place = framePlace(caption);
    if (place && !caption.record.coversWhole(*place)) {
        const Box area = caption.record.areaOf(*place);
        text += "   the model sees " + formatShare(static_cast<double>(area.width)) + " of the picture's width and " +
                formatShare(static_cast<double>(area.height)) + " of its height, from the middle\n";
    }
    for (const StudiedWord& word : caption.words) {
        text += wordLines(caption, word);
    }
    return text;
}

std::string attentionToJson(const StudiedCaption& caption) {
    const Attention& record = caption.record;
    const auto place = framePlace(caption);
    Json json = {{"source", caption.told.source},
                 {"model", {{"name", caption.told.modelName}, {"path", caption.told.modelPath}}},
                 {"frame", caption.position},
                 {"caption", captionOf(caption).text},
                 {"layer", record.layer >= 0 ? Json(record.layer)
                                             : Json(record.layer == Attention::rolledOut ? "rollout" : "mean")},
                 {"head", record.head >= 0 ? Json(record.head) : Json("mean")},
                 {"grid_rows", record.gridRows},
                 {"grid_columns", record.gridColumns},
                 {"area", place ? boxJson(record.areaOf(*place)) : Json(nullptr)}};
    json["words"] = Json::array();
    for (const StudiedWord& word : caption.words) {
        json["words"].push_back(wordJson(caption, word));
    }
    return jsonText(json);
}

} // namespace storyscope::cli
