// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/listed_stories.h"
#include "core/datasets/vist_grouping.h"
#include "core/datasets/vist_pictures.h"

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace storyscope::datasets {

/// What the stories and the descriptions of VIST have in common: annotation files and where their photos are. Holds
/// every text in memory (50,000 stories: about 150 MB) and no picture. The splits are those in the file names; a data
/// set whose files name none is divided by album, because up to five workers told the same one. The pictureName of a
/// frame whose picture is missing is the address where it was published, if that is known, or else the photo's id.
class VistStories : public ListedStories {
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
    class Reader;
    VistStories(Reader&& reader, const DatasetOptions& options, const std::stop_token& stop, Progress& progress);
    Picture loadPicture(std::size_t storyIndex, std::size_t frameIndex, const PictureWish& wish) const override;

    VistPictures m_pictures;
};

} // namespace storyscope::datasets
