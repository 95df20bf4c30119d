// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/git_captioner.h"

#include "core/base/error.h"
#include "core/models/captioner_parts.h"
#include "core/models/json_object.h"
#include "core/nn/teacher_forcing.h"

#include <torch/torch.h>

#include <algorithm>

namespace storyscope::models {

namespace {

constexpr std::int64_t firstPatch = 1; // of a frame's tokens, after the class token
constexpr JsonObject::Range sizes{1, 16384};
constexpr JsonObject::Range counts{1, 128};

std::shared_ptr<nn::GitDecoder> gitDecoderPart(const StoryConfig& config, std::int64_t pictureSize) {
    JsonObject parts(config.parts, "parts");
    const nlohmann::json json = parts.object("text_decoder");
    JsonObject part(json, "Part \"text_decoder\"");
    nn::GitDecoderOptions options;
    options.vocabularySize = config.vocabularySize;
    options.positions = part.integer("positions", options.positions, sizes);
    options.layers = part.integer("layers", options.layers, counts);
    options.pictureSize = pictureSize;
    options.projectionEpsilon = part.number("projection_epsilon", options.projectionEpsilon, {1e-15, 1});
    options.clipFrames = part.integer("clip_frames", options.clipFrames, {0, 64});
    options.layer.size = config.hiddenSize;
    options.layer.heads = part.integer("heads", options.layer.heads, counts);
    options.layer.innerSize = part.integer("inner_size", options.layer.innerSize, sizes);
    options.layer.dropout = part.number("dropout", options.layer.dropout, {0, 0.9});
    part.finish();
    if (options.positions < config.maximumTokens) {
        throw Error(ErrorCode::Mismatch, part.place() + " knows " + std::to_string(options.positions) +
                                             " positions; \"maximum_tokens\" is " +
                                             std::to_string(config.maximumTokens));
    }
    if (options.maximumFrames() < config.maximumFrames) {
        throw Error(ErrorCode::Mismatch, part.place() + " knows clips of " + std::to_string(options.maximumFrames()) +
                                             " frames; \"maximum_frames\" is " + std::to_string(config.maximumFrames));
    }
    return std::make_shared<nn::GitDecoder>(options);
}

/// All tokens of each frame, the class token first: (B, K, C, T).
torch::Tensor tokensOf(const EncodedStory& encoded) {
    return torch::cat({encoded.states.unsqueeze(-1), encoded.patches.flatten(3)}, 3);
}

/// Attention over a clip, (…, count · cells), as one over the story's frames, (…, frames · cells).
torch::Tensor amongFrames(const torch::Tensor& attention, std::int64_t before, std::int64_t all) {
    return torch::constant_pad_nd(attention, {before, all - before - attention.size(-1)});
}

} // namespace

GitCaptioner::GitCaptioner(StoryConfig given) : StoryModel(std::move(given)) {
    if (config().vocabularySize < 1) {
        throw Error(ErrorCode::Mismatch, "A captioner needs a vocabulary");
    }
    m_vision = register_module("vision", visionPart(config()));
    m_decoder = register_module("text_decoder", gitDecoderPart(config(), m_vision->options().size));
}

Abilities GitCaptioner::abilities() const {
    Abilities abilities{.captions = {CaptionKind::Caption}};
    if (m_decoder->options().clipFrames > 0) {
        abilities.captions.insert(CaptionKind::ClipCaption);
    }
    return abilities;
}

PatchGrid GitCaptioner::grid() const {
    const std::int64_t side = m_vision->options().gridSize();
    return {side, side};
}

void GitCaptioner::require(CaptionKind kind) const {
    if (!abilities().captions.contains(kind)) {
        throw Error(ErrorCode::Unsupported, "This model does not write captions of that kind");
    }
}

GitCaptioner::Clip GitCaptioner::clipAround(std::int64_t frame, std::int64_t frames) const {
    const std::int64_t size = m_decoder->options().maximumFrames();
    const std::int64_t begin = frame - size / 2;
    const std::int64_t first = std::max<std::int64_t>(begin, 0);
    return {first, std::min(begin + size, frames) - first};
}

/// (B·K, T, C).
torch::Tensor GitCaptioner::seen(const StoryInput& input) {
    if (input.features.defined()) {
        return input.features.flatten(0, 1);
    }
    const torch::Tensor pictures = input.pictures.flatten(0, 1);
    return m_vision->isFrozen() ? frozenFeatures(pictures) : m_vision->forward(pictures);
}

EncodedStory GitCaptioner::encode(const StoryInput& input) {
    const std::int64_t frames = input.frames();
    if (frames < 1 || frames > config().maximumFrames) {
        throw Error(ErrorCode::BadArgument,
                    "This model looks at 1 to " + std::to_string(config().maximumFrames) + " frames at once");
    }
    const std::vector<std::int64_t> perFrame{input.stories(), frames};
    const std::vector<std::int64_t> cells{grid().rows, grid().columns};
    const torch::Tensor tokens = seen(input);
    EncodedStory result;
    result.pictures = input.pictures;
    result.states = tokens.select(1, 0).unflatten(0, perFrame);
    result.patches =
        tokens.narrow(1, firstPatch, grid().cells()).transpose(1, 2).unflatten(2, cells).unflatten(0, perFrame);
    result.firstPosition = input.firstPosition;
    return result;
}

/// `tokens`: (B, K, C, T) of a story.
nn::TextMemory GitCaptioner::rememberClip(const torch::Tensor& tokens, const Clip& clip) {
    return m_decoder->remember(tokens.narrow(1, clip.first, clip.count).unsqueeze(-1), 0);
}

nn::TextMemory GitCaptioner::remember(CaptionKind kind, const EncodedStory& encoded) {
    require(kind);
    const torch::Tensor tokens = tokensOf(encoded);
    const std::int64_t frames = tokens.size(1);
    if (kind == CaptionKind::ClipCaption || frames == 1) {
        return rememberClip(tokens, {0, frames});
    }
    return {.keys = {tokens}, .values = {}, .frames = frames, .cells = tokens.size(3)};
}

const nn::TextMemory& GitCaptioner::keptClip(const torch::Tensor& tokens, std::int64_t frame) {
    if (!m_kept.tokens.is_same(tokens) || m_kept.frame != frame) {
        m_kept = {};
        m_kept = {.tokens = tokens, .frame = frame, .memory = rememberClip(tokens, clipAround(frame, tokens.size(1)))};
    }
    return m_kept.memory;
}

/// Without the columns of class tokens: (…, K·T) → (…, K·cells).
torch::Tensor GitCaptioner::ofPatches(const torch::Tensor& attention) const {
    const std::vector<std::int64_t> perFrame{-1, m_vision->options().tokens()};
    return attention.unflatten(-1, perFrame).narrow(-1, firstPatch, grid().cells()).flatten(-2);
}

/// `tokens`: (B, K, T) int64 of the frames' captions; `clips`: what is remembered of the clip around each frame.
nn::TextOutput GitCaptioner::frameCaptions(const torch::Tensor& tokens, const std::vector<nn::TextMemory>& clips) {
    const auto frames = static_cast<std::int64_t>(clips.size());
    std::vector<torch::Tensor> hidden;
    std::vector<torch::Tensor> attention;
    for (std::int64_t frame = 0; frame < frames; ++frame) {
        const nn::TextOutput output =
            m_decoder->forward(tokens.narrow(1, frame, 1), {}, clips[static_cast<std::size_t>(frame)]);
        const std::int64_t before = clipAround(frame, frames).first * grid().cells();
        hidden.push_back(output.hidden);
        attention.push_back(amongFrames(ofPatches(output.attention), before, frames * grid().cells()));
    }
    return {.hidden = torch::cat(hidden, 1), .attention = torch::cat(attention, 2)};
}

TextPrediction GitCaptioner::written(CaptionKind kind, const Batch& batch, const EncodedStory& encoded) {
    const bool isClip = kind == CaptionKind::ClipCaption;
    const torch::Tensor tokens = tokensOf(encoded);
    const std::int64_t frames = tokens.size(1);
    std::vector<nn::TextMemory> clips;
    for (std::int64_t frame = 0; frame < (isClip ? 1 : frames); ++frame) {
        clips.push_back(rememberClip(tokens, isClip ? Clip{0, frames} : clipAround(frame, frames)));
    }
    nn::ForcedTokens forced =
        nn::forcedTokens(isClip ? batch.clipCaptions.unsqueeze(1) : batch.captions, config().padId);
    const nn::TextOutput output = nn::forwardFed(forced, batch.feeding, *m_decoder, [&](const torch::Tensor& fed) {
        if (!isClip) {
            return frameCaptions(fed, clips);
        }
        nn::TextOutput told = m_decoder->forward(fed, {}, clips.front());
        told.attention = ofPatches(told.attention);
        return told;
    });
    return {.logits = m_decoder->logits(forced.real(output.hidden)),
            .targets = forced.targets,
            .attention = output.attention};
}

StoryOutput GitCaptioner::forward(const Batch& batch, const std::set<std::string>& wanted) {
    const auto isWanted = [&](const std::string& name) { return wanted.empty() || wanted.contains(name); };
    StoryOutput result;
    result.encoded = encode(batch.input());
    if (batch.captions.defined() && (isWanted("caption") || isWanted("pointing"))) {
        result.captions = written(CaptionKind::Caption, batch, result.encoded);
    }
    const bool tellsClips = abilities().captions.contains(CaptionKind::ClipCaption);
    if (tellsClips && batch.clipCaptions.defined() && isWanted("clip_caption")) {
        result.clipCaptions = written(CaptionKind::ClipCaption, batch, result.encoded);
    }
    return result;
}

nn::TextCache GitCaptioner::begin(CaptionKind kind, const EncodedStory& encoded, std::int64_t frame,
                                  std::int64_t rows) {
    require(kind);
    return m_decoder->begin(encoded.states[0][frame], frame, rows);
}

nn::TextStep GitCaptioner::step(CaptionKind kind, const torch::Tensor& tokens, const nn::TextMemory& memory,
                                nn::TextCache& cache) {
    require(kind);
    const bool isWhole = !memory.values.empty();
    const nn::TextMemory& clip = isWhole ? memory : keptClip(memory.keys.front(), cache.frame);
    nn::TextStep step = m_decoder->step(tokens, clip, cache);
    const std::int64_t before = isWhole ? 0 : clipAround(cache.frame, memory.frames).first * grid().cells();
    step.attention = amongFrames(ofPatches(step.attention), before, memory.frames * grid().cells());
    return step;
}

torch::Tensor GitCaptioner::frozenFeatures(const torch::Tensor& pictures) {
    if (!m_vision->isFrozen()) {
        return {};
    }
    const torch::NoGradGuard noGradients;
    return m_vision->forward(pictures);
}

} // namespace storyscope::models
