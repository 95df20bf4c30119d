// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/git_captioner.h"

#include "core/base/error.h"
#include "core/models/json_object.h"
#include "core/nn/teacher_forcing.h"

#include <torch/torch.h>

namespace storyscope::models {

namespace {

std::shared_ptr<nn::GitDecoder> gitDecoderPart(const StoryConfig& config, std::int64_t pictureSize) {
    JsonObject parts(config.parts, "parts");
    const nlohmann::json json = parts.object("text_decoder");
    JsonObject part(json, "Part \"text_decoder\"");
    nn::GitDecoderOptions options;
    options.vocabularySize = config.vocabularySize;
    options.positions = part.integer("positions", options.positions, range::sizes);
    options.layers = part.integer("layers", options.layers, range::counts);
    options.pictureSize = pictureSize;
    options.projectionEpsilon = part.number("projection_epsilon", options.projectionEpsilon, {1e-15, 1});
    options.clipFrames = part.integer("clip_frames", options.clipFrames, {0, 64});
    options.layer.size = config.hiddenSize;
    options.layer.heads = part.integer("heads", options.layer.heads, range::counts);
    options.layer.innerSize = part.integer("inner_size", options.layer.innerSize, range::sizes);
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

/// Attention over a clip, (…, count · cells), as one over the story's frames, (…, frames · cells), of which `before`
/// cells come first.
torch::Tensor amongFrames(const torch::Tensor& attention, std::int64_t before, std::int64_t all) {
    return torch::constant_pad_nd(attention, {before, all - before - attention.size(-1)});
}

} // namespace

GitCaptioner::GitCaptioner(StoryConfig given)
    : VisionCaptioner(std::move(given)),
      m_decoder(register_module("text_decoder", gitDecoderPart(config(), vision().options().size))) {}

Abilities GitCaptioner::abilities() const {
    Abilities abilities{.captions = {CaptionKind::Caption}, .seesPicturesApart = true};
    if (m_decoder->options().clipFrames > 0) {
        abilities.captions.insert(CaptionKind::ClipCaption);
        abilities.clipPictures = m_decoder->options().clipFrames;
    }
    return abilities;
}

void GitCaptioner::require(CaptionKind kind) const {
    if (!abilities().captions.contains(kind)) {
        throw Error(ErrorCode::Unsupported, "This model does not write captions of that kind");
    }
}

/// `tokens`: (B, K, C, T) of a story.
nn::TextMemory GitCaptioner::rememberClip(const torch::Tensor& tokens, const FrameClip& clip,
                                          const std::stop_token& stop) {
    return m_decoder->remember(tokens.narrow(1, clip.first, clip.count).unsqueeze(-1), 0, stop);
}

nn::TextMemory GitCaptioner::remember(CaptionKind kind, const EncodedStory& encoded, const std::stop_token& stop) {
    require(kind);
    const torch::Tensor tokens = tokensOf(encoded);
    const std::int64_t frames = tokens.size(1);
    if (kind == CaptionKind::ClipCaption || frames == 1) {
        return rememberClip(tokens, {0, frames}, stop);
    }
    return {.keys = {}, .values = {}, .frames = frames, .cells = tokens.size(3), .unread = tokens};
}

const nn::TextMemory& GitCaptioner::keptClip(const torch::Tensor& tokens, std::int64_t frame) {
    if (!m_kept.tokens.is_same(tokens) || m_kept.frame != frame) {
        m_kept = {};
        const FrameClip clip = clipAround(frame, tokens.size(1), m_decoder->options().maximumFrames());
        m_kept = {.tokens = tokens, .frame = frame, .memory = rememberClip(tokens, clip, {})};
    }
    return m_kept.memory;
}

/// `tokens`: (B, K, T) int64 of the frames' captions; `clips`: what is remembered of the clip around each frame.
nn::TextOutput GitCaptioner::frameCaptions(const torch::Tensor& tokens, const std::vector<nn::TextMemory>& clips) {
    const auto frames = static_cast<std::int64_t>(clips.size());
    std::vector<torch::Tensor> hidden;
    std::vector<torch::Tensor> attention;
    for (std::int64_t frame = 0; frame < frames; ++frame) {
        const nn::TextOutput output =
            m_decoder->forward(tokens.narrow(1, frame, 1), {}, clips[static_cast<std::size_t>(frame)]);
        const std::int64_t before =
            clipAround(frame, frames, m_decoder->options().maximumFrames()).first * grid().cells();
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
        const FrameClip clip =
            isClip ? FrameClip{0, frames} : clipAround(frame, frames, m_decoder->options().maximumFrames());
        clips.push_back(rememberClip(tokens, clip, {}));
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
    const bool isWhole = !memory.unread.defined();
    const nn::TextMemory& clip = isWhole ? memory : keptClip(memory.unread, cache.frame);
    nn::TextStep step = m_decoder->step(tokens, clip, cache);
    const std::int64_t before =
        isWhole ? 0 : clipAround(cache.frame, memory.frames, m_decoder->options().maximumFrames()).first;
    step.classTokens = amongFrames(ofClassTokens(step.attention), before, memory.frames);
    step.attention = amongFrames(ofPatches(step.attention), before * grid().cells(), memory.frames * grid().cells());
    return step;
}

} // namespace storyscope::models
