// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/models/patch_grid.h"
#include "core/models/story_batch.h"
#include "core/training/batch_texts.h"
#include "core/training/frozen_features.h"
#include "core/training/picture_cache.h"
#include "core/training/training_plan.h"
#include "core/training/training_samples.h"
#include "core/training/training_stories.h"

#include <memory>
#include <set>
#include <vector>

namespace storyscope::training {

/// Whether a batch is varied by chance or shows its stories as they are.
enum class BatchPurpose { Training, Validation };

/// Which batch to build: the same request gives the same batch, on whichever thread.
struct BatchRequest {
    std::vector<TrainingSample> samples;
    BatchPurpose purpose = BatchPurpose::Training;
    std::uint64_t epoch = 0;  ///< another one varies the stories differently
    std::uint64_t number = 0; ///< of the batch in its epoch
    enum class Pictures {
        AsNeeded, ///< none where features stand for them and no loss needs them
        Always,
    };
    Pictures pictures = Pictures::AsNeeded;
};

/// No story: none of its pictures could be had.
inline bool isEmpty(const models::Batch& batch) {
    return !batch.pictures.defined() && !batch.features.defined();
}

/// Makes tensors of samples. Thread-safe: loader threads share one.
///
/// A story is varied in one way, drawn from the run's seed, the epoch and the story. What is mirrored, cropped and
/// turned is the small, prepared picture, which costs little; its story, read again, changes with it, so that captions
/// and pointing cells tell what is to be seen.
class BatchBuilder {
public:
    struct Sources {
        std::shared_ptr<PictureCache> pictures;
        std::shared_ptr<const StoryReader> stories;
        std::shared_ptr<const StoryEncoder> encoder;
        std::shared_ptr<const FrozenFeatures> features = {}; ///< may be null
    };

    struct Options {
        media::PictureSize pictureSize = {};
        models::PatchGrid grid = {}; ///< of pointing targets
        std::int64_t tagCount = 0;
        std::int64_t maximumFrames = 8;
        std::int64_t maximumTokens = 32; ///< of the captions of whole clips; those of frames are cut already
        std::int64_t padId = 0;
        std::uint64_t seed = 1;
        double shortWindowShare = 0; ///< as in TrainingPlan
        CaptionTargets captionTargets = CaptionTargets::Any;
        std::optional<datasets::SamplingOptions> sampling; ///< of the samples; none: whole stories
        datasets::AugmentationOptions augmentation;        ///< none where there are features
        bool needsPictures = true;                         ///< also where there are features
    };

    BatchBuilder(Sources sources, Options options);

    /// A batch on the CPU. Whole stories of unequal length are cut to a window of the shortest one's length. Samples
    /// with a missing picture may be left out (see PictureCache); nothing is left: pictures are undefined. Throws
    /// Error.
    models::Batch build(const BatchRequest& request) const;

    /// Adds the captions under frames that batches of these samples learn in request.epoch, whatever else they hold.
    void addFrameTexts(const BatchRequest& request, std::set<TextIds>& texts) const;

private:
    struct Shown;
    struct Window;
    std::vector<Shown> shown(const BatchRequest& request) const;
    datasets::PictureChange vary(Shown& shown, std::uint64_t epoch) const;
    Window chooseWindow(std::vector<Shown> stories, BatchPurpose purpose, Random& random) const;
    std::int64_t contextFrames(const Window& window, BatchPurpose purpose, Random& random) const;
    /// Which frame's caption is to be foretold after each frame.
    std::vector<std::int64_t> nextCaptionFrames(const Window& window) const;
    void fillPictures(models::Batch& batch, const Window& window) const;
    void fillFeatures(models::Batch& batch, const Window& window) const;
    bool showsPictures(const BatchRequest& request) const;
    void fillTexts(models::Batch& batch, const Window& window, const BatchRequest& request) const;
    /// One of the captions of a frame, or of the whole, which stands behind the frames; null if there is none. It does
    /// not depend on the batch.
    const CaptionTarget* chosenOf(const std::vector<CaptionTarget>& captions, const TrainingStory& story,
                                  std::size_t frame, const BatchRequest& request) const;
    /// Per story and frame.
    std::vector<const CaptionTarget*> chosenCaptions(const Window& window, const BatchRequest& request) const;
    /// Per story: its caption of the whole, else what was chosen for its frames, joined.
    std::vector<TextIds> clipCaptions(const Window& window, const std::vector<const CaptionTarget*>& chosen,
                                      const BatchRequest& request) const;
    void fillLabels(models::Batch& batch, const Window& window) const;

    Sources m_sources;
    Options m_options;
};

} // namespace storyscope::training
