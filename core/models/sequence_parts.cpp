// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/sequence_parts.h"

#include "core/base/error.h"
#include "core/models/json_object.h"
#include "core/models/named_value.h"
#include "core/nn/content_latent.h"
#include "core/nn/last_state_score_head.h"
#include "core/nn/shared_latent.h"

#include <torch/torch.h>

#include <utility>

namespace storyscope::models {

namespace {

/// The description of one role, as long as it is read.
class Role {
public:
    Role(const StoryConfig& config, const std::string& role)
        : m_json(JsonObject(config.parts, "parts").object(role)), m_object(m_json, "Part \"" + role + "\"") {}
    JsonObject& operator*() { return m_object; }
    JsonObject* operator->() { return &m_object; }

    template <typename Value>
    Value part(const Names<Value>& known) {
        return namedValue(m_object, "part", known);
    }

private:
    nlohmann::json m_json;
    JsonObject m_object;
};

struct Only {};

[[noreturn]] void mismatch(const JsonObject& object, const std::string& what) {
    throw Error(ErrorCode::Mismatch, object.place() + ": " + what);
}

void checkStages(const JsonObject& object, const std::vector<std::int64_t>& channels,
                 const std::vector<std::int64_t>& kernels, std::int64_t groups) {
    if (channels.size() != kernels.size() || channels.size() > 8) {
        mismatch(object, "\"kernels\" needs as many numbers as \"channels\", eight at most");
    }
    for (const std::int64_t count : channels) {
        if (count % groups != 0) {
            mismatch(object, "\"groups\" " + std::to_string(groups) + " does not divide " + std::to_string(count));
        }
    }
}

/// Without gradients from the beginning, in all training stages.
void readFrozen(JsonObject& object, torch::nn::Module& part) {
    if (object.boolean("frozen", false)) {
        for (torch::Tensor& parameter : part.parameters()) {
            parameter.requires_grad_(false);
        }
    }
}

} // namespace

std::shared_ptr<nn::ConvPictureEncoder> makePictureEncoder(const StoryConfig& config) {
    using Options = nn::ConvPictureEncoderOptions;
    Role role(config, "picture_encoder");
    role.part<Only>({{"conv_picture_encoder", {}}});
    Options options;
    options.height = config.pictureSize().height;
    options.width = config.pictureSize().width;
    options.channels = role->integers("channels", options.channels, range::sizes);
    options.kernels = role->integers("kernels", options.kernels, {1, 15});
    options.groups = role->integer("groups", options.groups, range::sizes);
    options.backbones = role->integer("backbones", options.backbones, {1, 2});
    options.latentSize = role->integer("latent_size", options.latentSize, range::sizes);
    options.norm =
        namedValue<Options::Norm>(*role, "norm", {{"none", Options::Norm::None}, {"layer", Options::Norm::Layer}});
    role->finish();
    checkStages(*role, options.channels, options.kernels, options.groups);
    for (const std::int64_t kernel : options.kernels) {
        if (kernel % 2 == 0) {
            mismatch(*role, "\"kernels\" must be odd");
        }
    }
    return std::make_shared<nn::ConvPictureEncoder>(options);
}

std::shared_ptr<nn::LatentPictureDecoder> makeLatentPictureDecoder(const StoryConfig& config, std::int64_t latentSize) {
    Role role(config, "picture_decoder");
    role.part<Only>({{"latent_picture_decoder", {}}});
    nn::LatentPictureDecoderOptions options;
    options.latentSize = latentSize;
    options.height = config.pictureSize().height;
    options.width = config.pictureSize().width;
    options.channels = role->integers("channels", options.channels, range::sizes);
    options.kernels = role->integers("kernels", options.kernels, {2, 15});
    options.groups = role->integer("groups", options.groups, range::sizes);
    role->finish();
    checkStages(*role, options.channels, options.kernels, options.groups);
    return std::make_shared<nn::LatentPictureDecoder>(options);
}

std::shared_ptr<nn::LstmTextEncoder> makeTextEncoder(const StoryConfig& config) {
    using Padding = nn::LstmTextEncoderOptions::Padding;
    Role role(config, "text_encoder");
    role.part<Only>({{"lstm_text_encoder", {}}});
    nn::LstmTextEncoderOptions options;
    options.vocabularySize = config.vocabularySize;
    options.padId = config.padId;
    options.length = config.maximumTokens;
    options.embeddingSize = role->integer("embedding_size", options.embeddingSize, range::sizes);
    options.hiddenSize = role->integer("hidden_size", options.hiddenSize, range::sizes);
    options.padding = namedValue<Padding>(*role, "padding", {{"skipped", Padding::Skipped}, {"read", Padding::Read}});
    auto encoder = std::make_shared<nn::LstmTextEncoder>(options);
    readFrozen(*role, *encoder);
    role->finish();
    return encoder;
}

std::shared_ptr<nn::LstmTextDecoder> makeTextDecoder(const StoryConfig& config, std::int64_t stateSize) {
    using Condition = nn::LstmTextDecoderOptions::Condition;
    Role role(config, "text_decoder");
    role.part<Only>({{"lstm_text_decoder", {}}});
    nn::LstmTextDecoderOptions options;
    options.vocabularySize = config.vocabularySize;
    options.maximumTokens = config.maximumTokens;
    options.stateSize = stateSize;
    options.embeddingSize = role->integer("embedding_size", options.embeddingSize, range::sizes);
    options.hiddenSize = role->integer("hidden_size", options.hiddenSize, range::sizes);
    options.condition = namedValue<Condition>(
        *role, "condition", {{"initial_state", Condition::InitialState}, {"every_step", Condition::EveryStep}});
    options.conditionSize = role->integer("condition_size", options.conditionSize, range::sizes);
    options.dropout = role->number("dropout", options.dropout, range::shares);
    auto decoder = std::make_shared<nn::LstmTextDecoder>(options);
    readFrozen(*role, *decoder);
    role->finish();
    return decoder;
}

std::shared_ptr<nn::TagEmbedding> makeTagEmbedding(const StoryConfig& config) {
    Role role(config, "tag_encoder");
    role.part<Only>({{"tag_embedding", {}}});
    const std::int64_t size = role->integer("size", 32, range::sizes);
    role->finish();
    if (config.tags.empty()) {
        mismatch(*role, "there are no \"tags\"");
    }
    return std::make_shared<nn::TagEmbedding>(static_cast<std::int64_t>(config.tags.size()), size);
}

std::shared_ptr<nn::FrameFusion> makeFrameFusion(const StoryConfig& config, std::int64_t inputSize) {
    using Form = nn::FrameFusionOptions::Form;
    Role role(config, "fusion");
    nn::FrameFusionOptions options;
    options.form = role.part<Form>({{"concatenation", Form::Concatenation}, {"projection", Form::Projection}});
    options.inputSize = inputSize;
    options.size = role->integer("size", options.size, range::sizes);
    role->finish();
    return std::make_shared<nn::FrameFusion>(options);
}

std::shared_ptr<nn::FrameRecurrence> makeFrameRecurrence(const StoryConfig& config, std::int64_t inputSize) {
    using Options = nn::FrameRecurrenceOptions;
    Role role(config, "recurrence");
    Options options;
    options.kind = role.part<Options::Kind>(
        {{"none", Options::Kind::None}, {"gru", Options::Kind::Gru}, {"lstm", Options::Kind::Lstm}});
    options.inputSize = inputSize;
    options.size = role->integer("size", options.size, range::sizes);
    if (role->boolean("zero_recurrence", false)) {
        options.output = Options::Output::Zeroed;
    }
    role->finish();
    return std::make_shared<nn::FrameRecurrence>(options);
}

std::shared_ptr<nn::FramePooling> makeFramePooling(const StoryConfig& config, std::int64_t size) {
    using nn::PoolingForm;
    Role role(config, "pooling");
    const auto form = role.part<PoolingForm>({{"mean", PoolingForm::Mean},
                                              {"last", PoolingForm::Last},
                                              {"fixed_query", PoolingForm::FixedQuery},
                                              {"additive", PoolingForm::Additive},
                                              {"scaled_dot_product", PoolingForm::ScaledDotProduct}});
    role->finish();
    return nn::makeFramePooling(form, size);
}

std::shared_ptr<nn::StoryLatent> makeStoryLatent(const StoryConfig& config, const LatentSurroundings& surroundings) {
    enum class Kind { Shared, Content };
    Role role(config, "latent");
    const auto kind = role.part<Kind>({{"shared_latent", Kind::Shared}, {"content_latent", Kind::Content}});
    if (kind == Kind::Shared) {
        using Activation = nn::SharedLatentOptions::Activation;
        nn::SharedLatentOptions options;
        options.sequenceSize = surroundings.recurrence.size();
        options.readsState = surroundings.recurrence.hasMemory();
        options.size = role->integer("size", options.size, range::sizes);
        options.activation =
            namedValue<Activation>(*role, "activation", {{"relu", Activation::Relu}, {"tanh", Activation::Tanh}});
        role->finish();
        return std::make_shared<nn::SharedLatent>(options);
    }
    using Picture = nn::ContentLatentOptions::Picture;
    nn::ContentLatentOptions options;
    options.sequenceSize = surroundings.recurrence.size();
    options.pictureSize = surroundings.pictureSize;
    options.textSize = surroundings.textSize;
    if (role->boolean("variational", false)) {
        options.picture = Picture::Variational;
    }
    role->finish();
    if (options.textSize == 0) {
        mismatch(*role, "a content_latent needs a text_encoder");
    }
    return std::make_shared<nn::ContentLatent>(options);
}

std::shared_ptr<nn::StoryScoreHead> makeSequenceScoreHead(const StoryConfig& config, std::int64_t stateSize) {
    Role role(config, "score_head");
    role.part<Only>({{"last_state_score_head", {}}});
    role->finish();
    return std::make_shared<nn::LastStateScoreHead>(stateSize);
}

PredictionOptions predictionOptions(const StoryConfig& config) {
    using Captions = PredictionOptions::Captions;
    using Texts = PredictionOptions::AutoencodedTexts;
    Role role(config, "prediction");
    role.part<Only>({{"next_frame", {}}});
    PredictionOptions options;
    options.captions = namedValue<Captions>(
        *role, "captions", {{"of_target", Captions::OfTarget}, {"after_every_frame", Captions::AfterEveryFrame}});
    options.autoencodedTexts =
        namedValue<Texts>(*role, "autoencoded_texts", {{"one_per_story", Texts::OnePerStory}, {"all", Texts::All}});
    options.hiddenTexts = role->number("hidden_texts", options.hiddenTexts, range::shares);
    role->finish();
    return options;
}

bool hasLatentTargets(const StoryConfig& config) {
    JsonObject roles(config.parts, "parts");
    for (const char* role : {"picture_encoder", "picture_decoder", "text_encoder", "text_decoder", "tag_encoder",
                             "fusion", "recurrence", "pooling", "latent", "prediction", "score_head"}) {
        roles.object(role);
    }
    if (roles.object("latent_targets").empty()) {
        roles.finish();
        return false;
    }
    roles.finish();
    Role role(config, "latent_targets");
    role.part<Only>({{"frozen_encoders", {}}});
    role->finish();
    return true;
}

} // namespace storyscope::models
