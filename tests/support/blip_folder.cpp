// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/blip_folder.h"

#include "core/base/atomic_file.h"
#include "core/text/vocabulary_file.h"

#include <torch/torch.h>

namespace storyscope::test {

namespace {

constexpr std::int64_t visionSize = 24;
constexpr std::int64_t textSize = 32;
constexpr std::int64_t words = 300;

/// Adds tensors of random numbers.
class Writer {
public:
    void weights(const std::string& name, const std::vector<std::int64_t>& shape) {
        tensors[name + ".weight"] = torch::randn(shape) * 0.3;
        tensors[name + ".bias"] = torch::randn({shape.front()}) * 0.1;
    }
    void norm(const std::string& name, std::int64_t size) {
        tensors[name + ".weight"] = 1 + 0.1 * torch::randn({size});
        tensors[name + ".bias"] = torch::randn({size}) * 0.1;
    }
    void attention(const std::string& name, std::int64_t memorySize) {
        weights(name + ".self.query", {textSize, textSize});
        weights(name + ".self.key", {textSize, memorySize});
        weights(name + ".self.value", {textSize, memorySize});
        weights(name + ".output.dense", {textSize, textSize});
        norm(name + ".output.LayerNorm", textSize);
    }
    models::NamedTensors tensors;
};

void addVision(Writer& writer) {
    const std::string vision = "vision_model.";
    writer.tensors[vision + "embeddings.class_embedding"] = torch::randn({1, 1, visionSize});
    writer.tensors[vision + "embeddings.position_embedding"] = torch::randn({1, 17, visionSize});
    writer.weights(vision + "embeddings.patch_embedding", {visionSize, 3, 8, 8});
    for (const char* number : {"0", "1"}) {
        const std::string layer = vision + "encoder.layers." + number + '.';
        writer.weights(layer + "self_attn.qkv", {3 * visionSize, visionSize});
        writer.weights(layer + "self_attn.projection", {visionSize, visionSize});
        writer.norm(layer + "layer_norm1", visionSize);
        writer.norm(layer + "layer_norm2", visionSize);
        writer.weights(layer + "mlp.fc1", {2 * visionSize, visionSize});
        writer.weights(layer + "mlp.fc2", {visionSize, 2 * visionSize});
    }
    writer.norm(vision + "post_layernorm", visionSize);
}

void addText(Writer& writer) {
    const std::string bert = "text_decoder.bert.";
    writer.tensors[bert + "embeddings.word_embeddings.weight"] = torch::randn({words, textSize});
    writer.tensors[bert + "embeddings.position_embeddings.weight"] = torch::randn({64, textSize});
    writer.tensors[bert + "embeddings.position_ids"] = torch::arange(64).unsqueeze(0);
    writer.norm(bert + "embeddings.LayerNorm", textSize);
    for (const char* number : {"0", "1"}) {
        const std::string layer = bert + "encoder.layer." + number + '.';
        writer.attention(layer + "attention", textSize);
        writer.attention(layer + "crossattention", visionSize);
        writer.weights(layer + "intermediate.dense", {2 * textSize, textSize});
        writer.weights(layer + "output.dense", {textSize, 2 * textSize});
        writer.norm(layer + "output.LayerNorm", textSize);
    }
    const std::string head = "text_decoder.cls.predictions.";
    writer.weights(head + "transform.dense", {textSize, textSize});
    writer.norm(head + "transform.LayerNorm", textSize);
    writer.weights(head + "decoder", {words, textSize});
    writer.tensors[head + "bias"] = writer.tensors.at(head + "decoder.bias").clone();
}

} // namespace

nlohmann::json tinyBlipConfig() {
    return {{"model_type", "blip"},
            {"architectures", {"BlipForConditionalGeneration"}},
            {"torch_dtype", "float32"},
            {"vision_config",
             {{"hidden_size", visionSize},
              {"intermediate_size", 2 * visionSize},
              {"num_hidden_layers", 2},
              {"num_attention_heads", 3},
              {"image_size", 32},
              {"patch_size", 8},
              {"hidden_act", "gelu"},
              {"layer_norm_eps", 1e-5},
              {"bos_token_id", nullptr}}},
            {"text_config",
             {{"hidden_size", textSize},
              {"intermediate_size", 2 * textSize},
              {"num_hidden_layers", 2},
              {"num_attention_heads", 4},
              {"vocab_size", words},
              {"max_position_embeddings", 64},
              {"bos_token_id", 298},
              {"sep_token_id", 102},
              {"pad_token_id", 0},
              {"hidden_act", "gelu"},
              {"layer_norm_eps", 1e-12}}}};
}

std::vector<std::string> tinyBertWords(std::size_t count) {
    std::vector<std::string> tokens;
    for (std::size_t id = 0; id < count; ++id) {
        tokens.push_back("word" + std::to_string(id));
    }
    tokens[0] = "[PAD]";
    tokens[100] = "[UNK]";
    tokens[101] = "[CLS]";
    tokens[102] = "[SEP]";
    tokens[103] = "[MASK]";
    return tokens;
}

models::NamedTensors tinyBlipWeights() {
    torch::manual_seed(8);
    Writer writer;
    addVision(writer);
    addText(writer);
    return writer.tensors;
}

void writeTinyBlipFolder(const std::filesystem::path& folder, const nlohmann::json& config) {
    std::filesystem::create_directories(folder);
    writeFileAtomically(folder / "config.json", config.dump(2));
    text::writeVocabulary(folder, tinyBertWords());
}

} // namespace storyscope::test
