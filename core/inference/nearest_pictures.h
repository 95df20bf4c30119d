// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/datasets/story_dataset.h"
#include "core/story/picture.h"

#include <torch/types.h>

#include <cstddef>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace storyscope::inference {

/// What someone could say who knows the training pictures but no model: what is true of the one that looks most alike.
/// Alike means near in squared difference at 8 × 8 pixels.
class NearestPictures {
public:
    /// Remembers how the frames of a told story look. `story`: its number among those that were told; `index`: its
    /// place in the data set.
    void ask(std::size_t story, std::size_t index, const std::vector<Picture>& frames);

    /// Looks through the training split, at most `most` pictures of evenly spread stories; without such a split,
    /// through the told stories, each without itself. Pictures that cannot be read are left out. Throws
    /// Error{Cancelled}.
    void search(const datasets::StoryDataset& dataset, std::size_t most, const std::stop_token& stop,
                Progress& progress);

    std::size_t pictures() const { return m_pictures; } ///< that were looked through

    /// The caption of the picture nearest to a frame; none if there is no such picture.
    std::optional<std::string> caption(std::size_t story, std::size_t frame) const;
    /// The caption of the frame that follows the picture nearest to the frame before this one.
    std::optional<std::string> nextCaption(std::size_t story, std::size_t frame) const;
    /// What is told of the whole story of the picture nearest to a frame: see datasets::wholeCaptions().
    std::optional<std::string> wholeCaption(std::size_t story, std::size_t frame) const;

private:
    struct Query {
        std::size_t story = 0;
        std::size_t frame = 0;
        std::size_t index = 0;
    };
    struct Answer {
        double distance = 0;
        std::string caption;
    };
    using Answers = std::map<std::pair<std::size_t, std::size_t>, Answer>; ///< by story and frame

    void compare(const Story& story, std::size_t index, const std::vector<Picture>& pictures);
    static void offer(Answers& answers, const Query& query, double distance, const std::string& caption);

    std::vector<Query> m_queries;
    std::vector<float> m_looks; // (queries, 192)
    std::size_t m_pictures = 0;
    Answers m_captions;
    Answers m_nextCaptions; ///< by the frame before
    Answers m_wholeCaptions;
};

} // namespace storyscope::inference
