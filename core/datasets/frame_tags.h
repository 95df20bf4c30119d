// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/caption_tagger.h"
#include "core/datasets/story_dataset.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace storyscope::datasets {

/// Which of a model's labels are true of frames, the same in training and in evaluation: those that the data tags a
/// frame with, and of the labels that the data set does not judge itself (StoryDataset::judgedTags()) those that the
/// frame's captions name, in any of its phrasings, or, where it has none, the captions of its whole story. Immutable
/// and thread-safe.
class FrameTags {
public:
    FrameTags(const std::vector<std::string>& labels, const StoryDataset& dataset);

    /// The tags of a frame: those of the data as they are, then what its captions name. None if nobody knows: the data
    /// set judges no label, the frame has no tags, and nothing is said that could name one.
    std::optional<std::vector<std::string>> of(const Story& story, std::size_t frame) const;

    /// The story with these tags under its frames.
    Story applied(Story story) const;

private:
    bool m_judges = false;                 ///< at least one of the labels
    std::optional<CaptionTagger> m_tagger; ///< of the labels that the data set does not judge, if there are any
};

} // namespace storyscope::datasets
