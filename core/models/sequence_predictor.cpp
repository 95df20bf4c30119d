// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/sequence_predictor.h"

#include "core/base/error.h"

#include <torch/torch.h>

namespace storyscope::models {

namespace {

bool isFrozen(const torch::nn::Module& part) {
    for (const torch::Tensor& parameter : part.parameters()) {
        if (parameter.requires_grad()) {
            return false;
        }
    }
    return true;
}

void requireEqual(std::int64_t made, std::int64_t needed, const std::string& what) {
    if (made != needed) {
        throw Error(ErrorCode::Mismatch,
                    what + " has " + std::to_string(made) + " numbers instead of " + std::to_string(needed));
    }
}

template <typename Part>
std::shared_ptr<Part> withoutGradients(std::shared_ptr<Part> part) {
    for (torch::Tensor& parameter : part->parameters()) {
        parameter.requires_grad_(false);
    }
    return part;
}

void requireNextCaption(CaptionKind kind) {
    if (kind != CaptionKind::NextCaption) {
        throw Error(ErrorCode::Unsupported, "This model writes the next frame's caption only");
    }
}

} // namespace

SequencePredictor::SequencePredictor(StoryConfig given) : StoryModel(std::move(given)) {
    for (const char* role : {"picture_encoder", "recurrence", "pooling", "latent", "text_decoder"}) {
        if (!config().parts.contains(role)) {
            throw Error(ErrorCode::Malformed, std::string("A sequence predictor needs the part \"") + role + "\"");
        }
    }
    if (config().vocabularySize < 1) {
        throw Error(ErrorCode::Mismatch, "A story model needs a vocabulary");
    }
    const bool hasTargets = hasLatentTargets(config());
    m_options = predictionOptions(config());
    makeEncoders();
    makeDecoders();
    if (hasTargets) {
        m_pictureTarget = register_module("picture_target", withoutGradients(makePictureEncoder(config())));
        if (m_textEncoder) {
            m_textTarget = register_module("text_target", withoutGradients(makeTextEncoder(config())));
        }
        followEncoders();
    }
}

void SequencePredictor::makeEncoders() {
    m_pictureEncoder = register_module("picture_encoder", makePictureEncoder(config()));
    std::int64_t size = m_pictureEncoder->latentSize();
    if (config().parts.contains("text_encoder")) {
        m_textEncoder = register_module("text_encoder", makeTextEncoder(config()));
        size += m_textEncoder->hiddenSize();
    }
    if (config().parts.contains("tag_encoder")) {
        m_tagEncoder = register_module("tag_encoder", makeTagEmbedding(config()));
        size += m_tagEncoder->size();
    }
    m_fusion = register_module("fusion", makeFrameFusion(config(), size));
    m_recurrence = register_module("recurrence", makeFrameRecurrence(config(), m_fusion->size()));
    m_pooling = register_module("pooling", makeFramePooling(config(), m_recurrence->size()));
    const LatentSurroundings surroundings{.recurrence = *m_recurrence,
                                          .pictureSize = m_pictureEncoder->latentSize(),
                                          .textSize = m_textEncoder ? m_textEncoder->hiddenSize() : 0};
    m_latent = register_module("latent", makeStoryLatent(config(), surroundings));
}

void SequencePredictor::makeDecoders() {
    if (config().parts.contains("picture_decoder")) {
        requireEqual(m_latent->pictureSize(), m_pictureEncoder->latentSize(), "The latent of the next picture");
        m_pictureDecoder =
            register_module("picture_decoder", makeLatentPictureDecoder(config(), m_latent->pictureSize()));
    }
    m_textDecoder = register_module("text_decoder", makeTextDecoder(config(), m_latent->textSize()));
    if (m_textDecoder->condition() == nn::LstmTextDecoderOptions::Condition::InitialState) {
        const std::int64_t hidden = m_textDecoder->stateSize() / 2;
        m_initialHidden = register_module("initial_hidden", torch::nn::Linear(m_latent->textSize(), hidden));
        m_initialCell = register_module("initial_cell", torch::nn::Linear(m_latent->textSize(), hidden));
    }
    if (m_textEncoder) {
        const std::int64_t needed =
            m_initialHidden.is_empty() ? m_textDecoder->stateSize() : m_textDecoder->stateSize() / 2;
        requireEqual(m_textEncoder->hiddenSize(), needed, "The text encoder's state, that its decoder begins with,");
    }
    if (config().parts.contains("score_head")) {
        const std::int64_t size = m_latent->pictureSize() + (m_latent->isShared() ? 0 : m_latent->textSize());
        m_scoreHead = register_module("score_head", makeSequenceScoreHead(config(), size));
    }
}

Abilities SequencePredictor::abilities() const {
    return {.captions = {CaptionKind::NextCaption},
            .predictsPictures = m_pictureDecoder != nullptr,
            .judgesStories = m_scoreHead != nullptr,
            .readsTexts = m_textEncoder != nullptr,
            .readsTags = m_tagEncoder != nullptr};
}

torch::Tensor SequencePredictor::frozenTextFeatures(const torch::Tensor& texts) {
    if (!m_textEncoder || !isFrozen(*m_textEncoder)) {
        return {};
    }
    const torch::NoGradGuard noGradients;
    return m_textEncoder->forward(texts).hidden;
}

torch::Tensor SequencePredictor::textLatents(const StoryInput& input) {
    const std::vector<std::int64_t> perFrame{input.stories(), input.frames()};
    torch::Tensor latents;
    if (input.textFeatures.defined() && isFrozen(*m_textEncoder)) {
        latents = input.textFeatures;
    } else if (input.texts.defined()) {
        const torch::AutoGradMode gradients(torch::GradMode::is_enabled() && !isFrozen(*m_textEncoder));
        latents = m_textEncoder->forward(input.texts.flatten(0, 1)).hidden.unflatten(0, perFrame);
    } else {
        return torch::zeros({perFrame[0], perFrame[1], m_textEncoder->hiddenSize()}, input.pictures.options());
    }
    if (is_training() && m_options.hiddenTexts > 0) {
        latents = latents * torch::rand({perFrame[0], 1, 1}, latents.options()).ge(m_options.hiddenTexts);
    }
    return latents;
}

SequencePredictor::Told SequencePredictor::tell(const StoryInput& input) {
    const std::int64_t frames = input.frames();
    if (frames < 1 || input.firstPosition < 0 || input.firstPosition + frames > config().maximumFrames) {
        throw Error(ErrorCode::BadArgument,
                    "This model tells stories of 1 to " + std::to_string(config().maximumFrames) + " frames");
    }
    nn::LatentContext context;
    context.pictures = m_pictureEncoder->forward(input.pictures.flatten(0, 1)).unflatten(0, {input.stories(), frames});
    std::vector<torch::Tensor> parts{context.pictures};
    if (m_textEncoder) {
        context.texts = textLatents(input);
        parts.push_back(context.texts);
    }
    if (m_tagEncoder) {
        const std::vector<std::int64_t> shape{input.stories(), frames, static_cast<std::int64_t>(config().tags.size())};
        parts.push_back(
            m_tagEncoder->forward(input.tags.defined() ? input.tags : torch::zeros(shape, input.pictures.options())));
    }
    context.sequence = m_recurrence->forward(m_fusion->forward(parts));
    context.weights = m_pooling->forward(context.sequence);

    Told told;
    told.next = m_latent->forward(context);
    told.encoded.pictures = input.pictures;
    told.encoded.states =
        m_latent->isShared() ? told.next.picture : torch::cat({told.next.picture, told.next.text}, -1);
    told.encoded.temporalAttention = {context.weights};
    if (m_scoreHead) {
        told.encoded.scoreLogits = m_scoreHead->forward(told.encoded.states);
    }
    told.encoded.firstPosition = input.firstPosition;
    return told;
}

EncodedStory SequencePredictor::encode(const StoryInput& input) {
    return tell(input).encoded;
}

torch::Tensor SequencePredictor::pictureOf(const torch::Tensor& states) const {
    return states.narrow(-1, 0, m_latent->pictureSize());
}

torch::Tensor SequencePredictor::textOf(const torch::Tensor& states) const {
    return states.narrow(-1, states.size(-1) - m_latent->textSize(), m_latent->textSize());
}

/// What the text decoder begins with: (…, E′) → (…, its state's size).
torch::Tensor SequencePredictor::starts(const torch::Tensor& textLatents) {
    return m_initialHidden.is_empty() ? textLatents
                                      : torch::cat({m_initialHidden(textLatents), m_initialCell(textLatents)}, -1);
}

nn::TextMemory SequencePredictor::remember(CaptionKind kind, const EncodedStory& encoded, const std::stop_token&) {
    requireNextCaption(kind);
    return {.keys = {}, .values = {}, .frames = encoded.frames(), .cells = 1, .weighed = encoded.temporalAttention};
}

nn::TextCache SequencePredictor::begin(CaptionKind kind, const EncodedStory& encoded, std::int64_t frame,
                                       std::int64_t rows) {
    requireNextCaption(kind);
    return m_textDecoder->begin(starts(textOf(encoded.states[0][frame])), frame, rows);
}

nn::TextStep SequencePredictor::step(CaptionKind kind, const torch::Tensor& tokens, const nn::TextMemory& memory,
                                     nn::TextCache& cache) {
    requireNextCaption(kind);
    nn::TextStep result = m_textDecoder->step(tokens, memory, cache);
    result.attention = memory.weighed.front().select(2, cache.frame).unsqueeze(1).expand({-1, tokens.size(0), -1, -1});
    return result;
}

torch::Tensor SequencePredictor::nextPicture(const EncodedStory& encoded, std::int64_t lastFrame) {
    if (!m_pictureDecoder) {
        return StoryModel::nextPicture(encoded, lastFrame);
    }
    return m_pictureDecoder->forward(pictureOf(encoded.states.select(1, lastFrame)));
}

} // namespace storyscope::models
