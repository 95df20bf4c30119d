// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/windows.h"
#include "core/models/model_folder.h"
#include "core/models/model_info.h"
#include "core/story/picture.h"

#include <filesystem>
#include <string>
#include <vector>

namespace storyscope::inference {

/// What is known of a frame beside its picture; empty where it is not known.
struct FrameNotes {
    std::string text;
    std::vector<std::string> tags;

    friend bool operator==(const FrameNotes&, const FrameNotes&) = default;
};

/// A loaded model as storytelling and evaluation use it. Its calls compute without gradients on whichever thread calls
/// them, one at a time.
class StoryEngine {
public:
    /// Throws Error naming the file and the tensor that is missing, misshapen or malformed.
    explicit StoryEngine(const std::filesystem::path& folder);
    /// Of a model that is loaded already.
    StoryEngine(models::ModelInfo info, models::LoadedModel loaded)
        : m_info(std::move(info)), m_loaded(std::move(loaded)) {}

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
    /// Frames in this order, with notes per frame for models that read them; others do not look at `notes`.
    models::EncodedStory encodeNoted(const std::vector<torch::Tensor>& frames,
                                     const std::vector<FrameNotes>& notes) const;

    /// What StoryModel::nextFeatures is compared with: (F′) float32 of one prepared frame. Undefined if the model has
    /// none.
    torch::Tensor pictureFeatures(const torch::Tensor& frame) const;

private:
    torch::Tensor textsOf(const std::vector<FrameNotes>& notes) const; // (1, K, T) int64
    torch::Tensor tagsOf(const std::vector<FrameNotes>& notes) const;  // (1, K, N) float32

    models::ModelInfo m_info;
    models::LoadedModel m_loaded;
};

} // namespace storyscope::inference
