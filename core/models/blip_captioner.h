// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/picture_captioner.h"
#include "core/nn/bert_decoder.h"

namespace storyscope::models {

/// BLIP's captioner: a vision transformer and BERT as a decoder. Architecture "BlipForConditionalGeneration", parts
/// "vision" (visionPart()) and "text_decoder" (bertDecoderPart()). Published configurations become this one by
/// published_config.h. Source: Li et al. 2022, "BLIP: Bootstrapping language-image pre-training for unified
/// vision-language understanding and generation".
class BlipCaptioner final : public PictureCaptioner {
public:
    /// Throws as makeStoryModel().
    explicit BlipCaptioner(StoryConfig config);

    nn::BertDecoder& decoder() const { return dynamic_cast<nn::BertDecoder&>(textDecoder()); }
};

} // namespace storyscope::models
