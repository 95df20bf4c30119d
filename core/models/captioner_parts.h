// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/story_config.h"
#include "core/nn/bert_decoder.h"
#include "core/nn/vision_transformer.h"

namespace storyscope::models {

/// The parts of captioners, as a configuration describes them. Throw Error{Malformed} that names the key.

/// "vision": "patch_size", "hidden_size", "layers", "heads", "inner_size", "activation" ("gelu", "quick_gelu",
/// "gelu_tanh"), "norm_epsilon", "patch_bias", "input_norm", "mean" and "deviation" of the colours; pictures are as
/// large as the configuration says. "frozen" (true): it learns nothing.
std::shared_ptr<nn::VisionTransformer> visionPart(const StoryConfig& config);

/// "text_decoder": "hidden_size" (the model's), "positions", "layers", "heads", "inner_size", "dropout", and
/// "begin_token_id" for captionerTokenizer().
std::shared_ptr<nn::BertDecoder> bertDecoderPart(const StoryConfig& config, std::int64_t pictureSize);

} // namespace storyscope::models
