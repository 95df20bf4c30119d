// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/rehearsal_folder.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/formats/safetensors.h"
#include "core/formats/zip_writer.h"
#include "tests/support/pickle_builder.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <random>
#include <vector>

namespace storyscope::bench {

namespace {

namespace fs = std::filesystem;
using Shape = std::vector<std::int64_t>;
using Shapes = std::map<std::string, Shape>;

constexpr std::int64_t size = 768;
constexpr std::int64_t inner = 3072;
constexpr int layers = 12;
constexpr int gitLayers = 6;
constexpr int gitFrames = 6;
constexpr std::int64_t words = 30'522;
constexpr float largestWeight = 0.04F;

std::int64_t elementsOf(const Shape& shape) {
    std::int64_t count = 1;
    for (const std::int64_t side : shape) {
        count *= side;
    }
    return count;
}

void addLinear(Shapes& shapes, const std::string& name, std::int64_t outputs, std::int64_t inputs) {
    shapes[name + ".weight"] = {outputs, inputs};
    shapes[name + ".bias"] = {outputs};
}

void addNorm(Shapes& shapes, const std::string& name) {
    shapes[name + ".weight"] = {size};
    shapes[name + ".bias"] = {size};
}

void addBertAttention(Shapes& shapes, const std::string& name) {
    for (const char* part : {"query", "key", "value"}) {
        addLinear(shapes, name + ".self." + part, size, size);
    }
    addLinear(shapes, name + ".output.dense", size, size);
    addNorm(shapes, name + ".output.LayerNorm");
}

void addBertFeedForward(Shapes& shapes, const std::string& name) {
    addLinear(shapes, name + ".intermediate.dense", inner, size);
    addLinear(shapes, name + ".output.dense", size, inner);
    addNorm(shapes, name + ".output.LayerNorm");
}

void addVisionLayer(Shapes& shapes, const std::string& name) {
    addNorm(shapes, name + ".layer_norm1");
    addNorm(shapes, name + ".layer_norm2");
    addLinear(shapes, name + ".mlp.fc1", inner, size);
    addLinear(shapes, name + ".mlp.fc2", size, inner);
}

Shapes blipShapes() {
    constexpr std::int64_t blipWords = words + 2;
    constexpr std::int64_t patches = 576;
    Shapes shapes{{"vision_model.embeddings.class_embedding", {1, 1, size}},
                  {"vision_model.embeddings.position_embedding", {1, patches + 1, size}},
                  {"vision_model.embeddings.patch_embedding.weight", {size, 3, 16, 16}},
                  {"vision_model.embeddings.patch_embedding.bias", {size}},
                  {"text_decoder.bert.embeddings.word_embeddings.weight", {blipWords, size}},
                  {"text_decoder.bert.embeddings.position_embeddings.weight", {512, size}},
                  {"text_decoder.cls.predictions.bias", {blipWords}}};
    addNorm(shapes, "vision_model.post_layernorm");
    addNorm(shapes, "text_decoder.bert.embeddings.LayerNorm");
    addLinear(shapes, "text_decoder.cls.predictions.transform.dense", size, size);
    addNorm(shapes, "text_decoder.cls.predictions.transform.LayerNorm");
    addLinear(shapes, "text_decoder.cls.predictions.decoder", blipWords, size);
    for (int i = 0; i < layers; ++i) {
        const std::string vision = "vision_model.encoder.layers." + std::to_string(i);
        addVisionLayer(shapes, vision);
        addLinear(shapes, vision + ".self_attn.qkv", 3 * size, size);
        addLinear(shapes, vision + ".self_attn.projection", size, size);
        const std::string text = "text_decoder.bert.encoder.layer." + std::to_string(i);
        addBertAttention(shapes, text + ".attention");
        addBertAttention(shapes, text + ".crossattention");
        addBertFeedForward(shapes, text);
    }
    return shapes;
}

Shapes gitShapes() {
    const std::string vision = "git.image_encoder.vision_model";
    Shapes shapes{{vision + ".embeddings.class_embedding", {size}},
                  {vision + ".embeddings.patch_embedding.weight", {size, 3, 16, 16}},
                  {vision + ".embeddings.position_embedding.weight", {197, size}},
                  {"git.embeddings.word_embeddings.weight", {words, size}},
                  {"git.embeddings.position_embeddings.weight", {1024, size}}};
    addNorm(shapes, vision + ".pre_layrnorm");
    addNorm(shapes, vision + ".post_layernorm");
    addNorm(shapes, "git.embeddings.LayerNorm");
    addLinear(shapes, "git.visual_projection.visual_projection.0", size, size);
    addNorm(shapes, "git.visual_projection.visual_projection.1");
    addLinear(shapes, "output", words, size);
    for (int i = 0; i < gitFrames; ++i) {
        shapes["git.img_temperal_embedding." + std::to_string(i)] = {1, 1, size};
    }
    for (int i = 0; i < layers; ++i) {
        const std::string layer = vision + ".encoder.layers." + std::to_string(i);
        addVisionLayer(shapes, layer);
        for (const char* part : {"q_proj", "k_proj", "v_proj", "out_proj"}) {
            addLinear(shapes, layer + ".self_attn." + part, size, size);
        }
    }
    for (int i = 0; i < gitLayers; ++i) {
        const std::string layer = "git.encoder.layer." + std::to_string(i);
        addBertAttention(shapes, layer + ".attention");
        addBertFeedForward(shapes, layer);
    }
    return shapes;
}

nlohmann::json blipConfig() {
    return {{"architectures", {"BlipForConditionalGeneration"}},
            {"model_type", "blip"},
            {"vision_config", {{"image_size", 384}, {"patch_size", 16}}},
            {"text_config", {{"vocab_size", words + 2}, {"num_attention_heads", layers}}}};
}

nlohmann::json gitConfig() {
    return {{"architectures", {"GitForCausalLM"}},
            {"model_type", "git"},
            {"vocab_size", words},
            {"num_hidden_layers", gitLayers},
            {"num_image_with_embedding", gitFrames},
            {"vision_config", {{"image_size", 224}, {"patch_size", 16}}}};
}

/// As long as BERT's, with its special tokens in their places.
std::string vocabulary() {
    std::string lines;
    for (std::int64_t i = 0; i < words; ++i) {
        lines += i == 0     ? "[PAD]"
                 : i == 100 ? "[UNK]"
                 : i == 101 ? "[CLS]"
                 : i == 102 ? "[SEP]"
                 : i == 103 ? "[MASK]"
                            : "word" + std::to_string(i);
        lines += '\n';
    }
    return lines;
}

/// Numbers by chance that all tensors are cut from.
std::vector<float> numbersFor(const Shapes& shapes) {
    std::int64_t most = 0;
    for (const auto& [name, shape] : shapes) {
        most = std::max(most, elementsOf(shape));
    }
    std::mt19937 random(1);
    std::uniform_real_distribution<float> weight(-largestWeight, largestWeight);
    std::vector<float> numbers(static_cast<std::size_t>(most));
    std::ranges::generate(numbers, [&] { return weight(random); });
    return numbers;
}

std::string pushed(const std::vector<std::int64_t>& numbers) {
    std::string instructions;
    for (const std::int64_t number : numbers) {
        instructions += test::integer(static_cast<std::int32_t>(number));
    }
    return instructions;
}

std::vector<std::int64_t> stridesOf(const Shape& shape) {
    std::vector<std::int64_t> strides(shape.size(), 1);
    for (std::size_t i = shape.size(); i-- > 1;) {
        strides[i - 1] = strides[i] * shape[i];
    }
    return strides;
}

constexpr std::size_t pytorchAlignment = 64;

void writePickled(const fs::path& file, const Shapes& shapes, const std::vector<float>& numbers) {
    std::string entries;
    formats::ZipWriter zip;
    int key = 0;
    for (const auto& [name, shape] : shapes) {
        const std::int64_t elements = elementsOf(shape);
        entries += test::text(name) +
                   test::tensor({.key = std::to_string(key),
                                 .elements = static_cast<int>(elements),
                                 .shape = pushed(shape),
                                 .strides = pushed(stridesOf(shape))}) +
                   "s";
        zip.add("archive/data/" + std::to_string(key++),
                {reinterpret_cast<const char*>(numbers.data()), static_cast<std::size_t>(elements) * sizeof(float)},
                pytorchAlignment);
    }
    zip.add("archive/data.pkl", test::pickled("}" + entries));
    zip.add("archive/version", "3\n");
    writeFileAtomically(file, zip.finish());
}

void writeSafetensors(const fs::path& file, const Shapes& shapes, const std::vector<float>& numbers) {
    std::map<std::string, formats::TensorView> views;
    for (const auto& [name, shape] : shapes) {
        views[name] = {.type = formats::TensorType::F32,
                       .shape = shape,
                       .bytes = std::as_bytes(std::span(numbers)).first(elementsOf(shape) * sizeof(float))};
    }
    formats::writeSafetensors(file, views, {{"format", "pt"}});
}

} // namespace

std::int64_t writeRehearsalFolder(const std::string& kind, WeightsFormat format, const fs::path& folder) {
    if (kind != "blip" && kind != "git") {
        throw Error(ErrorCode::BadArgument, "There is no rehearsal of \"" + kind + "\": blip or git");
    }
    const Shapes shapes = kind == "blip" ? blipShapes() : gitShapes();
    const std::vector<float> numbers = numbersFor(shapes);
    writeFileAtomically(folder / "config.json", (kind == "blip" ? blipConfig() : gitConfig()).dump(2));
    writeFileAtomically(folder / "vocab.txt", vocabulary());
    writeFileAtomically(folder / "README.md", "# Rehearsal of a captioner\n\nEvery weight of this model was drawn by "
                                              "chance. It has the size and the speed of " +
                                                  kind + ", and what it writes is nonsense.\n");
    if (format == WeightsFormat::Pickled) {
        writePickled(folder / "pytorch_model.bin", shapes, numbers);
    } else {
        writeSafetensors(folder / "model.safetensors", shapes, numbers);
    }
    std::int64_t count = 0;
    for (const auto& [name, shape] : shapes) {
        count += elementsOf(shape);
    }
    return count;
}

} // namespace storyscope::bench
