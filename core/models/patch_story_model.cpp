// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/patch_story_model.h"

#include "core/base/error.h"
#include "core/models/part_registry.h"
#include "core/nn/teacher_forcing.h"

#include <torch/torch.h>

#include <algorithm>

namespace storyscope::models {

namespace {

/// What predicting needs of some of the stories.
EncodedStory selected(const EncodedStory& encoded, const torch::Tensor& rows) {
    EncodedStory result;
    result.pictures = encoded.pictures.defined() ? encoded.pictures.index_select(0, rows) : encoded.pictures;
    result.patches = encoded.patches.index_select(0, rows);
    result.states = encoded.states.index_select(0, rows);
    result.firstPosition = encoded.firstPosition;
    return result;
}

bool has(const StoryConfig& config, const std::string& role) {
    return config.parts.contains(role);
}

} // namespace

PatchStoryModel::PatchStoryModel(StoryConfig given) : StoryModel(std::move(given)) {
    if (config().vocabularySize < 1) {
        throw Error(ErrorCode::Mismatch, "A story model needs a vocabulary");
    }
    if (!has(config(), "caption_decoder") && !has(config(), "next_caption_decoder")) {
        throw Error(ErrorCode::Malformed, "A story model needs a caption_decoder or a next_caption_decoder");
    }
    m_encoder = register_module("frame_encoder", makeFrameEncoder(config()));
    const PartSurroundings surroundings{
        .config = config(), .patchChannels = m_encoder->patchChannels(), .gridSize = m_encoder->gridSize()};
    m_temporal = register_module("temporal_layer", makeTemporalLayer(surroundings));
    if (has(config(), "caption_decoder")) {
        m_captionDecoder = register_module("caption_decoder", makeCaptionDecoder(surroundings));
    }
    if (has(config(), "next_caption_decoder")) {
        m_nextCaptionDecoder = register_module("next_caption_decoder", makeNextCaptionDecoder(surroundings));
    }
    if (has(config(), "picture_decoder")) {
        m_pictureDecoder = register_module("picture_decoder", makePictureDecoder(surroundings));
    }
    if (has(config(), "tag_head") && !config().tags.empty()) {
        m_tagHead = register_module("tag_head", makeTagHead(surroundings));
    }
    if (has(config(), "score_head")) {
        m_scoreHead = register_module("score_head", makeScoreHead(surroundings));
    }
}

Abilities PatchStoryModel::abilities() const {
    Abilities abilities;
    if (m_captionDecoder) {
        abilities.captions.insert(CaptionKind::Caption);
    }
    if (m_nextCaptionDecoder) {
        abilities.captions.insert(CaptionKind::NextCaption);
    }
    abilities.predictsPictures = m_pictureDecoder != nullptr;
    abilities.labelsTags = m_tagHead != nullptr;
    abilities.judgesStories = m_scoreHead != nullptr;
    return abilities;
}

nn::TextDecoder& PatchStoryModel::decoder(CaptionKind kind) {
    nn::TextDecoder* const wanted = kind == CaptionKind::Caption       ? m_captionDecoder.get()
                                    : kind == CaptionKind::NextCaption ? m_nextCaptionDecoder.get()
                                                                       : nullptr;
    if (wanted == nullptr) {
        throw Error(ErrorCode::Unsupported, "This model does not write captions of that kind");
    }
    return *wanted;
}

EncodedStory PatchStoryModel::encode(const StoryInput& input) {
    const std::int64_t frames = input.frames();
    if (frames < 1 || input.firstPosition < 0 || input.firstPosition + frames > config().maximumFrames) {
        throw Error(ErrorCode::BadArgument,
                    "This model tells stories of 1 to " + std::to_string(config().maximumFrames) + " frames");
    }
    const std::vector<std::int64_t> perFrame{input.stories(), frames};
    const nn::EncodedFrames seen = input.features.defined() ? m_encoder->forwardFeatures(input.features.flatten(0, 1))
                                                            : m_encoder->forward(input.pictures.flatten(0, 1));
    const torch::Tensor summaries = seen.summaries.unflatten(0, perFrame);
    nn::TemporalStates temporal = m_temporal->forward(summaries, input.firstPosition);

    EncodedStory result;
    result.pictures = input.pictures;
    result.patches = seen.patches.unflatten(0, perFrame);
    if (seen.features.defined()) {
        result.features = seen.features.unflatten(0, perFrame);
    }
    result.states = temporal.states;
    result.temporalAttention = std::move(temporal.attention);
    if (m_tagHead) {
        result.tagLogits = m_tagHead->forward(result.patches, summaries, result.states);
    }
    if (m_scoreHead) {
        result.scoreLogits = m_scoreHead->forward(result.states);
    }
    result.firstPosition = input.firstPosition;
    return result;
}

// Captions of the first Q frames of `encoded` or of those after them: (B, Q, T).
TextPrediction PatchStoryModel::written(CaptionKind kind, const Batch& batch, const EncodedStory& encoded) {
    nn::TextDecoder& writer = decoder(kind);
    const torch::Tensor& captions = kind == CaptionKind::Caption ? batch.captions : batch.nextCaptions;
    const torch::Tensor states = encoded.states.narrow(1, 0, captions.size(1));
    const nn::TextMemory memory = writer.remember(encoded.patches, encoded.firstPosition);
    nn::ForcedTokens forced = nn::forcedTokens(captions, config().padId);
    const nn::TextOutput output = nn::forwardFed(forced, batch.feeding, writer, [&](const torch::Tensor& tokens) {
        return writer.forward(tokens, states, memory);
    });
    return {
        .logits = writer.logits(forced.real(output.hidden)), .targets = forced.targets, .attention = output.attention};
}

StoryOutput PatchStoryModel::forward(const Batch& batch, const std::set<std::string>& wanted) {
    const auto isWanted = [&](const std::string& name) { return wanted.empty() || wanted.contains(name); };
    StoryOutput result;
    result.encoded = encode(batch.input());
    if (m_captionDecoder && batch.captions.defined() && (isWanted("caption") || isWanted("pointing"))) {
        result.captions = written(CaptionKind::Caption, batch, result.encoded);
    }
    if (!batch.ordered.defined() || batch.ordered.numel() == 0) {
        return result;
    }
    const EncodedStory ordered = selected(result.encoded, batch.ordered);
    if (m_nextCaptionDecoder && batch.nextCaptions.defined() && isWanted("next_caption")) {
        result.nextCaptions = written(CaptionKind::NextCaption, batch, ordered);
    }
    if (m_pictureDecoder && batch.contextFrames > 0 && batch.pictures.defined() && isWanted("next_picture")) {
        result.nextPicture = nextPicture(ordered, batch.contextFrames - 1);
    }
    return result;
}

nn::TextMemory PatchStoryModel::remember(CaptionKind kind, const EncodedStory& encoded, const std::stop_token& stop) {
    return decoder(kind).remember(encoded.patches, encoded.firstPosition, stop);
}

nn::TextCache PatchStoryModel::begin(CaptionKind kind, const EncodedStory& encoded, std::int64_t frame,
                                     std::int64_t rows) {
    return decoder(kind).begin(encoded.states[0][frame], frame, rows);
}

nn::TextStep PatchStoryModel::step(CaptionKind kind, const torch::Tensor& tokens, const nn::TextMemory& memory,
                                   nn::TextCache& cache) {
    return decoder(kind).step(tokens, memory, cache);
}

torch::Tensor PatchStoryModel::nextPicture(const EncodedStory& encoded, std::int64_t lastFrame) {
    if (!m_pictureDecoder) {
        return StoryModel::nextPicture(encoded, lastFrame);
    }
    const std::int64_t frames = std::min(lastFrame + 1, config().contextFrames);
    const std::int64_t first = lastFrame + 1 - frames;
    return m_pictureDecoder->forward({.pictures = encoded.pictures.narrow(1, first, frames),
                                      .patches = encoded.patches.narrow(1, first, frames),
                                      .state = encoded.states.select(1, lastFrame)});
}

torch::Tensor PatchStoryModel::frozenFeatures(const torch::Tensor& pictures) {
    return m_encoder->frozenFeatures(pictures);
}

} // namespace storyscope::models
