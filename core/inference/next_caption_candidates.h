// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/datasets/story_dataset.h"

#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

namespace storyscope::inference {

/// The last captions of stories, among which a model is to find the true one.
class NextCaptionCandidates {
public:
    NextCaptionCandidates() = default;
    /// Reads the texts of these stories; those whose order is not true are left out. Throws Error{Cancelled}.
    NextCaptionCandidates(const datasets::StoryDataset& dataset, const std::vector<std::size_t>& stories,
                          const std::stop_token& stop, Progress& progress);

    /// The true last caption of a story, then up to `count` − 1 different ones of other stories, none of which is true
    /// of its last frame, too; the same ones each time. Empty if there is nothing to choose from.
    std::vector<std::string> of(std::size_t story, const StoryFrame& last, std::size_t count) const;

private:
    std::vector<std::string> m_captions; ///< each once
};

} // namespace storyscope::inference
