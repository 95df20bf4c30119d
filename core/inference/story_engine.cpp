// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/story_engine.h"

#include "core/inference/torch_errors.h"
#include "core/models/picture_preprocessing.h"

#include <torch/torch.h>

#include <algorithm>

namespace storyscope::inference {

StoryEngine::StoryEngine(const std::filesystem::path& folder)
    : m_info(models::readModelInfo(folder)),
      m_loaded(withReadableErrors("Loading the model", [&] { return models::loadModelFolder(folder); })) {}

int StoryEngine::windowSize() const {
    return static_cast<int>(std::min(config().contextFrames + 1, config().maximumFrames));
}

int StoryEngine::contextFrames() const {
    return static_cast<int>(std::min(config().contextFrames, config().maximumFrames));
}

torch::Tensor StoryEngine::prepare(const Picture& picture) const {
    return models::prepareStory({picture}, config().pictureSize);
}

models::EncodedStory StoryEngine::encode(const std::vector<torch::Tensor>& frames, const Window& window) const {
    const torch::NoGradGuard noGradients;
    const std::vector<torch::Tensor> seen(frames.begin() + window.first, frames.begin() + window.end());
    return model().encode(torch::cat(seen, 1));
}

} // namespace storyscope::inference
