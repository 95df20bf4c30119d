// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/vision_captioner.h"

#include "core/base/error.h"
#include "core/models/captioner_parts.h"

#include <torch/torch.h>

namespace storyscope::models {

namespace {

constexpr std::int64_t firstPatch = 1; // of a frame's tokens, after the class token

const StoryConfig& withVocabulary(const StoryConfig& config) {
    if (config.vocabularySize < 1) {
        throw Error(ErrorCode::Mismatch, "A captioner needs a vocabulary");
    }
    return config;
}

} // namespace

VisionCaptioner::VisionCaptioner(StoryConfig given)
    : StoryModel(std::move(given)), m_vision(register_module("vision", visionPart(withVocabulary(config())))) {}

PatchGrid VisionCaptioner::grid() const {
    const std::int64_t side = m_vision->options().gridSize();
    return {side, side, true};
}

/// (B·K, T, C).
torch::Tensor VisionCaptioner::seen(const StoryInput& input) {
    if (input.features.defined()) {
        return input.features.flatten(0, 1);
    }
    const torch::Tensor pictures = input.pictures.flatten(0, 1);
    return m_vision->isFrozen() ? frozenFeatures(pictures) : m_vision->forward(pictures);
}

EncodedStory VisionCaptioner::encode(const StoryInput& input) {
    const std::int64_t frames = input.frames();
    if (frames < 1 || frames > config().maximumFrames) {
        throw Error(ErrorCode::BadArgument,
                    "This model looks at 1 to " + std::to_string(config().maximumFrames) + " frames at once");
    }
    const std::vector<std::int64_t> perFrame{input.stories(), frames};
    const std::vector<std::int64_t> cells{grid().rows, grid().columns};
    const torch::Tensor tokens = seen(input);
    const torch::Tensor patches = tokens.narrow(1, firstPatch, grid().cells()).transpose(1, 2);
    EncodedStory result;
    result.pictures = input.pictures;
    result.states = tokens.select(1, 0).unflatten(0, perFrame);
    result.patches = patches.unflatten(2, cells).unflatten(0, perFrame);
    result.firstPosition = input.firstPosition;
    return result;
}

torch::Tensor VisionCaptioner::pictureFeatures(const torch::Tensor& pictures, const std::stop_token& stop) {
    const torch::NoGradGuard noGradients;
    return m_vision->see(pictures, {.keep = nn::VisionRequest::Keep::Tokens, .stop = stop}).tokens;
}

torch::Tensor VisionCaptioner::frozenFeatures(const torch::Tensor& pictures) {
    return m_vision->isFrozen() ? pictureFeatures(pictures, {}) : torch::Tensor();
}

torch::Tensor VisionCaptioner::tokensOf(const EncodedStory& encoded) {
    return torch::cat({encoded.states.unsqueeze(-1), encoded.patches.flatten(3)}, 3);
}

torch::Tensor VisionCaptioner::ofPatches(const torch::Tensor& attention) const {
    const std::vector<std::int64_t> perFrame{-1, m_vision->options().tokens()};
    return attention.unflatten(-1, perFrame).narrow(-1, firstPatch, grid().cells()).flatten(-2);
}

torch::Tensor VisionCaptioner::ofClassTokens(const torch::Tensor& attention) const {
    const std::vector<std::int64_t> perFrame{-1, m_vision->options().tokens()};
    return attention.unflatten(-1, perFrame).select(-1, 0);
}

} // namespace storyscope::models
