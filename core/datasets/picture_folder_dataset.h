// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/story_dataset.h"

#include <filesystem>
#include <stop_token>

namespace storyscope::datasets {

/// A folder of pictures as one story: natural order of names ("2.jpg" before "10.jpg"), captions from text files of the
/// same name ("2.txt": the first line is the caption, further lines are references), no splits.
class PictureFolderDataset : public StoryDataset {
public:
    /// Whether there is a file with the name of a picture in the folder.
    static bool recognises(const std::filesystem::path& folder);
    /// Whether one of its pictures has a text file of the same name. False for a folder that cannot be read.
    static bool hasCaptions(const std::filesystem::path& folder);

    /// Reads every caption and checks that every picture can be decoded, so that issues() is complete. Throws
    /// Error{Unsupported} for a folder without pictures, Error{Unreadable}, Error{Cancelled}.
    PictureFolderDataset(std::filesystem::path folder, const std::stop_token& stop, Progress& progress);

    std::string name() const override;
    std::string format() const override { return "picture folder"; }
    std::size_t size() const override { return 1; }
    std::vector<Split> splits() const override { return {}; }
    std::vector<Issue> issues() const override { return m_issues; }
    Story story(std::size_t index) const override;

private:
    Picture loadPicture(std::size_t storyIndex, std::size_t frameIndex, const PictureWish& wish) const override;
    void readCaption(StoryFrame& frame);

    std::filesystem::path m_folder;
    Story m_story;
    std::vector<Issue> m_issues;
};

} // namespace storyscope::datasets
