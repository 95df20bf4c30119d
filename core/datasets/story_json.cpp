// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/story_json.h"

#include "core/formats/shortest_number.h"

#include <array>

namespace storyscope::datasets {

namespace {

using formats::shortestNumber;

constexpr std::array<const char*, 3> kindNames = {"character", "object", "place"};

nlohmann::json toJson(const Entity& entity) {
    nlohmann::json json = {
        {"id", entity.id}, {"kind", kindNames[static_cast<std::size_t>(entity.kind)]}, {"nouns", entity.nouns}};
    if (entity.box) {
        const Box& box = *entity.box;
        json["box"] = {shortestNumber(box.left), shortestNumber(box.top), shortestNumber(box.width),
                       shortestNumber(box.height)};
    }
    return json;
}

Entity entityFromJson(const nlohmann::json& json) {
    Entity entity;
    entity.id = json.at("id").get<std::string>();
    const auto kind = json.at("kind").get<std::string>();
    entity.kind = kind == kindNames[0]   ? Entity::Kind::Character
                  : kind == kindNames[2] ? Entity::Kind::Place
                                         : Entity::Kind::Object;
    entity.nouns = json.at("nouns").get<std::vector<std::string>>();
    if (json.contains("box")) {
        const auto box = json.at("box").get<std::array<float, 4>>();
        entity.box = Box{box[0], box[1], box[2], box[3]};
    }
    return entity;
}

} // namespace

nlohmann::json toJson(const StoryFrame& frame) {
    nlohmann::json json = {{"picture", frame.pictureName},
                           {"caption", frame.caption},
                           {"references", frame.references},
                           {"tags", frame.tags}};
    if (!frame.notes.empty()) {
        json["notes"] = frame.notes;
    }
    if (frame.timeSeconds) {
        json["time_seconds"] = *frame.timeSeconds;
    }
    json["entities"] = nlohmann::json::array();
    for (const Entity& entity : frame.entities) {
        json["entities"].push_back(toJson(entity));
    }
    json["groundings"] = nlohmann::json::array();
    for (const Grounding& grounding : frame.groundings) {
        json["groundings"].push_back(
            {{"begin", grounding.begin}, {"end", grounding.end}, {"entity", grounding.entityId}});
    }
    return json;
}

nlohmann::json toJson(const Story& story) {
    nlohmann::json json = {{"id", story.id}, {"title", story.title}, {"order_is_true", story.orderIsTrue}};
    if (story.score) {
        json["score"] = shortestNumber(*story.score);
    }
    if (!story.captions.empty()) {
        json["captions"] = story.captions;
    }
    json["frames"] = nlohmann::json::array();
    for (const StoryFrame& frame : story.frames) {
        json["frames"].push_back(toJson(frame));
    }
    return json;
}

StoryFrame frameFromJson(const nlohmann::json& json) {
    StoryFrame frame;
    frame.pictureName = json.at("picture").get<std::string>();
    frame.caption = json.at("caption").get<std::string>();
    frame.references = json.at("references").get<std::vector<std::string>>();
    frame.tags = json.at("tags").get<std::vector<std::string>>();
    if (json.contains("notes")) {
        frame.notes = json.at("notes").get<std::vector<std::string>>();
    }
    if (json.contains("time_seconds")) {
        frame.timeSeconds = json.at("time_seconds").get<double>();
    }
    for (const nlohmann::json& entity : json.at("entities")) {
        frame.entities.push_back(entityFromJson(entity));
    }
    for (const nlohmann::json& grounding : json.at("groundings")) {
        frame.groundings.push_back({grounding.at("begin").get<std::size_t>(), grounding.at("end").get<std::size_t>(),
                                    grounding.at("entity").get<std::string>()});
    }
    return frame;
}

} // namespace storyscope::datasets
