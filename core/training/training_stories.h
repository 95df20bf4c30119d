// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/story_dataset.h"
#include "core/text/tokenizer.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
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
};

/// What is to be learned from one story; its pictures are in the PictureCache.
struct TrainingStory {
    std::size_t index = 0; ///< in the data set
    std::vector<FrameTarget> frames;
    std::optional<float> score;
    bool orderIsTrue = true;
};

/// Turns stories into numbers.
class StoryEncoder {
public:
    struct Options {
        std::vector<std::string> tags;   ///< the labels by number
        std::int64_t maximumTokens = 32; ///< longer captions are cut, EOS last
        std::int64_t gridSize = 12;
    };

    StoryEncoder(std::shared_ptr<const text::Tokenizer> tokenizer, Options options);

    TrainingStory encode(const Story& story, std::size_t index) const;

private:
    CaptionTarget encodeCaption(const std::string& caption, const std::vector<Grounding>& groundings,
                                const StoryFrame& frame) const;
    std::vector<std::int16_t> cellsOf(const Box& box) const;

    std::shared_ptr<const text::Tokenizer> m_tokenizer;
    Options m_options;
};

} // namespace storyscope::training
