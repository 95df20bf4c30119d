// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/picture_cache.h"

#include "core/models/picture_preprocessing.h"

#include <torch/torch.h>

namespace storyscope::training {

PictureCache::PictureCache(std::shared_ptr<const datasets::StoryDataset> dataset, Options options)
    : m_dataset(std::move(dataset)), m_options(options), m_stories(m_dataset->size()) {}

torch::Tensor PictureCache::story(std::size_t index, std::size_t frames) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_stories[index].defined()) {
            return m_stories[index];
        }
    }
    torch::NoGradGuard noGrad;
    std::vector<torch::Tensor> pictures;
    for (std::size_t frame = 0; frame < frames; ++frame) {
        pictures.push_back(models::prepare(m_dataset->picture(index, frame), m_options.pictureSize));
    }
    torch::Tensor prepared = torch::stack(pictures);
    const std::lock_guard lock(m_mutex);
    const auto bytes = static_cast<std::int64_t>(prepared.nbytes());
    if (!m_stories[index].defined() && m_usedBytes + bytes <= m_options.budgetBytes) {
        m_stories[index] = prepared;
        m_usedBytes += bytes;
    }
    return prepared;
}

} // namespace storyscope::training
