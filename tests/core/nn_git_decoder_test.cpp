// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/models/git_names.h"
#include "core/nn/git_decoder.h"
#include "core/nn/vision_transformer.h"
#include "tests/support/tensor_distance.h"

#include <torch/torch.h>

#include <QTest>

#include <filesystem>

using namespace storyscope;
using namespace storyscope::nn;
using test::distance;

namespace {

const std::filesystem::path golden = STORYSCOPE_SHARED_DATA "/golden/git";
constexpr double logitTolerance = 2e-4;
constexpr double attentionTolerance = 2e-5;
constexpr std::int64_t tokensPerFrame = 17;
constexpr std::int64_t ignored = -100; // among labels

/// The sizes of the reference models.
GitDecoderOptions tiny(std::int64_t clipFrames) {
    GitDecoderOptions options;
    options.vocabularySize = 300;
    options.positions = 64;
    options.layers = 3;
    options.pictureSize = 24;
    options.clipFrames = clipFrames;
    options.layer = {.size = 32, .heads = 4, .innerSize = 64};
    return options;
}

VisionTransformerOptions tinyVision() {
    VisionTransformerOptions options;
    options.pictureSize = 32;
    options.patchSize = 8;
    options.size = 24;
    options.layers = 2;
    options.heads = 3;
    options.innerSize = 48;
    options.activation = Activation::QuickGelu;
    options.patchBias = false;
    options.normalizesInput = true;
    return options;
}

std::shared_ptr<GitDecoder> untrained(std::int64_t clipFrames) {
    torch::manual_seed(5);
    auto decoder = std::make_shared<GitDecoder>(tiny(clipFrames));
    for (auto& parameter : decoder->named_parameters()) {
        if (parameter.key().starts_with("frames")) {
            torch::nn::init::normal_(parameter.value());
        }
    }
    decoder->eval();
    return decoder;
}

/// A reference model with its inputs and outputs: of one picture, or of a clip of six frames.
struct Reference : torch::nn::Module {
    explicit Reference(std::string nameGiven)
        : name(std::move(nameGiven)), frames(name == "video" ? 6 : 1),
          vision(register_module("vision", std::make_shared<VisionTransformer>(tinyVision()))),
          decoder(register_module("text_decoder", std::make_shared<GitDecoder>(tiny(name == "video" ? 6 : 0)))),
          outputs(models::readTensors(golden / "io.safetensors")) {
        models::NamedTensors weights = models::readTensors(golden / "model.safetensors");
        if (name == "image") {
            std::erase_if(weights, [](const auto& item) { return item.first.starts_with("git.img_temperal"); });
        }
        models::loadPublished(*this, models::gitNames(), {weights, golden / "model.safetensors"});
        eval();
    }

    torch::Tensor of(const std::string& what) const { return outputs.at(name + '.' + what); }
    torch::Tensor both(const std::string& what) const { return outputs.at(what); }

    /// (2, K, 24, 17, 1).
    torch::Tensor patches() const {
        const torch::Tensor tokens = vision->forward(of("pixel_values").view({2 * frames, 3, 32, 32}));
        return tokens.transpose(1, 2).unflatten(0, std::vector<std::int64_t>{2, frames}).unsqueeze(-1);
    }
    std::int64_t pictureTokens() const { return frames * tokensPerFrame; }
    torch::Tensor logits(const torch::Tensor& hidden) const {
        return decoder->logits(hidden.flatten(0, 1)).unflatten(0, std::vector<std::int64_t>{2, -1});
    }

    std::string name;
    std::int64_t frames;
    std::shared_ptr<VisionTransformer> vision;
    std::shared_ptr<GitDecoder> decoder;
    models::NamedTensors outputs;
};

void addReferences() {
    QTest::addColumn<QString>("kind");
    QTest::newRow("a picture") << "image";
    QTest::newRow("a clip of six frames") << "video";
}

} // namespace

#define SKIP_WITHOUT_REFERENCE()                                                                                       \
    if (!std::filesystem::exists(golden)) {                                                                            \
        QSKIP("The reference outputs of GIT are not on this machine");                                                 \
    }

class NnGitDecoderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void all_states_attention_and_logits_equal_the_reference_data() { addReferences(); }
    void all_states_attention_and_logits_equal_the_reference() {
        SKIP_WITHOUT_REFERENCE();
        QFETCH(const QString, kind);
        const Reference reference(kind.toStdString());
        const torch::NoGradGuard noGradients;
        const torch::Tensor patches = reference.patches();
        const std::int64_t pictureTokens = reference.pictureTokens();
        const ReadClips clips = reference.decoder->readClips(patches);
        const ReadTexts texts =
            reference.decoder->readTexts(reference.both("input_ids"), reference.both("attention_mask"), clips.memory);
        QVERIFY(distance(clips.hidden.front(), reference.of("visual_projection")) < logitTolerance);
        const auto joined = [&](std::size_t layer) {
            return torch::cat({clips.hidden[layer], texts.hidden[layer]}, 1);
        };
        QCOMPARE(clips.hidden.size(), std::size_t{4});
        QVERIFY(distance(joined(0), reference.of("hidden_states.0")) < logitTolerance);
        QVERIFY(distance(joined(3), reference.of("last_hidden_state")) < logitTolerance);
        QVERIFY(distance(reference.logits(joined(3)), reference.of("logits")) < logitTolerance);
        for (std::size_t layer = 0; layer < 3; ++layer) {
            const torch::Tensor expected = reference.of("attentions." + std::to_string(layer));
            const torch::Tensor ofPicture = expected.narrow(2, 0, pictureTokens);
            QVERIFY(distance(clips.attention[layer], ofPicture.narrow(3, 0, pictureTokens)) < attentionTolerance);
            QCOMPARE(ofPicture.narrow(3, pictureTokens, 9).abs().max().item<double>(), 0.0);
            QVERIFY(distance(texts.attention[layer], expected.narrow(2, pictureTokens, 9)) < attentionTolerance);
        }
    }

    void logits_without_a_mask_equal_the_reference_data() { addReferences(); }
    void logits_without_a_mask_equal_the_reference() {
        SKIP_WITHOUT_REFERENCE();
        QFETCH(const QString, kind);
        const Reference reference(kind.toStdString());
        const torch::NoGradGuard noGradients;
        const ReadClips clips = reference.decoder->readClips(reference.patches());
        const ReadTexts texts = reference.decoder->readTexts(reference.both("input_ids"), {}, clips.memory);
        const torch::Tensor all = torch::cat({clips.hidden.back(), texts.hidden.back()}, 1);
        QVERIFY(distance(reference.logits(all), reference.of("no_mask.logits")) < logitTolerance);
    }

    void the_loss_equals_the_reference_data() { addReferences(); }
    void the_loss_equals_the_reference() {
        SKIP_WITHOUT_REFERENCE();
        QFETCH(const QString, kind);
        const Reference reference(kind.toStdString());
        const torch::NoGradGuard noGradients;
        const TextMemory memory = reference.decoder->remember(reference.patches(), 0);
        const ReadTexts texts =
            reference.decoder->readTexts(reference.both("input_ids"), reference.both("attention_mask"), memory);
        const torch::Tensor logits = reference.logits(texts.hidden.back()).narrow(1, 0, 8).flatten(0, 1);
        const torch::Tensor labels = reference.both("labels").narrow(1, 1, 8).flatten();
        const torch::Tensor loss =
            torch::cross_entropy_loss(logits, labels, {}, at::Reduction::Mean, /*ignore_index=*/ignored);
        QVERIFY(distance(loss.view({1}), reference.of("loss")) < logitTolerance);
    }

    void steps_with_the_cache_equal_the_reference_data() { addReferences(); }
    void steps_with_the_cache_equal_the_reference() {
        SKIP_WITHOUT_REFERENCE();
        QFETCH(const QString, kind);
        const Reference reference(kind.toStdString());
        const torch::NoGradGuard noGradients;
        const torch::Tensor patches = reference.patches();
        const std::int64_t pictureTokens = reference.pictureTokens();
        for (std::int64_t text = 0; text < 2; ++text) {
            const TextMemory memory = reference.decoder->remember(patches.narrow(0, text, 1), 0);
            QCOMPARE(memory.frames, reference.frames);
            QCOMPARE(memory.cells, tokensPerFrame);
            TextCache cache = reference.decoder->begin(torch::zeros({1}), 0, 1);
            const auto length = reference.both("attention_mask")[text].sum().item<std::int64_t>();
            for (std::int64_t place = 0; place < 9; ++place) {
                const TextStep step =
                    reference.decoder->step(reference.both("input_ids")[text][place].unsqueeze(0), memory, cache);
                const std::int64_t row = pictureTokens + place;
                QVERIFY(distance(step.logits[0], reference.of("no_mask.logits")[text][row]) < logitTolerance);
                for (std::int64_t layer = 0; place < length && layer < 3; ++layer) {
                    const torch::Tensor expected = reference.of("attentions." + std::to_string(layer))[text];
                    const torch::Tensor looks = expected.select(1, row).narrow(1, 0, pictureTokens);
                    QVERIFY(distance(step.attention[layer][0], looks) < attentionTolerance);
                }
            }
        }
    }

    void steps_of_several_rows_give_what_forward_gives() {
        const auto decoder = untrained(4);
        const torch::NoGradGuard noGradients;
        const TextMemory memory = decoder->remember(torch::randn({1, 3, 24, 5, 1}), 0);
        const torch::Tensor tokens = torch::randint(0, 300, {1, 3, 4}, torch::kLong);
        const TextOutput whole = decoder->forward(tokens, {}, memory);
        QCOMPARE(whole.attention.sizes().vec(), (std::vector<std::int64_t>{1, 4, 3, 4, 15}));
        TextCache cache = decoder->begin(torch::zeros({1}), 1, 3);
        for (std::int64_t place = 0; place < 4; ++place) {
            const TextStep step = decoder->step(tokens[0].select(1, place), memory, cache);
            for (std::int64_t row = 0; row < 3; ++row) {
                QVERIFY(distance(step.logits[row], decoder->logits(whole.hidden[0][row])[place]) < 1e-5);
                QVERIFY(distance(step.attention[-1][row], whole.attention[0].select(1, row).select(1, place)) < 1e-6);
            }
        }
        QCOMPARE(cache.keys.front().sizes().vec(), (std::vector<std::int64_t>{3, 4, 4, 8}));
    }

    void stories_of_a_batch_do_not_see_one_another() {
        const auto decoder = untrained(2);
        const torch::NoGradGuard noGradients;
        const torch::Tensor patches = torch::randn({2, 2, 24, 5, 1});
        const torch::Tensor tokens = torch::randint(0, 300, {2, 3, 4}, torch::kLong);
        const TextOutput together = decoder->forward(tokens, {}, decoder->remember(patches, 0));
        for (std::int64_t story = 0; story < 2; ++story) {
            const TextMemory memory = decoder->remember(patches.narrow(0, story, 1), 0);
            const TextOutput alone = decoder->forward(tokens.narrow(0, story, 1), {}, memory);
            QVERIFY(distance(together.hidden.narrow(0, story, 1), alone.hidden) < 1e-5);
            QVERIFY(distance(together.attention.narrow(0, story, 1), alone.attention) < 1e-6);
        }
    }

    void frames_are_told_apart_by_their_place() {
        const torch::NoGradGuard noGradients;
        const torch::Tensor patches = torch::randn({1, 2, 24, 5, 1});
        const auto decoder = untrained(3);
        const torch::Tensor there = decoder->projected(patches).unflatten(1, std::vector<std::int64_t>{2, 5});
        const torch::Tensor back = decoder->projected(patches.flip(1)).unflatten(1, std::vector<std::int64_t>{2, 5});
        QVERIFY(distance(there.flip(1), back) > 0.01);
        QVERIFY(distance(decoder->projected(patches.narrow(1, 0, 1)).unsqueeze(1), there.narrow(1, 0, 1)) < 1e-6);
    }

    void what_does_not_fit_is_refused() {
        QVERIFY_EXCEPTION_THROWN(untrained(0)->remember(torch::randn({1, 2, 24, 5, 1}), 0), Error);
        QVERIFY_EXCEPTION_THROWN(untrained(6)->remember(torch::randn({1, 7, 24, 5, 1}), 0), Error);
        const auto decoder = untrained(0);
        const TextMemory memory = decoder->remember(torch::randn({1, 1, 24, 5, 1}), 0);
        QCOMPARE(decoder->maximumTokens(), std::int64_t{64});
        QVERIFY_EXCEPTION_THROWN(decoder->forward(torch::zeros({1, 1, 65}, torch::kLong), {}, memory), Error);
        GitDecoderOptions heads = tiny(0);
        heads.layer.heads = 5;
        QVERIFY_EXCEPTION_THROWN(GitDecoder{heads}, Error);
    }
};

QTEST_APPLESS_MAIN(NnGitDecoderTest)
#include "nn_git_decoder_test.moc"
