// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/batch_builder.h"

#include "core/training/augmentation.h"

#include <torch/torch.h>

#include <algorithm>

namespace storyscope::training {

namespace {

constexpr std::size_t longestShortWindow = 4;
constexpr double lastContextShare = 0.5; // how often the picture to be predicted is the window's last one

} // namespace

/// Which successive frames of which stories a batch shows.
struct BatchBuilder::Window {
    std::span<const TrainingStory* const> stories;
    std::vector<std::size_t> first; // per story
    std::size_t frames = 0;         // K
    std::size_t position = 0;       // of the first frame

    const FrameTarget& target(std::size_t story, std::size_t frame) const {
        return stories[story]->frames[first[story] + frame];
    }
    bool isWhole(std::size_t story) const { return frames == stories[story]->frames.size(); }
};

BatchBuilder::BatchBuilder(std::shared_ptr<PictureCache> pictures, Options options)
    : m_pictures(std::move(pictures)), m_options(std::move(options)) {}

models::Batch BatchBuilder::build(std::span<const TrainingStory* const> stories, BatchPurpose purpose,
                                  Random& random) const {
    torch::NoGradGuard noGrad;
    const Window window = chooseWindow(stories, purpose, random);
    models::Batch batch;
    batch.firstPosition = static_cast<std::int64_t>(window.position);
    if (window.frames > 1) {
        const bool last = purpose == BatchPurpose::Validation || random.chance(lastContextShare);
        batch.contextFrames = static_cast<std::int64_t>(last ? window.frames - 1 : 1 + random.below(window.frames - 1));
    }
    std::vector<std::int64_t> ordered;
    for (std::size_t s = 0; s < stories.size(); ++s) {
        if (stories[s]->orderIsTrue) {
            ordered.push_back(static_cast<std::int64_t>(s));
        }
    }
    batch.ordered = torch::tensor(ordered, torch::kLong);
    fillPictures(batch, window, purpose, random);
    fillTexts(batch, window, purpose, random);
    fillLabels(batch, window);
    return batch;
}

BatchBuilder::Window BatchBuilder::chooseWindow(std::span<const TrainingStory* const> stories, BatchPurpose purpose,
                                                Random& random) const {
    Window window;
    window.stories = stories;
    const auto maximum = static_cast<std::size_t>(m_options.maximumFrames);
    window.frames = maximum;
    for (const TrainingStory* story : stories) {
        window.frames = std::min(window.frames, story->frames.size());
    }
    if (purpose == BatchPurpose::Training && random.chance(m_options.shortWindowShare)) {
        window.frames = 1 + random.below(std::min(window.frames, longestShortWindow));
        window.position = random.below(maximum - window.frames + 1);
    }
    for (const TrainingStory* story : stories) {
        const std::size_t choices = story->frames.size() - window.frames + 1;
        window.first.push_back(purpose == BatchPurpose::Training ? random.below(choices) : 0);
    }
    return window;
}

void BatchBuilder::fillPictures(models::Batch& batch, const Window& window, BatchPurpose purpose,
                                Random& random) const {
    const std::int64_t side = m_options.pictureSize;
    const auto stories = static_cast<std::int64_t>(window.stories.size());
    const auto frames = static_cast<std::int64_t>(window.frames);
    batch.pictures = torch::empty({stories, frames, 3, side, side});
    auto* target = batch.pictures.data_ptr<float>();
    for (std::size_t s = 0; s < window.stories.size(); ++s) {
        const torch::Tensor pictures = m_pictures->story(window.stories[s]->index, window.stories[s]->frames.size());
        const Variation variation =
            purpose == BatchPurpose::Training ? drawVariation(m_options.augmentation, random) : Variation{};
        for (std::size_t k = 0; k < window.frames; ++k, target += 3 * side * side) {
            const PlanarPicture picture{pictures.data_ptr<std::uint8_t>() +
                                            static_cast<std::int64_t>(window.first[s] + k) * 3 * side * side,
                                        side};
            if (purpose == BatchPurpose::Training) {
                convertVaried(picture, variation, random, target);
            } else {
                convert(picture, target);
            }
        }
    }
}

void BatchBuilder::fillTexts(models::Batch& batch, const Window& window, BatchPurpose purpose, Random& random) const {
    const auto stories = static_cast<std::int64_t>(window.stories.size());
    const auto frames = static_cast<std::int64_t>(window.frames);
    std::vector<const CaptionTarget*> chosen;
    std::size_t longest = 0;
    for (std::size_t s = 0; s < window.stories.size(); ++s) {
        for (std::size_t k = 0; k < window.frames; ++k) {
            const std::vector<CaptionTarget>& captions = window.target(s, k).captions;
            const bool any = purpose == BatchPurpose::Training && m_options.captionTargets == CaptionTargets::Any &&
                             !captions.empty();
            chosen.push_back(captions.empty() ? nullptr : &captions[any ? random.below(captions.size()) : 0]);
            longest = chosen.back() != nullptr ? std::max(longest, chosen.back()->ids.size()) : longest;
        }
    }
    if (longest < 2) {
        return;
    }
    const auto length = static_cast<std::int64_t>(longest);
    const std::int64_t cells = m_options.gridSize * m_options.gridSize;
    batch.captions = torch::full({stories * frames, length}, m_options.padId, torch::kLong);
    batch.pointing = torch::zeros({stories * frames, length, cells});
    auto* ids = batch.captions.data_ptr<std::int64_t>();
    auto* pointing = batch.pointing.data_ptr<float>();
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        if (chosen[i] == nullptr) {
            continue;
        }
        std::copy(chosen[i]->ids.begin(), chosen[i]->ids.end(), ids + i * longest);
        for (const PointingTarget& target : chosen[i]->pointing) {
            for (const std::int16_t cell : target.cells) {
                pointing[(i * longest + target.token) * static_cast<std::size_t>(cells) +
                         static_cast<std::size_t>(cell)] = 1;
            }
        }
    }
    batch.captions = batch.captions.view({stories, frames, length});
    batch.pointing = batch.pointing.view({stories, frames, length, cells});
    if (frames > 1 && batch.ordered.numel() > 0) {
        batch.nextCaptions = batch.captions.narrow(1, 1, frames - 1).index_select(0, batch.ordered);
    }
}

void BatchBuilder::fillLabels(models::Batch& batch, const Window& window) const {
    const auto stories = static_cast<std::int64_t>(window.stories.size());
    const auto frames = static_cast<std::int64_t>(window.frames);
    batch.tags = torch::zeros({stories, frames, m_options.tagCount});
    batch.tagsKnown = torch::full({stories, frames}, m_options.hasTags ? 1.0F : 0.0F);
    batch.scores = torch::zeros({stories});
    batch.scoresKnown = torch::zeros({stories});
    auto* tags = batch.tags.data_ptr<float>();
    for (std::size_t s = 0; s < window.stories.size(); ++s) {
        const TrainingStory& story = *window.stories[s];
        for (std::size_t k = 0; k < window.frames; ++k, tags += m_options.tagCount) {
            for (const std::int64_t tag : window.target(s, k).tags) {
                tags[tag] = 1;
            }
        }
        if (story.score && window.isWhole(s)) {
            batch.scores.data_ptr<float>()[s] = *story.score;
            batch.scoresKnown.data_ptr<float>()[s] = 1;
        }
    }
}

} // namespace storyscope::training
