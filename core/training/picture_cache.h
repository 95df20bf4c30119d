// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/story_dataset.h"

#include <torch/types.h>

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace storyscope::training {

/// Prepared pictures of a data set's stories, kept in memory as 8-bit tensors up to a budget: each is decoded or drawn
/// once. Thread-safe; shared by the loader threads.
class PictureCache {
public:
    struct Options {
        std::int64_t pictureSize = 96;
        std::int64_t budgetBytes = std::int64_t{6} << 30;
    };

    PictureCache(std::shared_ptr<const datasets::StoryDataset> dataset, Options options);

    /// All `frames` pictures of a story, (frames, 3, S, S) uint8, contiguous; not to be changed. Throws Error.
    torch::Tensor story(std::size_t index, std::size_t frames);

private:
    std::shared_ptr<const datasets::StoryDataset> m_dataset;
    Options m_options;
    std::mutex m_mutex;
    std::vector<torch::Tensor> m_stories;
    std::int64_t m_usedBytes = 0;
};

} // namespace storyscope::training
