// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/picture_captioner.h"

#include "core/base/error.h"
#include "core/models/captioner_parts.h"
#include "core/nn/teacher_forcing.h"

#include <torch/torch.h>

namespace storyscope::models {

namespace {

constexpr std::int64_t firstPatch = 1; // of a frame's tokens, after the class token

void requireCaption(CaptionKind kind) {
    if (kind != CaptionKind::Caption) {
        throw Error(ErrorCode::Unsupported, "This model captions frames one by one");
    }
}

} // namespace

PictureCaptioner::PictureCaptioner(StoryConfig given, const DecoderMaker& makeDecoder) : StoryModel(std::move(given)) {
    if (config().vocabularySize < 1) {
        throw Error(ErrorCode::Mismatch, "A captioner needs a vocabulary");
    }
    m_vision = register_module("vision", visionPart(config()));
    m_decoder = register_module("text_decoder", makeDecoder(config(), m_vision->options().size));
}

PatchGrid PictureCaptioner::grid() const {
    const std::int64_t side = m_vision->options().gridSize();
    return {side, side};
}

/// (B·K, T, C).
torch::Tensor PictureCaptioner::seen(const StoryInput& input) {
    if (input.features.defined()) {
        return input.features.flatten(0, 1);
    }
    const torch::Tensor pictures = input.pictures.flatten(0, 1);
    return m_vision->isFrozen() ? frozenFeatures(pictures) : m_vision->forward(pictures);
}

EncodedStory PictureCaptioner::encode(const StoryInput& input) {
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

nn::TextMemory PictureCaptioner::remember(CaptionKind kind, const EncodedStory& encoded) {
    requireCaption(kind);
    const torch::Tensor tokens = torch::cat({encoded.states.unsqueeze(-1), encoded.patches.flatten(3)}, 3);
    return m_decoder->remember(tokens.unsqueeze(-1), encoded.firstPosition);
}

/// Without the columns of class tokens: (…, K·T) → (…, K·cells).
torch::Tensor PictureCaptioner::ofPatches(const torch::Tensor& attention) const {
    const std::vector<std::int64_t> perFrame{-1, m_vision->options().tokens()};
    return attention.unflatten(-1, perFrame).narrow(-1, firstPatch, grid().cells()).flatten(-2);
}

TextPrediction PictureCaptioner::written(const Batch& batch, const EncodedStory& encoded) {
    const nn::TextMemory memory = remember(CaptionKind::Caption, encoded);
    nn::ForcedTokens forced = nn::forcedTokens(batch.captions, config().padId);
    const nn::TextOutput output = nn::forwardFed(forced, batch.feeding, *m_decoder, [&](const torch::Tensor& tokens) {
        return m_decoder->forward(tokens, encoded.states, memory);
    });
    return {.logits = m_decoder->logits(forced.real(output.hidden)),
            .targets = forced.targets,
            .attention = ofPatches(output.attention)};
}

StoryOutput PictureCaptioner::forward(const Batch& batch, const std::set<std::string>& wanted) {
    StoryOutput result;
    result.encoded = encode(batch.input());
    const bool isWanted = wanted.empty() || wanted.contains("caption") || wanted.contains("pointing");
    if (batch.captions.defined() && isWanted) {
        result.captions = written(batch, result.encoded);
    }
    return result;
}

nn::TextCache PictureCaptioner::begin(CaptionKind kind, const EncodedStory& encoded, std::int64_t frame,
                                      std::int64_t rows) {
    requireCaption(kind);
    return m_decoder->begin(encoded.states[0][frame], frame, rows);
}

nn::TextStep PictureCaptioner::step(CaptionKind kind, const torch::Tensor& tokens, const nn::TextMemory& memory,
                                    nn::TextCache& cache) {
    requireCaption(kind);
    nn::TextStep step = m_decoder->step(tokens, memory, cache);
    step.attention = ofPatches(step.attention);
    return step;
}

torch::Tensor PictureCaptioner::frozenFeatures(const torch::Tensor& pictures) {
    if (!m_vision->isFrozen()) {
        return {};
    }
    const torch::NoGradGuard noGradients;
    return m_vision->forward(pictures);
}

} // namespace storyscope::models
