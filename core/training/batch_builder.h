// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/story_batch.h"
#include "core/training/picture_cache.h"
#include "core/training/random.h"
#include "core/training/training_plan.h"
#include "core/training/training_stories.h"

#include <memory>
#include <span>

namespace storyscope::training {

/// Whether a batch is varied by chance or shows its stories as they are.
enum class BatchPurpose { Training, Validation };

/// Makes tensors of stories. Thread-safe: loader threads share one.
class BatchBuilder {
public:
    struct Options {
        std::int64_t pictureSize = 96;
        std::int64_t gridSize = 12;
        std::int64_t tagCount = 0;
        std::int64_t maximumFrames = 8;
        std::int64_t contextFrames = 4;
        std::int64_t padId = 0;
        bool hasTags = false;        ///< the data knows tags: a frame without any has none
        double shortWindowShare = 0; ///< as in TrainingPlan
        CaptionTargets captionTargets = CaptionTargets::Any;
        AugmentationOptions augmentation;
    };

    BatchBuilder(std::shared_ptr<PictureCache> pictures, Options options);

    /// A batch on the CPU. Stories of unequal length are cut to a window of the shortest one's length. Throws Error.
    models::Batch build(std::span<const TrainingStory* const> stories, BatchPurpose purpose, Random& random) const;

private:
    struct Window;
    Window chooseWindow(std::span<const TrainingStory* const> stories, BatchPurpose purpose, Random& random) const;
    void fillPictures(models::Batch& batch, const Window& window, BatchPurpose purpose, Random& random) const;
    void fillTexts(models::Batch& batch, const Window& window, BatchPurpose purpose, Random& random) const;
    void fillLabels(models::Batch& batch, const Window& window) const;

    std::shared_ptr<PictureCache> m_pictures;
    Options m_options;
};

} // namespace storyscope::training
