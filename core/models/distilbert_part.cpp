// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/distilbert_part.h"

#include "core/base/error.h"
#include "core/models/pretrained_parts.h"
#include "core/nn/distilbert_cls_encoder.h"

#include <torch/torch.h>

namespace storyscope::models {

namespace {

nn::DistilBertOptions distilBertOptions(JsonObject& part, const StoryConfig& config) {
    nn::DistilBertOptions options;
    options.vocabularySize = config.vocabularySize;
    options.positions = part.integer("positions", options.positions, range::sizes);
    options.size = part.integer("hidden_size", options.size, range::sizes);
    options.layers = part.integer("layers", options.layers, range::counts);
    options.heads = part.integer("heads", options.heads, range::counts);
    options.innerSize = part.integer("inner_size", options.innerSize, {1, 65536});
    if (options.size % options.heads != 0) {
        throw Error(ErrorCode::Mismatch, part.place() + ": \"heads\" does not divide " + std::to_string(options.size));
    }
    if (options.positions < config.maximumTokens) {
        throw Error(ErrorCode::Mismatch, part.place() + " reads " + std::to_string(options.positions) +
                                             " tokens, texts have up to " + std::to_string(config.maximumTokens));
    }
    return options;
}

} // namespace

std::shared_ptr<nn::TextEncoder> distilBertClsEncoder(JsonObject& part, const StoryConfig& config) {
    nn::DistilBertClsEncoderOptions options;
    options.size = part.integer("size", options.size, range::sizes);
    options.padId = config.padId;
    options.distilBert = std::make_shared<nn::DistilBert>(distilBertOptions(part, config));
    loadAndFreeze(*options.distilBert, pretrainedRequest(part), part);
    return std::make_shared<nn::DistilBertClsEncoder>(options);
}

} // namespace storyscope::models
