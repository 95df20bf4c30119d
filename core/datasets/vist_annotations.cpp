// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/vist_annotations.h"

#include "core/base/error.h"
#include "core/datasets/story_json.h"
#include "core/formats/json_stream.h"

#include <charconv>
#include <stdexcept>

namespace storyscope::datasets {

namespace {

using nlohmann::json;

constexpr int largestPosition = 9999;

/// An id, published as text, as text or number. Throws json::exception for anything else.
std::string idMember(const json& object, const char* name) {
    const json& value = object.at(name);
    return value.is_number_integer() ? value.dump() : value.get<std::string>();
}

std::string optionalId(const json& object, const char* name) {
    const auto member = object.find(name);
    return member == object.end() || member->is_null() ? std::string() : idMember(object, name);
}

std::string optionalText(json& object, const char* name) {
    const auto member = object.find(name);
    return member == object.end() || member->is_null() ? std::string() : std::move(member->get_ref<std::string&>());
}

int positionMember(const json& object, const char* name) {
    const std::string digits = idMember(object, name);
    int position = -1;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), position);
    if (problem != std::errc() || end != digits.data() + digits.size() || position < 0 || position > largestPosition) {
        throw std::out_of_range(name);
    }
    return position;
}

std::shared_ptr<const VistExtra> readExtra(const json& annotation) {
    const auto member = annotation.find("storyscope");
    if (member == annotation.end()) {
        return nullptr;
    }
    auto extra = std::make_shared<VistExtra>();
    extra->storyId = member->at("story_id").get<std::string>();
    extra->title = member->at("title").get<std::string>();
    extra->score = member->at("score").get<float>();
    extra->orderIsTrue = member->at("order_is_true").get<bool>();
    extra->frame = frameFromJson(member->at("frame"));
    return extra;
}

/// Fills a table from the elements of a file.
class TableBuilder {
public:
    explicit TableBuilder(VistTier tier) : m_tier(tier) {}

    void add(const formats::JsonElement& element, GroupedIssues& issues, const std::string& fileName) {
        try {
            if (element.list == "annotations") {
                addAnnotation(element.value);
            } else if (element.list == "albums") {
                m_table.albumTitles[idMember(element.value, "id")] = optionalText(element.value, "title");
            } else {
                addPhoto(element.value);
            }
        } catch (const json::exception&) {
            addIssue(element, issues, fileName);
        } catch (const std::out_of_range&) {
            addIssue(element, issues, fileName);
        }
    }

    VistTable take() { return std::move(m_table); }

private:
    static void addIssue(const formats::JsonElement& element, GroupedIssues& issues, const std::string& fileName) {
        const std::string record(element.list.substr(0, element.list.size() - 1)); // "annotations" without its s
        issues.add(Issue::Severity::Warning,
                   "The " + record + " lacks a field or has one that makes no sense; it was left out.",
                   fileName + ", " + record + " " + std::to_string(element.number));
    }

    void addAnnotation(json& element) {
        json& annotation = element.is_array() ? element.at(0) : element;
        const bool isStory = m_tier == VistTier::StoryInSequence;
        VistAnnotation added;
        added.photo = idMember(annotation, "photo_flickr_id");
        added.storyId = isStory ? idMember(annotation, "story_id") : optionalId(annotation, "story_id");
        added.albumId = optionalId(annotation, "album_id");
        const char* order = isStory ? "worker_arranged_photo_order" : "photo_order_in_story";
        if (isStory || annotation.contains(order)) {
            added.position = positionMember(annotation, order);
        }
        added.originalText = optionalText(annotation, "original_text");
        added.text = optionalText(annotation, "text");
        added.extra = readExtra(annotation);
        m_table.annotations.push_back(std::move(added));
    }

    void addPhoto(json& photo) {
        std::string id = idMember(photo, "id");
        std::string address = optionalText(photo, "url_o");
        if (address.empty()) {
            address = optionalText(photo, "url_m");
        }
        if (!address.empty()) {
            m_table.photoAddresses.insert_or_assign(std::move(id), std::move(address));
        }
    }

    VistTier m_tier;
    VistTable m_table;
};

/// `readLists` is one of the forms of formats::readJsonLists().
template <typename ReadLists>
VistTable readTable(const std::filesystem::path& file, VistTier tier, GroupedIssues& issues,
                    const ReadLists& readLists) {
    TableBuilder builder(tier);
    const std::string fileName = file.filename().string();
    formats::JsonListReading reading;
    reading.lists = {"albums", "images", "annotations"};
    reading.visit = [&](const formats::JsonElement& element) { builder.add(element, issues, fileName); };
    if (!readLists(reading).contains("annotations")) {
        throw Error(ErrorCode::Malformed, "The file has no list \"annotations\"", inFile(file));
    }
    return builder.take();
}

} // namespace

VistTable readVistAnnotations(const std::filesystem::path& file, VistTier tier, GroupedIssues& issues,
                              const std::stop_token& stop, Progress& progress) {
    return readTable(file, tier, issues, [&](const formats::JsonListReading& reading) {
        return formats::readJsonLists(file, reading, stop, progress);
    });
}

VistTable readVistAnnotations(std::istream& input, const std::filesystem::path& nameForErrors, VistTier tier,
                              GroupedIssues& issues, const std::stop_token& stop, Progress& progress) {
    return readTable(nameForErrors, tier, issues, [&](const formats::JsonListReading& reading) {
        return formats::readJsonLists(input, nameForErrors, reading, stop, progress);
    });
}

} // namespace storyscope::datasets
