// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/formats/feature_cache.h"
#include "core/models/story_model.h"
#include "core/training/batch_texts.h"
#include "core/training/picture_cache.h"
#include "core/training/training_samples.h"

#include <torch/types.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace storyscope::training {

/// What a model's frozen parts make of the pictures and captions of a run: computed once before the first epoch,
/// pictures' on disk for the next run, too. Immutable once made; thread-safe.
class FrozenFeatures {
public:
    struct Sources {
        std::shared_ptr<PictureCache> pictures;
        std::vector<TrainingSample> samples;      ///< whose pictures are wanted
        std::function<std::set<TextIds>()> texts; ///< those that are wanted; asked for if the model reads texts
        std::filesystem::path cacheFolder;
        std::int64_t padId = 0;
        int threads = 1;
    };

    /// Null if nothing of the model is frozen. Throws Error, also Cancelled.
    static std::shared_ptr<const FrozenFeatures> compute(models::StoryModel& model, const Sources& sources,
                                                         const std::stop_token& stop, Progress& progress);

    bool hasPictures() const { return !m_pictureShape.empty(); }
    bool hasTexts() const { return m_texts.defined(); }
    /// Whether all these frames of a story could be had.
    bool has(std::size_t story, const std::vector<std::size_t>& frames) const;
    const std::vector<std::int64_t>& pictureShape() const { return m_pictureShape; } ///< of one picture's features
    std::span<const float> picture(std::size_t story, std::size_t frame) const;
    /// The features of texts by their ids, (N, E) float32; of an empty one: zeros. Undefined if one is not known.
    torch::Tensor texts(const std::vector<TextIds>& ids) const;

private:
    FrozenFeatures() = default;
    void computePictures(models::StoryModel& model, const Sources& sources, const std::stop_token& stop,
                         Progress& progress);
    void computeTexts(models::StoryModel& model, const Sources& sources, const std::stop_token& stop,
                      Progress& progress);

    std::vector<std::int64_t> m_pictureShape;
    std::map<std::pair<std::size_t, std::size_t>, formats::Features> m_pictures; // by story and frame
    torch::Tensor m_texts;                                                       // (N, E) float32
    std::map<TextIds, std::int64_t> m_textRows;
};

/// SHA-256 of the weights that a model keeps frozen and of all its buffers, in hexadecimal.
std::string frozenWeightsHash(const models::StoryModel& model);

/// Whether a loss compares with pictures or is computed of them.
bool needPictures(const std::vector<std::string>& terms);

} // namespace storyscope::training
