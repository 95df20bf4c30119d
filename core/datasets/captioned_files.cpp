// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/captioned_files.h"

#include "core/base/error.h"
#include "core/datasets/clip_stories.h"
#include "core/datasets/data_path.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace storyscope::datasets {

void CaptionedFiles::addCaption(const std::string& id, const std::string& file, std::string caption) {
    const auto [known, isNew] = m_positions.try_emplace(id, m_listing.stories.size());
    if (isNew) {
        m_listing.splitOf.emplace_back();
        if (m_kind == Kind::Clips) {
            m_listing.stories.push_back(clipStory(id, file));
        } else {
            Story& story = m_listing.stories.emplace_back();
            story.id = id;
            story.frames.emplace_back().pictureName = file;
        }
    }
    if (caption.empty()) {
        return;
    }
    Story& story = m_listing.stories[known->second];
    if (m_kind == Kind::Clips) {
        story.captions.push_back(std::move(caption));
    } else if (story.frames.front().caption.empty()) {
        story.frames.front().caption = std::move(caption);
    } else {
        story.frames.front().references.push_back(std::move(caption));
    }
}

void CaptionedFiles::readLists(const std::filesystem::path& file, const std::set<std::string>& lists,
                               const std::function<void(const formats::JsonElement&)>& read,
                               const std::stop_token& stop, Progress& progress) {
    formats::JsonListReading reading;
    reading.lists = lists;
    reading.visit = [&](const formats::JsonElement& element) {
        try {
            read(element);
        } catch (const nlohmann::json::exception&) {
            m_listing.issues.add(Issue::Severity::Warning,
                                 "The entry lacks a field or has one of the wrong type; it was left out.",
                                 file.filename().string() + ", " + std::string(element.list) + " entry " +
                                     std::to_string(element.number));
        }
    };
    const std::set<std::string> found = formats::readJsonLists(file, reading, stop, progress);
    for (const std::string& list : lists) {
        if (!found.contains(list)) {
            throw Error(ErrorCode::Malformed, "The file has no list \"" + list + '"', inFile(file));
        }
    }
}

void CaptionedFiles::setSplit(const std::string& id, const std::string& split) {
    const auto known = m_positions.find(id);
    if (known == m_positions.end()) {
        return;
    }
    std::string& current = m_listing.splitOf[known->second];
    if (!current.empty() && !split.empty() && current != split) {
        m_listing.issues.add(
            Issue::Severity::Problem,
            "The published lists name it in two splits, " + current + " and " + split + "; it stays in the first.", id);
        return;
    }
    current = split;
}

std::vector<std::string> CaptionedFiles::files() const {
    std::vector<std::string> files;
    for (const Story& story : m_listing.stories) {
        files.push_back(filesOf(story).front());
    }
    return files;
}

StoryListing CaptionedFiles::take(const std::string& title, const std::filesystem::path& folder) {
    m_listing.title = title;
    m_listing.pictureFolder = folder;
    m_positions.clear();
    return std::move(m_listing);
}

std::string withoutEnding(const std::string& file) {
    const std::size_t dot = file.find_last_of("./");
    return dot == std::string::npos || dot == 0 || file[dot] == '/' ? file : file.substr(0, dot);
}

std::string clipFile(const std::filesystem::path& root, const std::vector<std::string>& folders,
                     const std::string& stem) {
    for (const std::string& folder : folders) {
        for (const char* ending : {".mp4", ".avi", ".webm", ".mkv", ".gif"}) {
            const std::string name = folder + stem + ending;
            std::error_code problem;
            if (staysInside(name) && std::filesystem::is_regular_file(root / name, problem)) {
                return name;
            }
        }
    }
    return stem + ".mp4";
}

} // namespace storyscope::datasets
