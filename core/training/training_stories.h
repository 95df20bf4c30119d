// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/caption_cleaning.h"
#include "core/datasets/frame_tags.h"
#include "core/datasets/story_dataset.h"
#include "core/models/patch_grid.h"
#include "core/text/tokenizer.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace storyscope::training {

/// A token of a caption and the grid cells that show what it names.
struct PointingTarget {
    std::size_t token = 0;           ///< position in CaptionTarget::ids
    std::vector<std::int16_t> cells; ///< row by row from the top left, never empty
};

/// One way to caption a frame, ready for learning.
struct CaptionTarget {
    std::vector<std::int64_t> ids; ///< BOS … EOS
    std::vector<PointingTarget> pointing;
};

struct FrameTarget {
    std::vector<CaptionTarget> captions; ///< the caption first, then its references; empty if the data has none
    std::vector<std::int64_t> tags;      ///< label numbers
    bool tagsKnown = false;              ///< a label that is missing is not true
};

/// What is to be learned from one story; its pictures are in the PictureCache.
struct TrainingStory {
    std::size_t index = 0; ///< in the data set
    std::vector<FrameTarget> frames;
    std::vector<CaptionTarget> captions; ///< of the whole, held once: a clip's captions are those of all its frames
    std::optional<float> score;
    bool orderIsTrue = true;

    /// What can be said under a frame. A clip's captions are weak labels: see datasets::withFrameCaptions().
    const std::vector<CaptionTarget>& captionsOf(std::size_t frame) const {
        return frames[frame].captions.empty() ? captions : frames[frame].captions;
    }
};

/// What a story takes in memory.
std::int64_t memoryBytes(const TrainingStory& story);

/// Reads stories as they are learnt: with clean captions. Thread-safe; no picture is read.
class StoryReader {
public:
    StoryReader(std::shared_ptr<const datasets::StoryDataset> dataset, datasets::CaptionCleaning cleaning)
        : m_dataset(std::move(dataset)), m_cleaning(cleaning) {}

    Story read(std::size_t index) const { return datasets::cleaned(m_dataset->story(index), m_cleaning); }
    const datasets::StoryDataset& dataset() const { return *m_dataset; }
    const std::shared_ptr<const datasets::StoryDataset>& sharedDataset() const { return m_dataset; }

private:
    std::shared_ptr<const datasets::StoryDataset> m_dataset;
    datasets::CaptionCleaning m_cleaning;
};

/// Turns stories into numbers. Thread-safe.
class StoryEncoder {
public:
    struct Options {
        std::vector<std::string> tags;                     ///< the labels by number
        std::optional<datasets::FrameTags> frameTags = {}; ///< what they come from; none: nothing is known of them
        std::int64_t maximumTokens = 32;                   ///< longer captions are cut, EOS last
        models::PatchGrid grid = {};                       ///< of pointing targets, over the whole picture
    };

    StoryEncoder(std::shared_ptr<const text::Tokenizer> tokenizer, Options options);

    TrainingStory encode(const Story& story, std::size_t index) const;

private:
    void encodeTags(const Story& story, std::size_t frame, FrameTarget& target) const;
    CaptionTarget encodeCaption(const std::string& caption, const std::vector<Grounding>& groundings,
                                const StoryFrame& frame) const;
    std::vector<std::int16_t> cellsOf(const Box& box) const;

    std::shared_ptr<const text::Tokenizer> m_tokenizer;
    Options m_options;
};

} // namespace storyscope::training
