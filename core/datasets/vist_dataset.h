// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/story_dataset.h"

#include <filesystem>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <stop_token>

namespace storyscope::datasets {

/// Stories in the layout of VIST (Huang et al., "Visual Storytelling", NAACL 2016): annotations/sis/{train,val,test}.
/// story-in-sequence.json with images/{train,val,test}/<photo id>.{jpg,png}. Reads what writeVist() adds to it.
class VistDataset : public StoryDataset {
public:
    /// Whether the folder has such an annotation file.
    static bool recognises(const std::filesystem::path& folder);

    /// Throws Error{Malformed} for an annotation file that is no JSON of this shape, Error{Cancelled}.
    VistDataset(std::filesystem::path folder, const std::stop_token& stop, Progress& progress);

    std::string name() const override;
    std::string format() const override { return "vist"; }
    std::size_t size() const override { return m_stories.size(); }
    std::vector<Split> splits() const override { return m_splits; }
    std::vector<Issue> issues() const override { return m_issues; }
    Story story(std::size_t index) const override;
    Picture picture(std::size_t storyIndex, std::size_t frameIndex) const override;

private:
    struct Sentences {
        Story story;
        std::map<int, StoryFrame> frames; ///< by position
        std::map<int, std::filesystem::path> pictures;
    };
    struct Entry {
        Story story;
        std::vector<std::filesystem::path> pictures;
    };
    void readSplit(const std::string& fileName, const std::stop_token& stop, Progress& progress);
    void addSentence(Sentences& sentences, const nlohmann::json& annotation, const std::string& fileName);
    void addStory(Sentences&& sentences, Split& split);
    const Entry& entry(std::size_t index) const;

    std::filesystem::path m_folder;
    std::vector<Entry> m_stories;
    std::vector<Split> m_splits;
    std::vector<Issue> m_issues;
};

} // namespace storyscope::datasets
