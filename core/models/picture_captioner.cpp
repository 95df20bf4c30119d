// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/picture_captioner.h"

#include "core/base/error.h"
#include "core/nn/teacher_forcing.h"

#include <torch/torch.h>

namespace storyscope::models {

namespace {

void requireCaption(CaptionKind kind) {
    if (kind != CaptionKind::Caption) {
        throw Error(ErrorCode::Unsupported, "This model captions frames one by one");
    }
}

} // namespace

PictureCaptioner::PictureCaptioner(StoryConfig given, const DecoderMaker& makeDecoder)
    : VisionCaptioner(std::move(given)),
      m_decoder(register_module("text_decoder", makeDecoder(config(), vision().options().size))) {}

nn::TextMemory PictureCaptioner::remember(CaptionKind kind, const EncodedStory& encoded, const std::stop_token& stop) {
    requireCaption(kind);
    return m_decoder->remember(tokensOf(encoded).unsqueeze(-1), encoded.firstPosition, stop);
}

TextPrediction PictureCaptioner::written(const Batch& batch, const EncodedStory& encoded) {
    const nn::TextMemory memory = StoryModel::remember(CaptionKind::Caption, encoded);
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
    step.classTokens = ofClassTokens(step.attention);
    step.attention = ofPatches(step.attention);
    return step;
}

} // namespace storyscope::models
