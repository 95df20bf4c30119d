// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/story_export.h"

#include "core/formats/attention_names.h"
#include "core/formats/shortest_number.h"

#include <nlohmann/json.hpp>

#include <array>
#include <span>

namespace storyscope::formats {

namespace {

using Json = nlohmann::ordered_json;

Json optionalJson(const auto& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json captionJson(const ToldCaption& caption) {
    auto tokens = Json::array();
    for (const Token& token : caption.tokens) {
        tokens.push_back({{"text", token.text},
                          {"log_probability", shortestNumber(token.logProbability)},
                          {"begin", token.begin},
                          {"end", token.end}});
    }
    return {{"text", caption.text}, {"perplexity", caption.perplexity()}, {"tokens", std::move(tokens)}};
}

Json frameJson(const ToldFrame& frame) {
    auto tags = Json::array();
    for (const TagScore& tag : frame.tags) {
        tags.push_back({{"tag", tag.tag}, {"probability", shortestNumber(tag.probability)}});
    }
    Json json = {{"index", frame.sourceIndex},        {"time_seconds", optionalJson(frame.timeSeconds)},
                 {"picture", frame.pictureName},      {"caption", captionJson(frame.caption)},
                 {"tags", std::move(tags)},           {"unfamiliarity", shortestNumber(frame.unfamiliarity)},
                 {"unfamiliar", frame.isUnfamiliar()}};
    if (frame.captionOrigin != CaptionOrigin::Seen) {
        json["caption_origin"] = captionOriginName(frame.captionOrigin);
    }
    if (frame.repeatsEarlier) {
        json["repeats_earlier"] = true;
    }
    return json;
}

Json indexJson(int index) {
    if (index == Attention::rolledOut) {
        return "rollout";
    }
    return index == Attention::averaged ? Json("mean") : Json(index);
}

Json numbersJson(std::span<const float> numbers) {
    auto list = Json::array();
    for (const float number : numbers) {
        list.push_back(shortestNumber(number));
    }
    return list;
}

Json attentionJson(const Attention& record) {
    Json json = {{"kind", attentionKindName(record.kind)},
                 {"subject", record.subject},
                 {"layer", indexJson(record.layer)},
                 {"head", indexJson(record.head)},
                 {"rows", record.rows},
                 {"frames", record.frames},
                 {"grid_rows", record.gridRows},
                 {"grid_columns", record.gridColumns}};
    for (const Box& area : record.areas) {
        json["areas"].push_back(numbersJson(std::array{area.left, area.top, area.width, area.height}));
    }
    if (!record.classShares.empty()) {
        json["class_shares"] = numbersJson(record.classShares);
    }
    if (!record.otherShares.empty()) {
        json["other_shares"] = numbersJson(record.otherShares);
    }
    if (!record.textShares.empty()) {
        json["text_shares"] = numbersJson(record.textShares);
    }
    auto values = Json::array();
    for (std::size_t row = 0; row < record.rows.size(); ++row) {
        values.push_back(numbersJson(record.row(row)));
    }
    json["values"] = std::move(values);
    return json;
}

Json predictionJson(const NextPrediction& prediction) {
    Json json = {{"context_frames", prediction.contextFrames},
                 {"truth_frame", optionalJson(prediction.truthFrame)},
                 {"caption", captionJson(prediction.caption)}};
    if (prediction.nearestFrame) {
        json["nearest_frame"] = *prediction.nearestFrame;
    }
    return json;
}

std::string compact(const Json& value) {
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// "key": [ one element per line ].
template <typename Elements, typename ToJson>
std::string listLines(const char* key, const Elements& elements, ToJson toJson) {
    std::string lines;
    for (const auto& element : elements) {
        lines += (lines.empty() ? "\n    " : ",\n    ") + compact(toJson(element));
    }
    return std::string(",\n  \"") + key + "\": [" + lines + (lines.empty() ? "]" : "\n  ]");
}

std::string valueLine(const char* key, const Json& value) {
    return std::string(",\n  \"") + key + "\": " + compact(value);
}

} // namespace

std::string storyToJson(const StoryResult& result) {
    std::string text = "{\n  \"source\": " + compact(result.source);
    text += valueLine("model", {{"name", result.modelName}, {"path", result.modelPath}});
    text += valueLine("decoding", decodingName(result.decoding));
    text += valueLine("seed", result.seed);
    text += valueLine("unfamiliar", result.isUnfamiliar());
    text += valueLine("score", result.score ? Json(shortestNumber(*result.score)) : Json(nullptr));
    if (result.clipCaption) {
        text += valueLine("clip_caption", captionJson(*result.clipCaption));
    }
    text += listLines("frames", result.frames, frameJson);
    text += listLines("predictions", result.predictions, predictionJson);
    text += listLines("attention", result.attention, attentionJson);
    return text + "\n}\n";
}

} // namespace storyscope::formats
