// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/video_transformer.h"

#include "core/base/error.h"
#include "core/models/fused_parts.h"
#include "core/models/named_value.h"
#include "core/models/part_registry.h"
#include "core/nn/teacher_forcing.h"

#include <torch/torch.h>

namespace storyscope::models {

namespace {

nn::ClipSight clipSight(JsonObject& part) {
    return namedValue<nn::ClipSight>(part, "visible_frames",
                                     {{"all", nn::ClipSight::Everything}, {"causal", nn::ClipSight::Causal}});
}

std::optional<nn::RotaryPairs> positions(JsonObject& part) {
    return namedValue<std::optional<nn::RotaryPairs>>(part, "positions",
                                                      {{"learned", std::nullopt},
                                                       {"rotary_halves", nn::RotaryPairs::Halves},
                                                       {"rotary_neighbours", nn::RotaryPairs::Neighbours}});
}

void requireHeads(const JsonObject& part, std::int64_t size, std::int64_t heads, bool rotary) {
    if (size % heads != 0 || (rotary && size / heads % 2 != 0)) {
        throw Error(ErrorCode::Mismatch, part.place() + ": " + std::to_string(heads) + " heads do not divide " +
                                             std::to_string(size) + (rotary ? " into even parts" : ""));
    }
}

nn::ClipEncoderOptions clipEncoderOptions(JsonObject& part, const StoryConfig& config, std::int64_t summarySize) {
    nn::ClipEncoderOptions options;
    options.size = summarySize;
    options.outputSize = config.hiddenSize;
    options.heads = part.integer("heads", options.heads, range::counts);
    options.maximumFrames = config.maximumFrames;
    options.sight = clipSight(part);
    options.rotary = positions(part);
    options.dropout = part.number("dropout", options.dropout, range::shares);
    requireHeads(part, options.size, options.heads, options.rotary.has_value());
    return options;
}

nn::ClipDecoderOptions clipDecoderOptions(JsonObject& part, const StoryConfig& config) {
    using Queries = nn::ClipDecoderOptions::Queries;
    nn::ClipDecoderOptions options;
    options.vocabularySize = config.vocabularySize;
    options.stemSize = part.integer("stem_size", options.stemSize, range::sizes);
    options.stemHeads = part.integer("stem_heads", options.stemHeads, range::counts);
    options.size = config.hiddenSize;
    options.heads = part.integer("heads", options.heads, range::counts);
    options.layers = part.integer("layers", options.layers, range::counts);
    options.innerSize = part.integer("inner_size", options.innerSize, range::sizes);
    options.maximumTokens = config.maximumTokens;
    options.sight = clipSight(part);
    options.queries =
        namedValue<Queries>(part, "queries", {{"normalized", Queries::Normalized}, {"plain", Queries::Plain}});
    options.rotary = positions(part);
    options.dropout = part.number("dropout", options.dropout, range::shares);
    requireHeads(part, options.stemSize, options.stemHeads, options.rotary.has_value());
    requireHeads(part, options.size, options.heads, false);
    return options;
}

/// Texts and targets in which padding range::counts: what follows the last position is the end.
nn::ForcedTokens paddedTokens(const torch::Tensor& texts, std::int64_t padId) {
    const torch::Tensor last = texts.ne(padId).sum(1, /*keepdim=*/true).sub(1).clamp_min(0);
    nn::ForcedTokens forced;
    forced.inputs = texts;
    forced.goesOn = torch::zeros(texts.sizes(), texts.options().dtype(torch::kBool));
    forced.goesOn.narrow(1, 0, texts.size(1) - 1).copy_(texts.narrow(1, 1, texts.size(1) - 1).ne(padId));
    forced.targets = torch::cat({texts.narrow(1, 1, texts.size(1) - 1), texts.gather(1, last)}, 1).flatten();
    forced.positions = torch::arange(texts.numel(), texts.options());
    return forced;
}

void requireClipCaption(CaptionKind kind) {
    if (kind != CaptionKind::ClipCaption) {
        throw Error(ErrorCode::Unsupported, "This model writes one caption for all frames together");
    }
}

} // namespace

VideoTransformer::VideoTransformer(StoryConfig given) : StoryModel(std::move(given)) {
    if (config().vocabularySize < 1) {
        throw Error(ErrorCode::Mismatch, "A story model needs a vocabulary");
    }
    JsonObject parts(config().parts, "parts");
    const nlohmann::json encoderJson = parts.object("clip_encoder");
    const nlohmann::json decoderJson = parts.object("clip_decoder");
    JsonObject encoder(encoderJson, "Part \"clip_encoder\"");
    JsonObject decoder(decoderJson, "Part \"clip_decoder\"");
    m_padding = namedValue<Padding>(decoder, "padding", {{"ignored", Padding::Ignored}, {"counted", Padding::Counted}});
    m_frameEncoder = register_module("frame_encoder", makeFrameEncoder(config()));
    m_clipEncoder = register_module("clip_encoder", std::make_shared<nn::ClipEncoder>(clipEncoderOptions(
                                                        encoder, config(), m_frameEncoder->summarySize())));
    m_clipDecoder =
        register_module("clip_decoder", std::make_shared<nn::ClipDecoder>(clipDecoderOptions(decoder, config())));
    encoder.finish();
    decoder.finish();
    m_contrastive = contrastiveOptions(config());
}

EncodedStory VideoTransformer::encode(const StoryInput& input) {
    const std::int64_t frames = input.frames();
    if (frames < 1 || input.firstPosition < 0 || input.firstPosition + frames > config().maximumFrames) {
        throw Error(ErrorCode::BadArgument,
                    "This model tells clips of 1 to " + std::to_string(config().maximumFrames) + " frames");
    }
    const nn::EncodedFrames seen = input.features.defined()
                                       ? m_frameEncoder->forwardFeatures(input.features.flatten(0, 1))
                                       : m_frameEncoder->forward(input.pictures.flatten(0, 1));
    const std::vector<std::int64_t> perFrame{input.stories(), frames};
    const nn::ClipEncoder::Output clip =
        m_clipEncoder->forward(seen.summaries.unflatten(0, perFrame), input.firstPosition);
    EncodedStory result;
    result.pictures = input.pictures;
    if (seen.features.defined()) {
        result.features = seen.features.unflatten(0, perFrame);
    }
    result.states = clip.states;
    result.temporalAttention = {clip.attention};
    result.firstPosition = input.firstPosition;
    return result;
}

StoryOutput VideoTransformer::forward(const Batch& batch, const std::set<std::string>& wanted) {
    const auto isWanted = [&](const std::string& name) { return wanted.empty() || wanted.contains(name); };
    StoryOutput result;
    result.encoded = encode(batch.input());
    if (!batch.clipCaptions.defined() || !(isWanted("clip_caption") || isWanted("contrastive"))) {
        return result;
    }
    const torch::Tensor stem = m_clipDecoder->stem(batch.clipCaptions);
    if (isWanted("clip_caption")) {
        result.clipCaptions = written(batch, stem, result.encoded);
    }
    if (isWanted("contrastive")) {
        result.ownLosses["contrastive"] = contrastive(batch.clipCaptions, stem, result.encoded);
    }
    return result;
}

// `stem`: (B, T, D) of all tokens; each knows those before it only, so a part of it is the stem of that part.
TextPrediction VideoTransformer::written(const Batch& batch, const torch::Tensor& stem, const EncodedStory& encoded) {
    const torch::Tensor& captions = batch.clipCaptions;
    const nn::TextMemory memory = remember(CaptionKind::ClipCaption, encoded);
    nn::ForcedTokens forced = m_padding == Padding::Counted ? paddedTokens(captions, config().padId)
                                                            : nn::forcedTokens(captions, config().padId);
    const torch::Tensor truth = forced.inputs;
    const nn::TextOutput output = nn::forwardFed(forced, batch.feeding, *m_clipDecoder, [&](const torch::Tensor& fed) {
        const bool isTruth = fed.is_same(truth);
        return m_clipDecoder->forwardStem(isTruth ? stem.narrow(1, 0, fed.size(1)) : m_clipDecoder->stem(fed), memory);
    });
    return {.logits = m_clipDecoder->logits(forced.real(output.hidden)),
            .targets = forced.targets,
            .attention = output.attention.narrow(3, 0, captions.size(1) - 1)};
}

torch::Tensor VideoTransformer::contrastive(const torch::Tensor& captions, const torch::Tensor& stem,
                                            const EncodedStory& encoded) const {
    const torch::Tensor lengths = captions.ne(config().padId).sum(1);
    const torch::Tensor rows = lengths.nonzero().squeeze(1);
    if (rows.numel() == 0) {
        return {};
    }
    torch::Tensor last = lengths.index_select(0, rows) - 1;
    if (m_padding == Padding::Counted) {
        last = torch::full_like(last, captions.size(1) - 1);
    }
    const torch::Tensor texts = stem.index({rows, last});
    return nn::contrastiveLoss(encoded.states.mean(1).index_select(0, rows), texts, captions.index_select(0, rows),
                               m_contrastive);
}

nn::TextMemory VideoTransformer::remember(CaptionKind kind, const EncodedStory& encoded, const std::stop_token& stop) {
    requireClipCaption(kind);
    return m_clipDecoder->remember(encoded.states.unsqueeze(-1).unsqueeze(-1), encoded.firstPosition, stop);
}

nn::TextCache VideoTransformer::begin(CaptionKind kind, const EncodedStory& encoded, std::int64_t frame,
                                      std::int64_t rows) {
    requireClipCaption(kind);
    return m_clipDecoder->begin(encoded.states[0][frame], frame, rows);
}

nn::TextStep VideoTransformer::step(CaptionKind kind, const torch::Tensor& tokens, const nn::TextMemory& memory,
                                    nn::TextCache& cache) {
    requireClipCaption(kind);
    return m_clipDecoder->step(tokens, memory, cache);
}

torch::Tensor VideoTransformer::frozenFeatures(const torch::Tensor& pictures) {
    return m_frameEncoder->frozenFeatures(pictures);
}

} // namespace storyscope::models
