// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/fused_story_model.h"

#include "core/base/error.h"
#include "core/nn/teacher_forcing.h"

#include <torch/torch.h>

#include <algorithm>

namespace storyscope::models {

FusedStoryModel::FusedStoryModel(StoryConfig given) : StoryModel(std::move(given)) {
    if (config().vocabularySize < 1) {
        throw Error(ErrorCode::Mismatch, "A story model needs a vocabulary");
    }
    const auto has = [&](const char* role) { return config().parts.contains(role); };
    m_pictureEncoder = register_module("frame_encoder", makeFrameEncoder(config()));
    m_textEncoder = register_module("text_encoder", makeCaptionEncoder(config()));
    const PartSurroundings surroundings{.config = config(),
                                        .patchChannels = m_pictureEncoder->patchChannels(),
                                        .gridSize = m_pictureEncoder->gridSize()};
    m_fusion = register_module("fusion", makeFusion(config(), m_pictureEncoder->summarySize() + m_textEncoder->size()));
    m_temporal = register_module("temporal_layer", makeTemporalLayer(surroundings));
    if (has("next_caption_decoder")) {
        m_decoder = register_module("next_caption_decoder", makeNextCaptionDecoder(surroundings));
    }
    if (has("picture_decoder")) {
        m_pictureDecoder = register_module("picture_decoder", makePictureDecoder(surroundings));
    }
    if (has("feature_head")) {
        m_featureHead = register_module("feature_head", makeFeatureHead(config(), featureCount()));
    }
    if (has("tag_head") && !config().tags.empty()) {
        m_tagHead = register_module("tag_head", makeTagHead(surroundings));
    }
    if (has("contrastive")) {
        m_contrastive = contrastiveOptions(config());
        if (m_pictureEncoder->summarySize() != m_textEncoder->size()) {
            throw Error(ErrorCode::Mismatch, "A contrastive loss needs pictures and texts of the same size");
        }
    }
    m_prediction = fusedPrediction(config());
}

Abilities FusedStoryModel::abilities() const {
    Abilities abilities;
    if (m_decoder) {
        abilities.captions.insert(CaptionKind::NextCaption);
    }
    abilities.predictsPictures = m_pictureDecoder != nullptr;
    abilities.predictsFeatures = m_featureHead != nullptr;
    abilities.labelsTags = m_tagHead != nullptr;
    abilities.readsTexts = true;
    return abilities;
}

FusedStoryModel::Seen FusedStoryModel::look(const StoryInput& input) {
    Seen seen;
    seen.frames = input.features.defined() ? m_pictureEncoder->forwardFeatures(input.features.flatten(0, 1))
                                           : m_pictureEncoder->forward(input.pictures.flatten(0, 1));
    const std::int64_t frames = seen.frames.summaries.size(0);
    const auto boolean = torch::TensorOptions(device()).dtype(torch::kBool);
    if (input.texts.defined()) {
        seen.known = input.texts.flatten(0, 1).ne(config().padId).any(1);
    } else {
        seen.known = torch::full({frames}, input.textFeatures.defined(), boolean);
    }
    if (is_training() && m_prediction.hiddenTexts > 0) {
        seen.known = seen.known & (torch::rand({frames}, device()) >= m_prediction.hiddenTexts);
    }
    if (input.textFeatures.defined()) {
        seen.texts = m_textEncoder->forwardFeatures(input.textFeatures.flatten(0, 1));
    } else if (input.texts.defined()) {
        seen.texts = m_textEncoder->forward(input.texts.flatten(0, 1));
    } else {
        seen.texts = torch::zeros({frames, m_textEncoder->size()}, seen.frames.summaries.options());
    }
    seen.texts = seen.texts * seen.known.unsqueeze(1);
    return seen;
}

EncodedStory FusedStoryModel::connect(const Seen& seen, const StoryInput& input) {
    const std::vector<std::int64_t> perFrame{input.stories(), input.frames()};
    const torch::Tensor fused = m_fusion->forward(torch::cat({seen.frames.summaries, seen.texts}, 1));
    nn::TemporalStates temporal = m_temporal->forward(fused.unflatten(0, perFrame), input.firstPosition);
    EncodedStory result;
    result.pictures = input.pictures;
    result.patches = seen.frames.patches.unflatten(0, perFrame);
    if (seen.frames.features.defined()) {
        result.features = seen.frames.features.unflatten(0, perFrame);
    }
    result.states = temporal.states;
    result.temporalAttention = std::move(temporal.attention);
    if (m_tagHead) {
        result.tagLogits =
            m_tagHead->forward(result.patches, seen.frames.summaries.unflatten(0, perFrame), result.states);
    }
    result.firstPosition = input.firstPosition;
    return result;
}

EncodedStory FusedStoryModel::encode(const StoryInput& input) {
    const std::int64_t frames = input.frames();
    if (frames < 1 || input.firstPosition < 0 || input.firstPosition + frames > config().maximumFrames) {
        throw Error(ErrorCode::BadArgument,
                    "This model tells stories of 1 to " + std::to_string(config().maximumFrames) + " frames");
    }
    return connect(look(input), input);
}

StoryOutput FusedStoryModel::forward(const Batch& batch, const std::set<std::string>& wanted) {
    const auto isWanted = [&](const std::string& name) { return wanted.empty() || wanted.contains(name); };
    const StoryInput input = batch.input();
    const Seen seen = look(input);
    StoryOutput result;
    result.encoded = connect(seen, input);
    if (m_contrastive && input.texts.defined() && isWanted("contrastive")) {
        result.ownLosses["contrastive"] = contrastive(seen, input.texts.flatten(0, 1));
    }
    if (!batch.ordered.defined() || batch.ordered.numel() == 0 || batch.contextFrames < 1) {
        return result;
    }
    EncodedStory ordered;
    ordered.pictures = input.pictures.defined() ? input.pictures.index_select(0, batch.ordered) : input.pictures;
    ordered.patches = result.encoded.patches.index_select(0, batch.ordered);
    ordered.states = result.encoded.states.index_select(0, batch.ordered);
    if (m_decoder && batch.nextCaptions.defined() && isWanted("next_caption")) {
        result.nextCaptions = foretold(batch, ordered.states);
    }
    const bool hasTarget = batch.pictures.defined() && batch.pictures.size(1) > batch.contextFrames;
    if (m_pictureDecoder && hasTarget && (isWanted("next_picture") || isWanted("next_picture_mse"))) {
        result.nextPicture = drawn(ordered, batch.contextFrames - 1);
        const torch::Tensor truth = batch.pictures.select(1, batch.contextFrames).index_select(0, batch.ordered);
        result.ownLosses["next_picture_mse"] = torch::mse_loss(result.nextPicture, truth);
    }
    if (m_featureHead && input.frames() > batch.contextFrames && isWanted("next_feature")) {
        result.ownLosses["next_feature"] =
            torch::mse_loss(nextFeatures(ordered, batch.contextFrames - 1), targetFeatures(batch));
    }
    return result;
}

std::set<std::string> FusedStoryModel::ownLossNames() const {
    std::set<std::string> names;
    if (m_contrastive) {
        names.insert("contrastive");
    }
    if (m_pictureDecoder) {
        names.insert("next_picture_mse");
    }
    if (m_featureHead) {
        names.insert("next_feature");
    }
    return names;
}

torch::Tensor FusedStoryModel::contrastive(const Seen& seen, const torch::Tensor& tokens) const {
    const torch::Tensor rows = seen.known.nonzero().squeeze(1);
    if (rows.numel() == 0) {
        return {};
    }
    return nn::contrastiveLoss(seen.frames.summaries.index_select(0, rows), seen.texts.index_select(0, rows),
                               tokens.index_select(0, rows), *m_contrastive);
}

// `states`: (B′, K, D). The last row of nextCaptions is the target's.
TextPrediction FusedStoryModel::foretold(const Batch& batch, const torch::Tensor& states) {
    const std::int64_t told = batch.nextCaptions.size(1);
    const std::int64_t first = m_prediction.captions == FusedPrediction::Captions::OfTarget ? told - 1 : 0;
    nn::ForcedTokens forced = nn::forcedTokens(batch.nextCaptions.narrow(1, first, told - first), config().padId);
    const nn::TextOutput output = nn::forwardFed(forced, batch.feeding, *m_decoder, [&](const torch::Tensor& tokens) {
        return m_decoder->forward(tokens, states.narrow(1, first, told - first), {});
    });
    return {.logits = m_decoder->logits(forced.real(output.hidden)), .targets = forced.targets, .attention = {}};
}

torch::Tensor FusedStoryModel::targetFeatures(const Batch& batch) {
    const torch::NoGradGuard noGrad;
    const auto target = [&](const torch::Tensor& frames) {
        return frames.select(1, batch.contextFrames).index_select(0, batch.ordered);
    };
    if (batch.features.defined()) {
        return m_pictureEncoder->forwardFeatures(target(batch.features)).features;
    }
    const bool wasTraining = m_pictureEncoder->is_training();
    m_pictureEncoder->eval();
    const torch::Tensor features = m_pictureEncoder->forward(target(batch.pictures)).features;
    m_pictureEncoder->train(wasTraining);
    return features;
}

nn::TextDecoder& FusedStoryModel::decoder(CaptionKind kind) {
    if (!m_decoder || kind != CaptionKind::NextCaption) {
        throw Error(ErrorCode::Unsupported, "This model does not write captions of that kind");
    }
    return *m_decoder;
}

// The words are written from a state that weighed the frames: that weighing is all they know of them.
nn::TextMemory FusedStoryModel::remember(CaptionKind kind, const EncodedStory& encoded, const std::stop_token& stop) {
    nn::TextMemory memory = decoder(kind).remember(encoded.patches, encoded.firstPosition, stop);
    memory.frames = encoded.frames();
    memory.cells = 1;
    memory.weighed = encoded.temporalAttention;
    return memory;
}

nn::TextCache FusedStoryModel::begin(CaptionKind kind, const EncodedStory& encoded, std::int64_t frame,
                                     std::int64_t rows) {
    return decoder(kind).begin(encoded.states[0][frame], frame, rows);
}

nn::TextStep FusedStoryModel::step(CaptionKind kind, const torch::Tensor& tokens, const nn::TextMemory& memory,
                                   nn::TextCache& cache) {
    nn::TextStep step = decoder(kind).step(tokens, memory, cache);
    if (!memory.weighed.empty()) {
        std::vector<torch::Tensor> layers;
        for (const torch::Tensor& attention : memory.weighed) {
            layers.push_back(attention[0].select(1, cache.frame).unsqueeze(0).expand({tokens.size(0), -1, -1}));
        }
        step.attention = torch::stack(layers);
    }
    return step;
}

torch::Tensor FusedStoryModel::drawn(const EncodedStory& encoded, std::int64_t lastFrame) {
    const std::int64_t frames = std::min(lastFrame + 1, config().contextFrames);
    const std::int64_t first = lastFrame + 1 - frames;
    const auto seen = [&](const torch::Tensor& all) { return all.defined() ? all.narrow(1, first, frames) : all; };
    return m_pictureDecoder->forward({.pictures = seen(encoded.pictures),
                                      .patches = seen(encoded.patches),
                                      .state = encoded.states.select(1, lastFrame)});
}

torch::Tensor FusedStoryModel::nextPicture(const EncodedStory& encoded, std::int64_t lastFrame) {
    return m_pictureDecoder ? drawn(encoded, lastFrame) : StoryModel::nextPicture(encoded, lastFrame);
}

torch::Tensor FusedStoryModel::nextFeatures(const EncodedStory& encoded, std::int64_t lastFrame) {
    return m_featureHead ? m_featureHead->forward(encoded.states.select(1, lastFrame))
                         : StoryModel::nextFeatures(encoded, lastFrame);
}

torch::Tensor FusedStoryModel::frozenFeatures(const torch::Tensor& pictures) {
    return m_pictureEncoder->frozenFeatures(pictures);
}

torch::Tensor FusedStoryModel::frozenTextFeatures(const torch::Tensor& texts) {
    return m_textEncoder->frozenFeatures(texts);
}

} // namespace storyscope::models
