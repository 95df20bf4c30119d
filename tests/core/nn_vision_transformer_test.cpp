// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/models/captioner_weights.h"
#include "core/nn/vision_transformer.h"
#include "tests/support/tensor_distance.h"

#include <torch/torch.h>

#include <QTest>

#include <filesystem>

using namespace storyscope;
using namespace storyscope::nn;
using test::distance;

namespace {

const std::filesystem::path golden = STORYSCOPE_SHARED_DATA "/golden";

/// The sizes of the reference models: 32 × 32 pixels in patches of 8, two layers.
VisionTransformerOptions tiny() {
    VisionTransformerOptions options;
    options.pictureSize = 32;
    options.patchSize = 8;
    options.size = 24;
    options.layers = 2;
    options.heads = 3;
    options.innerSize = 48;
    return options;
}

VisionTransformerOptions tinyClip() {
    VisionTransformerOptions options = tiny();
    options.activation = Activation::QuickGelu;
    options.patchBias = false;
    options.normalizesInput = true;
    return options;
}

VisionTransformerOptions tinyVit(std::int64_t size, std::int64_t heads) {
    VisionTransformerOptions options = tiny();
    options.size = size;
    options.heads = heads;
    options.innerSize = 2 * size;
    options.normEpsilon = 1e-12;
    return options;
}

/// The tensors of a reference file whose names begin with `prefix`, by what follows it.
models::NamedTensors below(const std::filesystem::path& file, const std::string& prefix) {
    models::NamedTensors result;
    for (const auto& [name, tensor] : models::readTensors(file)) {
        if (name.starts_with(prefix)) {
            result[name.substr(prefix.size())] = tensor;
        }
    }
    return result;
}

std::shared_ptr<VisionTransformer> network(const VisionTransformerOptions& options) {
    torch::manual_seed(4);
    auto made = std::make_shared<VisionTransformer>(options);
    made->eval();
    return made;
}

struct Reference {
    VisionTransformerOptions options;
    models::VisionLayout layout = models::VisionLayout::Blip;
    std::string weights; ///< file and prefix
    std::string prefix;
    std::string expected;
    std::string pictures;
    std::string tokens;
    std::string attention;
};

std::vector<std::pair<const char*, Reference>> references() {
    using models::VisionLayout;
    return {{"BLIP",
             {tiny(), VisionLayout::Blip, "blip/model", "vision_model.", "blip/io", "pixel_values", "image_embeds",
              "vision_attentions."}},
            {"CLIP, as GIT has it",
             {tinyClip(), VisionLayout::Clip, "git/model", "git.image_encoder.vision_model.", "git/io",
              "image.pixel_values", "image.vision_last_hidden_state", "image.vision_attentions."}},
            {"ViT, as vit-gpt2 has it",
             {tinyVit(32, 4), VisionLayout::Vit, "vit_gpt2/model", "encoder.", "vit_gpt2/io", "pixel_values",
              "encoder_last_hidden_state", "encoder_attentions."}},
            {"ViT of another width than its decoder",
             {tinyVit(24, 3), VisionLayout::Vit, "vit_gpt2/proj_model", "encoder.", "vit_gpt2/proj_io", "pixel_values",
              "encoder_last_hidden_state", "encoder_attentions."}}};
}

} // namespace

Q_DECLARE_METATYPE(Reference)

class NnVisionTransformerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tokens_attention_and_states_equal_the_reference_data() {
        QTest::addColumn<Reference>("reference");
        for (const auto& [name, reference] : references()) {
            QTest::newRow(name) << reference;
        }
    }

    void tokens_attention_and_states_equal_the_reference() {
        QFETCH(const Reference, reference);
        const std::filesystem::path file = golden / (reference.weights + ".safetensors");
        if (!std::filesystem::exists(file)) {
            QSKIP("The reference outputs of captioners are not on this machine");
        }
        const auto vision = network(reference.options);
        models::loadPublished(*vision, models::visionNames(reference.layout), {below(file, reference.prefix), file});
        const models::NamedTensors expected = models::readTensors(golden / (reference.expected + ".safetensors"));
        const torch::NoGradGuard noGradients;
        const SeenPictures seen =
            vision->see(expected.at(reference.pictures), {.keep = VisionRequest::Keep::Everything, .stop = {}});
        QVERIFY(distance(seen.tokens, expected.at(reference.tokens)) < 2e-5);
        QVERIFY(distance(vision->forward(expected.at(reference.pictures)), seen.tokens) < 1e-5);
        QCOMPARE(seen.attention.size(), std::size_t{2});
        QCOMPARE(seen.hidden.size(), std::size_t{3});
        for (std::size_t layer = 0; layer < 2; ++layer) {
            const std::string name = reference.attention + std::to_string(layer);
            QVERIFY(distance(seen.attention[layer], expected.at(name)) < 5e-6);
        }
        for (std::size_t layer = 0; layer < 3; ++layer) {
            const auto found = expected.find("encoder_hidden_states." + std::to_string(layer));
            QVERIFY(found == expected.end() || distance(seen.hidden[layer], found->second) < 2e-5);
        }
    }

    void the_published_sizes_have_the_published_number_of_parameters() {
        const VisionTransformer vision;
        std::int64_t count = 0;
        for (const torch::Tensor& parameter : vision.parameters()) {
            count += parameter.numel();
        }
        QCOMPARE(count, std::int64_t{86'090'496});
        QCOMPARE(vision.options().tokens(), std::int64_t{577});
    }

    void pictures_are_normalized_as_the_options_say() {
        VisionTransformerOptions options = tiny();
        options.mean = {0.5, 0.25, 0.125};
        options.deviation = {0.5, 0.2, 0.1};
        const torch::Tensor pictures = torch::rand({1, 3, 32, 32});
        const torch::Tensor mean = torch::tensor({0.5F, 0.25F, 0.125F}).view({3, 1, 1});
        const torch::Tensor deviation = torch::tensor({0.5F, 0.2F, 0.1F}).view({3, 1, 1});
        const torch::NoGradGuard noGradients;
        const torch::Tensor expected = network(tiny())->forward((pictures - mean) / deviation);
        QVERIFY(distance(network(options)->forward(pictures), expected) < 1e-5);
    }

    void sizes_that_do_not_fit_are_refused() {
        VisionTransformerOptions patches = tiny();
        patches.patchSize = 7;
        QVERIFY_EXCEPTION_THROWN(VisionTransformer{patches}, Error);
        VisionTransformerOptions heads = tiny();
        heads.heads = 5;
        QVERIFY_EXCEPTION_THROWN(VisionTransformer{heads}, Error);
        QVERIFY_EXCEPTION_THROWN(network(tiny())->forward(torch::rand({1, 3, 40, 32})), Error);
    }

    void a_stop_is_heard_between_layers() {
        std::stop_source stop;
        stop.request_stop();
        const VisionRequest request{.keep = VisionRequest::Keep::Tokens, .stop = stop.get_token()};
        QVERIFY_EXCEPTION_THROWN(network(tiny())->see(torch::rand({1, 3, 32, 32}), request), Error);
    }

    void all_that_does_not_fit_is_listed_at_once() {
        const std::filesystem::path file = golden / "blip/model.safetensors";
        if (!std::filesystem::exists(file)) {
            QSKIP("The reference outputs of captioners are not on this machine");
        }
        models::NamedTensors tensors = below(file, "vision_model.");
        tensors["post_layernorm.bias"] = torch::zeros({23});
        tensors["encoder.layers.7.mlp.fc1.bias"] = torch::zeros({48});
        tensors["embeddings.position_ids"] = torch::zeros({1, 17}, torch::kLong);
        tensors.erase("encoder.layers.1.self_attn.qkv.bias");
        const auto vision = network(tiny());
        const torch::Tensor before = vision->named_parameters()["positions"].clone();
        try {
            models::loadPublished(*vision, models::visionNames(models::VisionLayout::Blip), {tensors, "some.bin"});
            QFAIL("These weights must be refused");
        } catch (const Error& error) {
            const std::string message = error.message();
            QVERIFY2(message.find("encoder.layers.1.self_attn.qkv.bias is missing") != std::string::npos,
                     message.c_str());
            QVERIFY(message.find("post_layernorm.bias has shape [23] instead of [24]") != std::string::npos);
            QVERIFY(message.find("encoder.layers.7.mlp.fc1.bias is unexpected") != std::string::npos);
            QVERIFY(message.find("position_ids") == std::string::npos);
            QVERIFY(error.place().file == "some.bin");
        }
        QVERIFY(torch::equal(vision->named_parameters()["positions"], before));
    }
};

QTEST_APPLESS_MAIN(NnVisionTransformerTest)
#include "nn_vision_transformer_test.moc"
