// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/models/captioner_weights.h"
#include "core/models/git_names.h"
#include "core/models/gpt2_names.h"

namespace storyscope::models {

namespace {

TensorNaming plain(const std::string& ours, const std::string& published) {
    return {.ours = ours, .published = {published}};
}

/// One whose published tensor has so many sides.
TensorNaming shaped(const std::string& ours, const std::string& published, std::int64_t sides) {
    return {.ours = ours, .published = {published}, .sides = sides};
}

/// Queries, keys and values that lie in one tensor, in this order.
NamingTable joint(const std::string& ours, const std::string& published) {
    NamingTable table;
    for (const char* part : {"query", "key", "value"}) {
        table.push_back({.ours = ours + part + ".linear.*",
                         .published = {published},
                         .part = static_cast<std::int64_t>(table.size()),
                         .parts = 3});
    }
    return table;
}

NamingTable blipVisionNames() {
    const std::string layer = "encoder.layers.#.";
    return NamingTable{shaped("class_token", "embeddings.class_embedding", 3),
                       shaped("positions", "embeddings.position_embedding", 3),
                       plain("patches.*", "embeddings.patch_embedding.*"),
                       plain("layers.#.norm.*", layer + "layer_norm1.*"),
                       plain("layers.#.attention.merge.linear.*", layer + "self_attn.projection.*"),
                       plain("layers.#.feed_forward.norm.*", layer + "layer_norm2.*"),
                       plain("layers.#.feed_forward.expand.linear.*", layer + "mlp.fc1.*"),
                       plain("layers.#.feed_forward.contract.linear.*", layer + "mlp.fc2.*"),
                       plain("output_norm.*", "post_layernorm.*")} +
           joint("layers.#.attention.", layer + "self_attn.qkv.*");
}

NamingTable clipVisionNames() {
    const std::string layer = "encoder.layers.#.";
    return {plain("class_token", "embeddings.class_embedding"),
            plain("positions", "embeddings.position_embedding.weight"),
            plain("patches.*", "embeddings.patch_embedding.*"),
            plain("input_norm.*", "pre_layrnorm.*"),
            plain("layers.#.norm.*", layer + "layer_norm1.*"),
            plain("layers.#.attention.query.linear.*", layer + "self_attn.q_proj.*"),
            plain("layers.#.attention.key.linear.*", layer + "self_attn.k_proj.*"),
            plain("layers.#.attention.value.linear.*", layer + "self_attn.v_proj.*"),
            plain("layers.#.attention.merge.linear.*", layer + "self_attn.out_proj.*"),
            plain("layers.#.feed_forward.norm.*", layer + "layer_norm2.*"),
            plain("layers.#.feed_forward.expand.linear.*", layer + "mlp.fc1.*"),
            plain("layers.#.feed_forward.contract.linear.*", layer + "mlp.fc2.*"),
            plain("output_norm.*", "post_layernorm.*")};
}

NamingTable vitVisionNames() {
    const std::string layer = "encoder.layer.#.";
    return {shaped("class_token", "embeddings.cls_token", 3),
            shaped("positions", "embeddings.position_embeddings", 3),
            plain("patches.*", "embeddings.patch_embeddings.projection.*"),
            plain("layers.#.norm.*", layer + "layernorm_before.*"),
            plain("layers.#.attention.query.linear.*", layer + "attention.attention.query.*"),
            plain("layers.#.attention.key.linear.*", layer + "attention.attention.key.*"),
            plain("layers.#.attention.value.linear.*", layer + "attention.attention.value.*"),
            plain("layers.#.attention.merge.linear.*", layer + "attention.output.dense.*"),
            plain("layers.#.feed_forward.norm.*", layer + "layernorm_after.*"),
            plain("layers.#.feed_forward.expand.linear.*", layer + "intermediate.dense.*"),
            plain("layers.#.feed_forward.contract.linear.*", layer + "output.dense.*"),
            plain("output_norm.*", "layernorm.*")};
}

/// One attention of a BERT layer and the normalisation after it.
NamingTable bertAttentionNames(const std::string& ours, const std::string& published) {
    return {plain(ours + ".query.linear.*", published + ".self.query.*"),
            plain(ours + ".key.linear.*", published + ".self.key.*"),
            plain(ours + ".value.linear.*", published + ".self.value.*"),
            plain(ours + ".merge.linear.*", published + ".output.dense.*"),
            plain(ours + "_norm.*", published + ".output.LayerNorm.*")};
}

} // namespace

NamingTable visionNames(VisionLayout layout) {
    switch (layout) {
    case VisionLayout::Blip:
        break;
    case VisionLayout::Clip:
        return clipVisionNames();
    case VisionLayout::Vit:
        return vitVisionNames();
    }
    return blipVisionNames();
}

NamingTable bertNames() {
    const std::string layer = "encoder.layer.#.";
    return NamingTable{plain("embeddings.word_embeddings.*", "embeddings.word_embeddings.*"),
                       plain("embeddings.position_embeddings.*", "embeddings.position_embeddings.*"),
                       plain("embeddings.LayerNorm.*", "embeddings.LayerNorm.*"),
                       plain("layers.#.feed_forward.expand.linear.*", layer + "intermediate.dense.*"),
                       plain("layers.#.feed_forward.contract.linear.*", layer + "output.dense.*"),
                       plain("layers.#.output_norm.*", layer + "output.LayerNorm.*")} +
           bertAttentionNames("layers.#.attention", layer + "attention") +
           bertAttentionNames("layers.#.cross_attention", layer + "crossattention");
}

NamingTable bertHeadNames() {
    const std::string head = "cls.predictions.";
    return {plain("transform.linear.*", head + "transform.dense.*"),
            plain("transform_norm.*", head + "transform.LayerNorm.*"),
            {.ours = "output.linear.weight",
             .published = {head + "decoder.weight", "bert.embeddings.word_embeddings.weight"}},
            {.ours = "output.linear.bias", .published = {head + "decoder.bias", head + "bias"}, .copy = head + "bias"}};
}

NamingTable publishedNames(const std::string& architecture) {
    if (architecture == "BlipForConditionalGeneration") {
        return prefixed(visionNames(VisionLayout::Blip), "vision.", "vision_model.") +
               prefixed(bertNames(), "text_decoder.", "text_decoder.bert.") +
               prefixed(bertHeadNames(), "text_decoder.", "text_decoder.");
    }
    if (architecture == "GitForCausalLM") {
        return gitNames();
    }
    if (architecture == "VisionEncoderDecoderModel") {
        return visionGpt2Names();
    }
    throw Error(ErrorCode::Unsupported, "No published weights are known for the architecture \"" + architecture + '"');
}

} // namespace storyscope::models
