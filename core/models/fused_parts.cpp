// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/fused_parts.h"

#include "core/base/error.h"
#include "core/models/distilbert_part.h"
#include "core/models/named_value.h"
#include "core/nn/bilstm_text_encoder.h"
#include "core/nn/one_hot_text_decoder.h"
#include "core/nn/state_tag_head.h"
#include "core/nn/state_text_decoder.h"
#include "core/nn/story_lstm.h"
#include "core/nn/transposed_picture_decoder.h"

#include <torch/torch.h>

#include <algorithm>

namespace storyscope::models {

namespace {

nlohmann::json role(const StoryConfig& config, const std::string& name) {
    return JsonObject(config.parts, "parts").object(name);
}

std::string place(const std::string& role) {
    return "Part \"" + role + "\"";
}

/// `from`, the "sizes" of a part, `to`.
nn::PerceptronOptions perceptron(JsonObject& part, std::int64_t from, std::int64_t to) {
    nn::PerceptronOptions options;
    options.sizes = part.integers("sizes", {}, range::sizes);
    options.sizes.insert(options.sizes.begin(), from);
    options.sizes.push_back(to);
    options.dropout = part.number("dropout", 0, range::shares);
    return options;
}

std::shared_ptr<nn::TextEncoder> bilstmTextEncoder(JsonObject& part, const StoryConfig& config) {
    using Padding = nn::BilstmTextEncoderOptions::Padding;
    nn::BilstmTextEncoderOptions options;
    options.vocabularySize = config.vocabularySize;
    options.padId = config.padId;
    options.embeddingSize = part.integer("embedding_size", options.embeddingSize, range::sizes);
    options.size = part.integer("size", options.size, range::sizes);
    options.layers = part.integer("layers", options.layers, range::counts);
    options.padding = namedValue<Padding>(part, "padding", {{"hidden", Padding::Hidden}, {"read", Padding::Read}});
    options.dropout = part.number("dropout", options.dropout, range::shares);
    return std::make_shared<nn::BilstmTextEncoder>(options);
}

} // namespace

std::shared_ptr<nn::TemporalLayer> storyLstm(JsonObject& part, const PartSurroundings& surroundings) {
    nn::StoryLstmOptions options;
    options.size = surroundings.config.hiddenSize;
    options.layers = part.integer("layers", options.layers, range::counts);
    options.dropout = part.number("dropout", options.dropout, range::shares);
    options.heads = part.integer("heads", options.heads, {0, 64});
    options.attentionDropout = part.number("attention_dropout", options.attentionDropout, range::shares);
    if (options.heads > 0 && options.size % options.heads != 0) {
        throw Error(ErrorCode::Mismatch, part.place() + ": \"heads\" does not divide " + std::to_string(options.size));
    }
    return std::make_shared<nn::StoryLstm>(options);
}

std::shared_ptr<nn::TextDecoder> stateTextDecoder(JsonObject& part, const PartSurroundings& surroundings) {
    nn::StateTextDecoderOptions options;
    options.vocabularySize = surroundings.config.vocabularySize;
    options.size = surroundings.config.hiddenSize;
    options.embeddingSize = part.integer("embedding_size", options.embeddingSize, range::sizes);
    options.maximumTokens = surroundings.config.maximumTokens;
    return std::make_shared<nn::StateTextDecoder>(options);
}

std::shared_ptr<nn::TextDecoder> oneHotTextDecoder(JsonObject& part, const PartSurroundings& surroundings) {
    nn::OneHotTextDecoderOptions options;
    options.vocabularySize = surroundings.config.vocabularySize;
    options.size = surroundings.config.hiddenSize;
    options.layers = part.integer("layers", options.layers, range::counts);
    options.maximumTokens = surroundings.config.maximumTokens;
    options.dropout = part.number("dropout", options.dropout, range::shares);
    return std::make_shared<nn::OneHotTextDecoder>(options);
}

std::shared_ptr<nn::PictureDecoder> transposedPictureDecoder(JsonObject& part, const PartSurroundings& surroundings) {
    nn::TransposedPictureDecoderOptions options;
    options.stateSize = surroundings.config.hiddenSize;
    options.channels = part.integers("channels", options.channels, range::sizes);
    const media::PictureSize size = surroundings.config.pictureSize();
    const std::int64_t enlarged = std::int64_t{1} << std::min<std::size_t>(options.channels.size(), 16);
    options.gridSize = size.width / enlarged;
    if (size.width != size.height || options.gridSize * enlarged != size.width) {
        throw Error(ErrorCode::Mismatch, part.place() + " draws square pictures of a multiple of " +
                                             std::to_string(enlarged) + " pixels a side");
    }
    return std::make_shared<nn::TransposedPictureDecoder>(options);
}

std::shared_ptr<nn::TagHead> stateTagHead(JsonObject& part, const PartSurroundings& surroundings) {
    return std::make_shared<nn::StateTagHead>(
        perceptron(part, surroundings.config.hiddenSize, static_cast<std::int64_t>(surroundings.config.tags.size())));
}

std::shared_ptr<nn::TextEncoder> makeCaptionEncoder(const StoryConfig& config) {
    const nlohmann::json json = role(config, "text_encoder");
    JsonObject part(json, place("text_encoder"));
    using Factory = std::shared_ptr<nn::TextEncoder> (*)(JsonObject&, const StoryConfig&);
    const auto make = namedValue<Factory>(
        part, "part", {{"bilstm_text_encoder", bilstmTextEncoder}, {"distilbert_cls_encoder", distilBertClsEncoder}});
    std::shared_ptr<nn::TextEncoder> encoder = make(part, config);
    part.finish();
    return encoder;
}

std::shared_ptr<nn::Perceptron> makeFusion(const StoryConfig& config, std::int64_t inputSize) {
    const nlohmann::json json = role(config, "fusion");
    JsonObject part(json, place("fusion"));
    nn::PerceptronOptions options = perceptron(part, inputSize, config.hiddenSize);
    options.output = nn::PerceptronOptions::Output::Activated;
    part.finish();
    return std::make_shared<nn::Perceptron>(options);
}

std::shared_ptr<nn::Perceptron> makeFeatureHead(const StoryConfig& config, std::int64_t featureCount) {
    const nlohmann::json json = role(config, "feature_head");
    JsonObject part(json, place("feature_head"));
    const nn::PerceptronOptions options = perceptron(part, config.hiddenSize, featureCount);
    part.finish();
    return std::make_shared<nn::Perceptron>(options);
}

nn::ContrastiveOptions contrastiveOptions(const StoryConfig& config) {
    using Form = nn::ContrastiveOptions::Form;
    using EqualTexts = nn::ContrastiveOptions::EqualTexts;
    const nlohmann::json json = role(config, "contrastive");
    JsonObject part(json, place("contrastive"));
    nn::ContrastiveOptions options;
    options.form = namedValue<Form>(part, "form", {{"symmetric", Form::Symmetric}, {"plain", Form::Plain}});
    options.equalTexts = namedValue<EqualTexts>(
        part, "equal_texts", {{"excluded", EqualTexts::Excluded}, {"negatives", EqualTexts::Negatives}});
    options.temperature = part.number("temperature", options.temperature, {1e-3, 100});
    part.finish();
    return options;
}

FusedPrediction fusedPrediction(const StoryConfig& config) {
    using Captions = FusedPrediction::Captions;
    const nlohmann::json json = role(config, "prediction");
    JsonObject part(json, place("prediction"));
    FusedPrediction prediction;
    prediction.captions = namedValue<Captions>(
        part, "captions", {{"of_target", Captions::OfTarget}, {"after_every_frame", Captions::AfterEveryFrame}});
    prediction.hiddenTexts = part.number("hidden_texts", prediction.hiddenTexts, range::shares);
    part.finish();
    return prediction;
}

} // namespace storyscope::models
