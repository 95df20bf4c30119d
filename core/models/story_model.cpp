// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/story_model.h"

#include "core/base/error.h"
#include "core/models/part_registry.h"

#include <torch/torch.h>

#include <algorithm>

namespace storyscope::models {

namespace {

/// What predicting needs of some of the stories.
EncodedStory selected(const EncodedStory& encoded, const torch::Tensor& rows) {
    EncodedStory result;
    result.pictures = encoded.pictures.index_select(0, rows);
    result.patches = encoded.patches.index_select(0, rows);
    result.states = encoded.states.index_select(0, rows);
    result.firstPosition = encoded.firstPosition;
    return result;
}

} // namespace

StoryModel::StoryModel(StoryConfig config) : m_config(std::move(config)) {
    if (m_config.vocabularySize < 1 || m_config.tags.empty()) {
        throw Error(ErrorCode::Mismatch, "A story model needs a vocabulary and at least one tag");
    }
    m_encoder = register_module("frame_encoder", makeFrameEncoder(m_config));
    const PartSurroundings surroundings{
        .config = m_config, .patchChannels = m_encoder->patchChannels(), .gridSize = m_encoder->gridSize()};
    m_temporal = register_module("temporal_layer", makeTemporalLayer(surroundings));
    m_captionDecoder = register_module("caption_decoder", makeCaptionDecoder(surroundings));
    m_nextCaptionDecoder = register_module("next_caption_decoder", makeNextCaptionDecoder(surroundings));
    m_pictureDecoder = register_module("picture_decoder", makePictureDecoder(surroundings));
    m_tagHead = register_module("tag_head", makeTagHead(surroundings));
    m_scoreHead = register_module("score_head", makeScoreHead(surroundings));
}

std::int64_t StoryModel::parameterCount() const {
    std::int64_t count = 0;
    for (const torch::Tensor& parameter : parameters()) {
        count += parameter.numel();
    }
    return count;
}

torch::Device StoryModel::device() const {
    return parameters().front().device();
}

nn::TextDecoder& StoryModel::decoder(CaptionKind kind) {
    return kind == CaptionKind::Caption ? *m_captionDecoder : *m_nextCaptionDecoder;
}

EncodedStory StoryModel::encode(const torch::Tensor& pictures, std::int64_t firstPosition) {
    const std::int64_t frames = pictures.dim() == 5 ? pictures.size(1) : 0;
    if (frames < 1 || firstPosition < 0 || firstPosition + frames > m_config.maximumFrames) {
        throw Error(ErrorCode::BadArgument,
                    "This model tells stories of 1 to " + std::to_string(m_config.maximumFrames) + " frames");
    }
    const std::vector<std::int64_t> perFrame{pictures.size(0), frames};
    const nn::EncodedFrames seen = m_encoder->forward(pictures.flatten(0, 1));
    const torch::Tensor summaries = seen.summaries.unflatten(0, perFrame);
    nn::TemporalStates temporal = m_temporal->forward(summaries, firstPosition);

    EncodedStory result;
    result.pictures = pictures;
    result.patches = seen.patches.unflatten(0, perFrame);
    if (seen.features.defined()) {
        result.features = seen.features.unflatten(0, perFrame);
    }
    result.states = temporal.states;
    result.temporalAttention = std::move(temporal.attention);
    result.tagLogits = m_tagHead->forward(result.patches, summaries, result.states);
    result.scoreLogits = m_scoreHead->forward(result.states);
    result.firstPosition = firstPosition;
    return result;
}

StoryOutput StoryModel::forward(const Batch& batch) {
    StoryOutput result;
    result.encoded = encode(batch.pictures, batch.firstPosition);
    const EncodedStory& encoded = result.encoded;
    const auto inputs = [](const torch::Tensor& captions) {
        return captions.narrow(2, 0, captions.size(2) - 1).contiguous();
    };
    if (batch.captions.defined()) {
        result.captions =
            m_captionDecoder->forward(inputs(batch.captions), encoded.states, remember(CaptionKind::Caption, encoded));
    }
    if (!batch.ordered.defined() || batch.ordered.numel() == 0) {
        return result;
    }
    const EncodedStory ordered = selected(encoded, batch.ordered);
    if (batch.nextCaptions.defined()) {
        const torch::Tensor states = ordered.states.narrow(1, 0, batch.nextCaptions.size(1));
        result.nextCaptions = m_nextCaptionDecoder->forward(inputs(batch.nextCaptions), states,
                                                            remember(CaptionKind::NextCaption, ordered));
    }
    if (batch.contextFrames > 0) {
        result.nextPicture = nextPicture(ordered, batch.contextFrames - 1);
    }
    return result;
}

nn::TextMemory StoryModel::remember(CaptionKind kind, const EncodedStory& encoded) {
    return decoder(kind).remember(encoded.patches, encoded.firstPosition);
}

nn::TextCache StoryModel::begin(CaptionKind kind, const EncodedStory& encoded, std::int64_t frame, std::int64_t rows) {
    return decoder(kind).begin(encoded.states[0][frame], frame, rows);
}

nn::TextStep StoryModel::step(CaptionKind kind, const torch::Tensor& tokens, const nn::TextMemory& memory,
                              nn::TextCache& cache) {
    return decoder(kind).step(tokens, memory, cache);
}

torch::Tensor StoryModel::nextPicture(const EncodedStory& encoded, std::int64_t lastFrame) {
    const std::int64_t frames = std::min(lastFrame + 1, m_config.contextFrames);
    const std::int64_t first = lastFrame + 1 - frames;
    return m_pictureDecoder->forward({.pictures = encoded.pictures.narrow(1, first, frames),
                                      .patches = encoded.patches.narrow(1, first, frames),
                                      .state = encoded.states.select(1, lastFrame)});
}

torch::Tensor StoryModel::unfamiliarity(const EncodedStory& encoded) const {
    if (!m_familiarity.isKnown()) {
        return torch::zeros({encoded.pictures.size(0), encoded.pictures.size(1)});
    }
    return m_familiarity.distance(encoded.features);
}

} // namespace storyscope::models
