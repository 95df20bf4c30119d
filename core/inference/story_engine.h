// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/recently_used.h"
#include "core/inference/windows.h"
#include "core/models/model_folder.h"
#include "core/models/model_info.h"
#include "core/story/picture.h"

#include <cstddef>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace storyscope::inference {

/// What is known of a frame beside its picture; empty where it is not known.
struct FrameNotes {
    std::string text;
    std::vector<std::string> tags;

    friend bool operator==(const FrameNotes&, const FrameNotes&) = default;
};

/// What is kept of pictures between calls, of models that see each one by itself. Kept or computed anew, it is the
/// same.
struct KeepingLimits {
    std::size_t featureBytes = std::size_t{256} << 20; ///< what became of pictures: two megabytes each for BLIP
    std::size_t memoryBytes = std::size_t{256} << 20; ///< what a decoder made of those: twenty megabytes for GIT's clip
};

/// A loaded model as storytelling and evaluation use it. Its calls compute without gradients on whichever thread calls
/// them, one at a time. No weight changes while it lives.
class StoryEngine {
public:
    /// Throws Error naming the file and the tensor that is missing, misshapen or malformed.
    explicit StoryEngine(const std::filesystem::path& folder, const KeepingLimits& limits = {});
    /// Of a model that is loaded already.
    StoryEngine(models::ModelInfo info, models::LoadedModel loaded, const KeepingLimits& limits = {})
        : m_info(std::move(info)), m_loaded(std::move(loaded)), m_features(limits.featureBytes),
          m_memories(limits.memoryBytes) {}

    const models::ModelInfo& info() const { return m_info; }
    const models::StoryConfig& config() const { return m_loaded.model->config(); }
    const text::Tokenizer& tokenizer() const { return *m_loaded.tokenizer; }
    models::StoryModel& model() const { return *m_loaded.model; }

    /// Frames that the model sees at once: those it predicts from and the one that follows, or as many as it can for
    /// one that captions clips.
    int windowSize() const;
    int contextFrames() const;
    /// Whether texts or tags of the frames are part of what the model sees.
    bool readsNotes() const;

    /// One frame as the model sees it: (1, 1, 3, S, S) float32 in [0, 1].
    torch::Tensor prepare(const Picture& picture) const;
    /// The frames of `window`, out of the prepared frames of a story.
    models::EncodedStory encode(const std::vector<torch::Tensor>& frames, const Window& window) const;
    /// Frames in this order, with notes per frame for models that read them; others do not look at `notes`. Models that
    /// see pictures apart hear `stop` between their layers: throws Error{Cancelled}.
    models::EncodedStory encodeNoted(const std::vector<torch::Tensor>& frames, const std::vector<FrameNotes>& notes,
                                     const std::stop_token& stop = {}) const;

    /// The following is for models that see pictures apart. What they make of one prepared frame, (1, …) float32, kept.
    torch::Tensor features(const torch::Tensor& frame, const std::stop_token& stop) const;
    /// What the model remembers of these frames, `encoded`, for captions of one kind, kept. Throws Error{Cancelled}.
    nn::TextMemory remember(models::CaptionKind kind, const std::vector<torch::Tensor>& frames,
                            const models::EncodedStory& encoded, const std::stop_token& stop) const;
    /// Whether remember() has nothing to compute.
    bool remembers(models::CaptionKind kind, const std::vector<torch::Tensor>& frames) const;

    /// What StoryModel::nextFeatures is compared with: (F′) float32 of one prepared frame. Undefined if the model has
    /// none.
    torch::Tensor pictureFeatures(const torch::Tensor& frame) const;

private:
    torch::Tensor textsOf(const std::vector<FrameNotes>& notes) const; // (1, K, T) int64
    torch::Tensor tagsOf(const std::vector<FrameNotes>& notes) const;  // (1, K, N) float32

    models::ModelInfo m_info;
    models::LoadedModel m_loaded;
    mutable RecentlyUsed<torch::Tensor> m_features;  ///< by the content of the prepared picture
    mutable RecentlyUsed<nn::TextMemory> m_memories; ///< by kind and contents
};

} // namespace storyscope::inference
