// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/vist_dataset.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/datasets/story_json.h"
#include "core/media/image_file.h"

#include <array>

namespace storyscope::datasets {

namespace {

using nlohmann::json;

constexpr std::size_t sentencesPerStory = 5;
constexpr std::array<std::array<const char*, 2>, 3> splitNames = {
    {{"train", "train"}, {"val", "validation"}, {"test", "test"}}};

std::filesystem::path annotationFile(const std::filesystem::path& folder, const std::string& fileName) {
    return folder / "annotations" / "sis" / (fileName + ".story-in-sequence.json");
}

json parseFile(const std::filesystem::path& path) {
    try {
        return json::parse(readFile(path));
    } catch (const json::parse_error& error) {
        throw Error(ErrorCode::Malformed, "The annotations are not JSON",
                    {.file = path, .byteOffset = error.byte, .row = {}});
    }
}

std::filesystem::path pictureFile(const std::filesystem::path& folder, const std::string& fileName,
                                  const std::string& photo) {
    // A photo id becomes part of a path: it must not lead out of the folder.
    if (photo.empty() || photo.find_first_of("/\\") != std::string::npos || photo == "..") {
        return {};
    }
    for (const char* ending : {".jpg", ".png", ".jpeg", ".gif"}) {
        std::filesystem::path candidate = folder / "images" / fileName / (photo + ending);
        std::error_code problem;
        if (std::filesystem::is_regular_file(candidate, problem)) {
            return candidate;
        }
    }
    return {};
}

} // namespace

bool VistDataset::recognises(const std::filesystem::path& folder) {
    for (const auto& names : splitNames) {
        std::error_code problem;
        if (std::filesystem::is_regular_file(annotationFile(folder, names[0]), problem)) {
            return true;
        }
    }
    return false;
}

VistDataset::VistDataset(std::filesystem::path folder, const std::stop_token& stop, Progress& progress)
    : m_folder(std::move(folder)) {
    for (const auto& names : splitNames) {
        std::error_code problem;
        if (std::filesystem::is_regular_file(annotationFile(m_folder, names[0]), problem)) {
            m_splits.push_back({names[1], {}});
            readSplit(names[0], stop, progress);
        }
    }
}

void VistDataset::readSplit(const std::string& fileName, const std::stop_token& stop, Progress& progress) {
    const std::filesystem::path path = annotationFile(m_folder, fileName);
    throwIfStopped(stop);
    const json file = parseFile(path);
    if (!file.is_object() || !file.contains("annotations") || !file["annotations"].is_array()) {
        throw Error(ErrorCode::Malformed, "The file has no list \"annotations\"",
                    {.file = path, .byteOffset = {}, .row = {}});
    }
    std::map<std::string, std::size_t> positions;
    std::vector<Sentences> stories;
    std::int64_t row = 0;
    const json& annotations = file["annotations"];
    for (const json& wrapped : annotations) {
        throwIfStopped(stop);
        progress.report("Reading stories", row++, static_cast<std::int64_t>(annotations.size()));
        try {
            const json& annotation = wrapped.at(0);
            const auto id = annotation.at("story_id").get<std::string>();
            const auto [known, isNew] = positions.try_emplace(id, stories.size());
            if (isNew) {
                stories.emplace_back().story.id = id;
            }
            addSentence(stories[known->second], annotation, fileName);
        } catch (const json::exception&) {
            m_issues.push_back({Issue::Severity::Warning,
                                path.filename().string() + ", annotation " + std::to_string(row),
                                "The annotation lacks a field or has one of the wrong type; it was left out."});
        }
    }
    for (Sentences& sentences : stories) {
        addStory(std::move(sentences), m_splits.back());
    }
}

void VistDataset::addSentence(Sentences& sentences, const json& annotation, const std::string& fileName) {
    const int position = annotation.at("worker_arranged_photo_order").get<int>();
    const auto photo = annotation.at("photo_flickr_id").get<std::string>();
    StoryFrame frame;
    if (annotation.contains("storyscope")) {
        const json& own = annotation["storyscope"];
        frame = frameFromJson(own.at("frame"));
        sentences.story.id = own.at("story_id").get<std::string>();
        sentences.story.title = own.at("title").get<std::string>();
        sentences.story.score = own.at("score").get<float>();
        sentences.story.orderIsTrue = own.at("order_is_true").get<bool>();
    } else {
        frame.caption = annotation.at("original_text").get<std::string>();
    }
    std::filesystem::path picture = pictureFile(m_folder, fileName, photo);
    if (picture.empty()) {
        m_issues.push_back({Issue::Severity::Problem,
                            "story " + sentences.story.id + ", frame " + std::to_string(position + 1),
                            "The picture of photo " + photo + " is missing."});
        picture = m_folder / "images" / fileName / "missing";
    }
    frame.pictureName = picture.filename().string();
    sentences.frames[position] = std::move(frame);
    sentences.pictures[position] = std::move(picture);
}

void VistDataset::addStory(Sentences&& sentences, Split& split) {
    if (sentences.frames.size() != sentencesPerStory) {
        m_issues.push_back({Issue::Severity::Warning, "story " + sentences.story.id,
                            "The story has " + std::to_string(sentences.frames.size()) +
                                " sentences instead of five; it was left out."});
        return;
    }
    Entry added{std::move(sentences.story), {}};
    for (auto& [position, frame] : sentences.frames) {
        added.story.frames.push_back(std::move(frame));
        added.pictures.push_back(std::move(sentences.pictures[position]));
    }
    split.stories.push_back(m_stories.size());
    m_stories.push_back(std::move(added));
}

std::string VistDataset::name() const {
    return "VIST stories in " + std::filesystem::absolute(m_folder / ".").parent_path().filename().string();
}

const VistDataset::Entry& VistDataset::entry(std::size_t index) const {
    if (index >= m_stories.size()) {
        throw Error(ErrorCode::BadArgument, name() + " has no story number " + std::to_string(index));
    }
    return m_stories[index];
}

Story VistDataset::story(std::size_t index) const {
    return entry(index).story;
}

Picture VistDataset::picture(std::size_t storyIndex, std::size_t frameIndex) const {
    const Entry& found = entry(storyIndex);
    if (frameIndex >= found.pictures.size()) {
        throw Error(ErrorCode::BadArgument,
                    "Story " + found.story.id + " has no frame number " + std::to_string(frameIndex));
    }
    return media::readPicture(found.pictures[frameIndex]);
}

} // namespace storyscope::datasets
