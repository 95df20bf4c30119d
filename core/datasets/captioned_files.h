// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/datasets/listed_stories.h"
#include "core/formats/json_stream.h"

#include <filesystem>
#include <functional>
#include <set>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

namespace storyscope::datasets {

/// Gathers a listing of which each story is one picture or one clip with several captions.
class CaptionedFiles {
public:
    enum class Kind { Pictures, Clips };

    explicit CaptionedFiles(Kind kind) : m_kind(kind) {}

    /// The first caption of a picture becomes its caption and the others its references. An empty caption only makes
    /// the file known. `id` is the story's.
    void addCaption(const std::string& id, const std::string& file, std::string caption);
    /// Has `read` take each element of the JSON file's lists, none of which may be absent. An element for which it
    /// throws json::exception becomes an issue. Throws as formats::readJsonLists() does, Error{Malformed}.
    void readLists(const std::filesystem::path& file, const std::set<std::string>& lists,
                   const std::function<void(const formats::JsonElement&)>& read, const std::stop_token& stop,
                   Progress& progress);
    /// The split that a known story is in; ignored for others.
    void setSplit(const std::string& id, const std::string& split);
    bool knows(const std::string& id) const { return m_positions.contains(id); }

    GroupedIssues& issues() { return m_listing.issues; }
    std::vector<std::string> files() const;
    /// Stories in the order in which they became known.
    StoryListing take(const std::string& title, const std::filesystem::path& folder);

private:
    Kind m_kind;
    StoryListing m_listing;
    std::unordered_map<std::string, std::size_t> m_positions; ///< by id
};

/// "a/b" for "a/b.jpg": the id of a picture that has no other.
std::string withoutEnding(const std::string& file);

/// The name below `root` of the clip called `stem`, in one of `folders` and with one of the usual endings; the first
/// possibility if there is no such file.
std::string clipFile(const std::filesystem::path& root, const std::vector<std::string>& folders,
                     const std::string& stem);

} // namespace storyscope::datasets
