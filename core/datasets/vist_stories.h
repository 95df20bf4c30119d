// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/story_dataset.h"
#include "core/datasets/vist_grouping.h"
#include "core/datasets/vist_pictures.h"

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

namespace storyscope::datasets {

/// What the stories and the descriptions of VIST have in common: annotation files, photos, splits. Holds every text in
/// memory (50,000 stories: about 150 MB) and no picture. The splits are those in the file names; a data set whose files
/// name none is divided by album, because up to five workers told the same one.
class VistStories : public StoryDataset {
public:
    std::string name() const override { return m_name; }
    std::size_t size() const override { return m_entries.size(); }
    std::vector<Split> splits() const override { return m_splits; }
    std::vector<Issue> issues() const override { return m_issues; }
    /// The pictureName of a frame whose picture is missing is the address where it was published, if that is known.
    Story story(std::size_t index) const override;
    Picture picture(std::size_t storyIndex, std::size_t frameIndex) const override;
    std::size_t find(const std::string& storyId) const override;

protected:
    struct Opening {
        std::filesystem::path path; ///< a folder or an annotation file
        VistTier tier = VistTier::StoryInSequence;
        std::string title; ///< "VIST stories"
        std::vector<VistEntry> (*group)(VistTable&, GroupedIssues&) = nullptr;
    };
    /// Throws what readVistAnnotations() throws, Error{Unsupported} if there is no story at all.
    VistStories(const Opening& opening, const DatasetOptions& options, const std::stop_token& stop, Progress& progress);

private:
    struct Entry {
        Story story;
        std::string albumId;
        std::vector<std::string> photos;
        std::vector<std::optional<std::uint32_t>> folders; ///< of the pictures; none: missing
    };
    struct Missing {
        std::size_t frames = 0;
        std::size_t allFrames = 0;
        std::string firstPhoto;
        std::string firstPlace;
    };
    void add(VistEntry&& grouped, const std::string& splitName, GroupedIssues& issues);
    void locatePictures(const VistPictures& pictures, const VistTable& table, std::size_t firstEntry,
                        const std::string& folderName);
    void makeMissingIssue();
    const Entry& entry(std::size_t index) const;

    std::string m_name;
    std::vector<Entry> m_entries;
    std::unordered_map<std::string, std::size_t> m_positions; ///< by story id
    std::vector<std::filesystem::path> m_pictureFolders;
    Missing m_missing;
    std::vector<Split> m_splits;
    std::vector<Issue> m_issues;
};

} // namespace storyscope::datasets
