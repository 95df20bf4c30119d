// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/grouped_issues.h"
#include "core/datasets/story_dataset.h"

#include <filesystem>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

namespace storyscope::datasets {

/// What a reader found in a data set's lists.
struct StoryListing {
    std::string title;                   ///< StoryDataset::name()
    std::filesystem::path pictureFolder; ///< that the file names are in
    std::vector<Story> stories;          ///< with unique ids
    std::vector<std::string> splitOf;    ///< per story; empty where none is published. No member at all: nowhere
    std::vector<std::string> groupOf;    ///< per story: what stays in one split (an album). No member: one file
    enum class Files { LookedFor, Known };
    Files files = Files::LookedFor; ///< Known: the missing ones are among the issues already
    GroupedIssues issues;
};

/// Stories held in memory whose pictures are files of one folder: what the readers of lists have in common. Knows
/// nothing of the lists any more once it is open, so they may change; a picture is looked for when it is asked for.
class ListedStories : public StoryDataset {
public:
    std::string name() const override { return m_title; }
    std::size_t size() const override { return m_stories.size(); }
    std::vector<Split> splits() const override { return m_splits; }
    std::vector<Issue> issues() const override { return m_issues; }
    Story story(std::size_t index) const override;
    std::size_t find(const std::string& storyId) const override;
    /// Every tag that the lists use.
    std::set<std::string> judgedTags() const override;

protected:
    /// Takes published splits or makes some, and notes missing files, names that leave the folder, text that is no
    /// UTF-8 and leaks between splits. Throws Error{Unsupported} for a listing without stories, Error{Cancelled}.
    ListedStories(StoryListing listing, const DatasetOptions& options, const std::stop_token& stop, Progress& progress);

    const Story& entry(std::size_t index) const;
    /// Throws Error{BadArgument} past the end.
    const StoryFrame& frameEntry(std::size_t storyIndex, std::size_t frameIndex) const;
    const std::filesystem::path& pictureFolder() const { return m_pictureFolder; }

private:
    Picture loadPicture(std::size_t storyIndex, std::size_t frameIndex, const PictureWish& wish) const override;
    void repairTexts(GroupedIssues& issues);
    void lookForFiles(GroupedIssues& issues, const std::stop_token& stop, Progress& progress) const;
    void fillSplits(const std::vector<std::string>& splitOf);
    std::vector<std::string> filesOrIds() const;

    std::string m_title;
    std::filesystem::path m_pictureFolder;
    std::vector<Story> m_stories;
    std::vector<Split> m_splits;
    std::vector<Issue> m_issues;
    std::unordered_map<std::string, std::size_t> m_positions; ///< by story id
};

/// The files of a story, each named once: its pictures, or the video that Story::title names if it has no frames.
std::vector<std::string> filesOf(const Story& story);

/// The one of `candidates` that has most of the first of `names`; the first of them if none has any.
std::filesystem::path folderWithMost(const std::vector<std::filesystem::path>& candidates,
                                     const std::vector<std::string>& names);

} // namespace storyscope::datasets
