// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/windows.h"
#include "core/models/model_folder.h"
#include "core/models/model_info.h"
#include "core/story/picture.h"

#include <filesystem>
#include <vector>

namespace storyscope::inference {

/// A loaded model as storytelling and evaluation use it. Its calls compute without gradients on whichever thread calls
/// them, one at a time.
class StoryEngine {
public:
    /// Throws Error naming the file and the tensor that is missing, misshapen or malformed.
    explicit StoryEngine(const std::filesystem::path& folder);

    const models::ModelInfo& info() const { return m_info; }
    const models::StoryConfig& config() const { return m_loaded.model->config(); }
    const text::Tokenizer& tokenizer() const { return *m_loaded.tokenizer; }
    models::StoryModel& model() const { return *m_loaded.model; }

    /// Frames that the model sees at once: those it predicts from and the one that follows.
    int windowSize() const;
    int contextFrames() const;

    /// One frame as the model sees it: (1, 1, 3, S, S) float32 in [0, 1].
    torch::Tensor prepare(const Picture& picture) const;
    /// The frames of `window`, out of the prepared frames of a story.
    models::EncodedStory encode(const std::vector<torch::Tensor>& frames, const Window& window) const;

private:
    models::ModelInfo m_info;
    models::LoadedModel m_loaded;
};

} // namespace storyscope::inference
