// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/picture_captioner.h"
#include "core/nn/gpt2_decoder.h"

namespace storyscope::models {

/// A vision transformer and GPT-2, as vit-gpt2 has them. Architecture "VisionEncoderDecoderModel", parts "vision"
/// (visionPart()) and "text_decoder": "positions", "layers", "heads", "inner_size", "norm_epsilon", "dropout".
/// Published configurations become this one by vision_gpt2_config.h, published weights by visionGpt2Names() after
/// turnedGpt2(). Source: the library `transformers`, modeling_vision_encoder_decoder.py.
class VisionGpt2Captioner final : public PictureCaptioner {
public:
    /// Throws as makeStoryModel().
    explicit VisionGpt2Captioner(StoryConfig config);

    nn::Gpt2Decoder& decoder() const { return dynamic_cast<nn::Gpt2Decoder&>(textDecoder()); }
};

} // namespace storyscope::models
