// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/blip_folder.h"
#include "tests/support/git_folder.h"
#include "tests/support/tensor_distance.h"

#include "core/base/error.h"
#include "core/inference/storyteller.h"
#include "core/models/git_captioner.h"
#include "core/models/model_folder.h"
#include "core/models/published_config.h"
#include "core/models/skip_initialisation.h"
#include "core/text/wordpiece_tokenizer.h"

#include <torch/torch.h>

#include <QTemporaryDir>
#include <QTest>

using namespace storyscope;
using models::CaptionKind;
using nlohmann::json;
using test::distance;
namespace fs = std::filesystem;

namespace {

constexpr std::int64_t beginId = 101;
constexpr std::int64_t cells = 16;

/// A model with random weights, for clips of so many frames; 0: for pictures.
std::shared_ptr<models::GitCaptioner> made(std::int64_t clipFrames) {
    torch::manual_seed(9);
    const auto config = models::publishedConfig(test::tinyGitConfig(clipFrames), "config.json");
    auto model = std::dynamic_pointer_cast<models::GitCaptioner>(models::makeStoryModel(config));
    const torch::NoGradGuard noGradients;
    for (auto& parameter : model->named_parameters()) {
        if (parameter.key().find("frames") != std::string::npos) {
            parameter.value().normal_();
        }
    }
    model->eval();
    return model;
}

/// `stories` stories of `frames` frames with captions of two words and the end.
models::Batch stories(std::int64_t count, std::int64_t frames) {
    models::Batch batch;
    batch.pictures = torch::rand({count, frames, 3, 32, 32});
    const auto texts = [](const std::vector<std::int64_t>& shape) {
        std::vector<std::int64_t> one = shape;
        one.push_back(1);
        std::vector<std::int64_t> two = shape;
        two.push_back(2);
        return torch::cat({torch::full(one, beginId, torch::kLong), torch::randint(104, 300, two, torch::kLong),
                           torch::full(one, 102, torch::kLong), torch::zeros(one, torch::kLong)},
                          -1);
    };
    batch.captions = texts({count, frames});
    batch.clipCaptions = texts({count});
    return batch;
}

struct Told {
    torch::Tensor logits;    // (T, V)
    torch::Tensor attention; // (T, layers, heads, K · cells)
};

/// Steps through a text of one story.
class Reader {
public:
    Reader(models::GitCaptioner& model, CaptionKind kind, const torch::Tensor& pictures)
        : m_model(model), m_kind(kind), m_encoded(model.encode(models::StoryInput::of(pictures))),
          m_memory(model.remember(kind, m_encoded)) {}

    nn::TextCache begin(std::int64_t frame) { return m_model.begin(m_kind, m_encoded, frame); }
    nn::TextStep step(const torch::Tensor& token, nn::TextCache& cache) {
        return m_model.step(m_kind, token.view({1}), m_memory, cache);
    }
    Told read(const torch::Tensor& text, std::int64_t frame) {
        nn::TextCache cache = begin(frame);
        std::vector<torch::Tensor> logits;
        std::vector<torch::Tensor> attention;
        for (std::int64_t place = 0; place < text.size(0); ++place) {
            const nn::TextStep answer = step(text[place], cache);
            logits.push_back(answer.logits[0]);
            attention.push_back(answer.attention.select(1, 0));
        }
        return {torch::stack(logits), torch::stack(attention)};
    }

private:
    models::GitCaptioner& m_model;
    CaptionKind m_kind;
    models::EncodedStory m_encoded;
    nn::TextMemory m_memory;
};

} // namespace

class ModelsGitTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void published_configurations_have_the_published_sizes();
    void steps_give_what_forward_gives_data();
    void steps_give_what_forward_gives();
    void steps_of_a_clip_caption_give_what_forward_gives();
    void what_patches_lack_is_the_share_of_class_tokens_and_text();
    void a_frame_is_captioned_by_the_clip_around_it();
    void captions_may_be_written_in_turns();
    void a_batch_is_learnt_by_heart_by_the_decoder_data();
    void a_batch_is_learnt_by_heart_by_the_decoder();
    void kept_features_give_what_pictures_give();
    void a_saved_model_tells_a_story();
    void a_clip_is_told_the_same_if_a_frame_was_told_from_it();
    void what_the_model_does_not_know_is_refused();
    void configurations_that_do_not_fit_are_refused_data();
    void configurations_that_do_not_fit_are_refused();
    void missing_tensors_are_listed_by_their_published_names();
    void weights_for_video_under_a_configuration_for_pictures_are_explained();
};

void ModelsGitTest::published_configurations_have_the_published_sizes() {
    const models::SkipInitialisation onlyCounted;
    json published{{"architectures", {"GitForCausalLM"}}, {"vision_config", json::object()}};
    const models::StoryConfig config = models::publishedConfig(published, "config.json");
    QCOMPARE(config.preparation, media::PicturePreparation::clip(224));
    QCOMPARE(config.vocabularySize, std::int64_t{30'522});
    QCOMPARE(config.maximumFrames, std::int64_t{1});
    const auto model = models::makeStoryModel(config);
    QCOMPARE(model->parameterCount(), std::int64_t{176'619'066});
    QCOMPARE(model->grid().rows, std::int64_t{14});
    QCOMPARE(model->abilities().captions, std::set{CaptionKind::Caption});
    published["num_image_with_embedding"] = 6;
    const auto forVideo = models::makeStoryModel(models::publishedConfig(published, "config.json"));
    QCOMPARE(forVideo->config().maximumFrames, std::int64_t{6});
    QCOMPARE(forVideo->parameterCount(), std::int64_t{176'619'066 + 6 * 768});
    QCOMPARE(forVideo->abilities().captions, (std::set{CaptionKind::Caption, CaptionKind::ClipCaption}));
    QCOMPARE(forVideo->lossNames(), (std::set<std::string>{"caption", "clip_caption", "pointing"}));
}

void ModelsGitTest::steps_give_what_forward_gives_data() {
    QTest::addColumn<int>("clipFrames");
    QTest::addColumn<int>("frames");
    QTest::newRow("a picture") << 0 << 1;
    QTest::newRow("a clip of one frame") << 3 << 1;
    QTest::newRow("a clip of all frames it knows") << 3 << 3;
    QTest::newRow("half a clip") << 6 << 3;
}

void ModelsGitTest::steps_give_what_forward_gives() {
    QFETCH(const int, clipFrames);
    QFETCH(const int, frames);
    const auto model = made(clipFrames);
    const torch::NoGradGuard noGradients;
    const models::Batch batch = stories(2, frames);
    const models::TextPrediction whole = model->forward(batch, {"caption"}).captions;
    QCOMPARE(whole.attention.sizes().vec(), (std::vector<std::int64_t>{2, 4, frames, 4, frames * cells}));
    std::int64_t row = 0;
    for (std::int64_t story = 0; story < 2; ++story) {
        Reader reader(*model, CaptionKind::Caption, batch.pictures.narrow(0, story, 1));
        for (std::int64_t frame = 0; frame < frames; ++frame, row += 3) {
            const Told told = reader.read(batch.captions[story][frame].narrow(0, 0, 3), frame);
            QCOMPARE(told.attention.sizes().vec(), (std::vector<std::int64_t>{3, 3, 4, frames * cells}));
            QVERIFY(distance(told.logits, whole.logits.narrow(0, row, 3)) < 1e-4);
            const torch::Tensor looks = whole.attention[story].select(1, frame).narrow(1, 0, 3).transpose(0, 1);
            QVERIFY(distance(told.attention.select(1, 2), looks) < 1e-5);
        }
    }
    QCOMPARE(row, whole.logits.size(0));
}

void ModelsGitTest::steps_of_a_clip_caption_give_what_forward_gives() {
    const auto model = made(6);
    const torch::NoGradGuard noGradients;
    const models::Batch batch = stories(2, 4);
    const models::StoryOutput output = model->forward(batch, {"clip_caption"});
    QVERIFY(!output.captions.logits.defined());
    QCOMPARE(output.clipCaptions.attention.sizes().vec(), (std::vector<std::int64_t>{2, 4, 1, 4, 4 * cells}));
    for (std::int64_t story = 0; story < 2; ++story) {
        Reader reader(*model, CaptionKind::ClipCaption, batch.pictures.narrow(0, story, 1));
        const Told told = reader.read(batch.clipCaptions[story].narrow(0, 0, 3), 3);
        QVERIFY(distance(told.logits, output.clipCaptions.logits.narrow(0, 3 * story, 3)) < 1e-4);
    }
}

void ModelsGitTest::what_patches_lack_is_the_share_of_class_tokens_and_text() {
    const auto model = made(4);
    const torch::NoGradGuard noGradients;
    const models::EncodedStory encoded = model->encode(models::StoryInput::of(torch::rand({1, 2, 3, 32, 32})));
    const nn::TextMemory memory = model->remember(CaptionKind::ClipCaption, encoded);
    nn::TextCache cache = model->begin(CaptionKind::ClipCaption, encoded, 1);
    nn::TextCache plain = cache;
    const torch::Tensor begin = torch::tensor({beginId});
    const torch::Tensor patches = model->step(CaptionKind::ClipCaption, begin, memory, cache).attention;
    const torch::Tensor all = model->decoder().step(begin, memory, plain).attention.unflatten(3, {2, 17});
    QVERIFY(distance(patches.unflatten(3, {2, cells}), all.narrow(4, 1, cells)) < 1e-7);
    const torch::Tensor lacking = 1 - patches.sum(-1);
    QVERIFY((lacking > all.select(4, 0).sum(-1)).all().item<bool>()); // the rest is the text's
    const models::TextPrediction none = model->forward(stories(1, 2), {"caption"}).captions;
    QVERIFY(none.attention.sum(-1).max().item<double>() < 1);
}

void ModelsGitTest::a_frame_is_captioned_by_the_clip_around_it() {
    const auto model = made(4); // two frames before, one after
    const torch::NoGradGuard noGradients;
    const torch::Tensor text = torch::tensor({beginId, std::int64_t{120}});
    const torch::Tensor pictures = torch::rand({1, 4, 3, 32, 32});
    Reader story(*model, CaptionKind::Caption, pictures);
    const auto clip = [&](std::int64_t first, std::int64_t count) {
        Reader reader(*model, CaptionKind::ClipCaption, pictures.narrow(1, first, count));
        return reader.read(text, count - 1);
    };
    const std::vector<std::pair<std::int64_t, std::int64_t>> clips{{0, 2}, {0, 3}, {0, 4}, {1, 3}};
    for (std::size_t frame = 0; frame < clips.size(); ++frame) {
        const auto [first, count] = clips[frame];
        const Told told = story.read(text, static_cast<std::int64_t>(frame));
        const Told expected = clip(first, count);
        QVERIFY(distance(told.logits, expected.logits) < 1e-4);
        QVERIFY(distance(told.attention.narrow(3, first * cells, count * cells), expected.attention) < 1e-5);
        QVERIFY(distance(told.attention.sum(-1), expected.attention.sum(-1)) < 1e-5);
    }
}

void ModelsGitTest::captions_may_be_written_in_turns() {
    const auto model = made(2);
    const torch::NoGradGuard noGradients;
    const torch::Tensor text = torch::tensor({beginId, std::int64_t{120}, std::int64_t{130}});
    Reader one(*model, CaptionKind::Caption, torch::rand({1, 2, 3, 32, 32}));
    Reader other(*model, CaptionKind::Caption, torch::rand({1, 2, 3, 32, 32}));
    const Told ofOne = one.read(text, 1);
    const Told ofOther = other.read(text, 1);
    QVERIFY(distance(ofOne.logits, ofOther.logits) > 1e-3);
    nn::TextCache cacheOfOne = one.begin(1);
    nn::TextCache cacheOfOther = other.begin(1);
    for (std::int64_t place = 0; place < 3; ++place) {
        QVERIFY(distance(one.step(text[place], cacheOfOne).logits[0], ofOne.logits[place]) < 1e-6);
        QVERIFY(distance(other.step(text[place], cacheOfOther).logits[0], ofOther.logits[place]) < 1e-6);
    }
}

void ModelsGitTest::a_batch_is_learnt_by_heart_by_the_decoder_data() {
    QTest::addColumn<int>("clipFrames");
    QTest::addColumn<int>("frames");
    QTest::newRow("pictures") << 0 << 1;
    QTest::newRow("clips of a frame and the one before") << 2 << 2;
}

void ModelsGitTest::a_batch_is_learnt_by_heart_by_the_decoder() {
    QFETCH(const int, clipFrames);
    QFETCH(const int, frames);
    const auto model = made(clipFrames);
    models::Batch batch = stories(2, frames);
    batch.clipCaptions = batch.captions.select(1, frames - 1); // the clip around the last frame is the story
    const torch::Tensor vision = model->vision().parameters().front().clone();
    model->train();
    QVERIFY(!model->vision().is_training());
    torch::optim::Adam optimizer(model->decoder().parameters(), torch::optim::AdamOptions(5e-3));
    double loss = 0;
    for (int step = 0; step < 80; ++step) {
        const models::StoryOutput output = model->forward(batch);
        torch::Tensor error = torch::cross_entropy_loss(output.captions.logits, output.captions.targets);
        if (clipFrames > 0) {
            error = error + torch::cross_entropy_loss(output.clipCaptions.logits, output.clipCaptions.targets);
        }
        QCOMPARE(output.clipCaptions.logits.defined(), clipFrames > 0);
        optimizer.zero_grad();
        error.backward();
        optimizer.step();
        loss = error.item<double>();
    }
    QVERIFY2(loss < 0.2, qPrintable(QString::number(loss)));
    QVERIFY(torch::equal(model->vision().parameters().front(), vision));
}

void ModelsGitTest::kept_features_give_what_pictures_give() {
    const auto model = made(3);
    const torch::NoGradGuard noGradients;
    const torch::Tensor pictures = torch::rand({2, 3, 3, 32, 32});
    models::StoryInput input;
    input.features = model->frozenFeatures(pictures.flatten(0, 1)).unflatten(0, {2, 3});
    const models::EncodedStory kept = model->encode(input);
    const models::EncodedStory seen = model->encode(models::StoryInput::of(pictures));
    QVERIFY(torch::equal(kept.patches, seen.patches));
    QVERIFY(torch::equal(kept.states, seen.states));
    QCOMPARE(seen.patches.sizes().vec(), (std::vector<std::int64_t>{2, 3, 24, 4, 4}));
}

void ModelsGitTest::a_saved_model_tells_a_story() {
    const QTemporaryDir temporary;
    const fs::path folder = fs::path(temporary.path().toStdString()) / "git";
    const auto model = made(3);
    models::saveModelFolder(*model, text::WordPieceTokenizer(test::tinyBertWords(300)), "# Card\n", folder);
    const torch::NoGradGuard noGradients;
    const models::Batch batch = stories(2, 3);
    const auto again = models::loadModelFolder(folder).model;
    QVERIFY(torch::equal(model->forward(batch).captions.logits, again->forward(batch).captions.logits));

    const inference::Storyteller storyteller(folder);
    std::vector<inference::InputFrame> frames(5);
    for (std::size_t i = 0; i < frames.size(); ++i) {
        const auto shade = static_cast<std::uint8_t>(20 + 50 * i);
        frames[i].picture = Picture(40, 36, std::vector<std::uint8_t>(std::size_t{40} * 36 * 3, shade));
    }
    inference::StoryOptions options;
    options.decoding = Decoding::Beam;
    options.maximumTokens = 6;
    const StoryResult story = storyteller.tell(frames, options, {});
    QCOMPARE(story.frames.size(), std::size_t{5});
    QVERIFY(story.clipCaption);
    for (const ToldFrame& frame : story.frames) {
        QVERIFY(!frame.caption.tokens.empty());
    }
}

/// The best token of one is drawn for sure, but always anew.
void ModelsGitTest::a_clip_is_told_the_same_if_a_frame_was_told_from_it() {
    const QTemporaryDir temporary;
    const fs::path folder = fs::path(temporary.path().toStdString()) / "git";
    models::saveModelFolder(*made(6), text::WordPieceTokenizer(test::tinyBertWords(300)), "# Card\n", folder);
    std::vector<inference::InputFrame> frames(5);
    for (std::size_t i = 0; i < frames.size(); ++i) {
        const auto shade = static_cast<std::uint8_t>(20 + 50 * i);
        frames[i].picture = Picture(40, 36, std::vector<std::uint8_t>(std::size_t{40} * 36 * 3, shade));
    }
    inference::StoryOptions greedy;
    greedy.maximumTokens = 6;
    inference::StoryOptions drawn = greedy;
    drawn.decoding = Decoding::Sample;
    drawn.topK = 1;
    const StoryResult told = inference::Storyteller(folder).tell(frames, greedy, {});
    const StoryResult anew = inference::Storyteller(folder).tell(frames, drawn, {});
    QVERIFY(told.clipCaption && anew.clipCaption);
    QCOMPARE(told.clipCaption->text, anew.clipCaption->text);
    QCOMPARE(told.clipCaption->text, told.frames[2].caption.text);
    QVERIFY(told.frames[0].caption.tokens.front().logProbability != told.clipCaption->tokens.front().logProbability);
}

void ModelsGitTest::what_the_model_does_not_know_is_refused() {
    const torch::NoGradGuard noGradients;
    const auto model = made(0);
    const models::EncodedStory encoded = model->encode(models::StoryInput::of(torch::rand({1, 1, 3, 32, 32})));
    QVERIFY_EXCEPTION_THROWN(model->remember(CaptionKind::ClipCaption, encoded), Error);
    QVERIFY_EXCEPTION_THROWN(model->encode(models::StoryInput::of(torch::rand({1, 2, 3, 32, 32}))), Error);
    QVERIFY_EXCEPTION_THROWN(made(3)->encode(models::StoryInput::of(torch::rand({1, 4, 3, 32, 32}))), Error);
}

void ModelsGitTest::configurations_that_do_not_fit_are_refused_data() {
    QTest::addColumn<QString>("patch");
    QTest::addColumn<QString>("said");
    QTest::newRow("another architecture") << R"({"architectures": ["GitModel"]})"
                                          << "GitModel";
    QTest::newRow("a size that is a text") << R"({"hidden_size": "768"})"
                                           << "hidden_size";
    QTest::newRow("too many frames") << R"({"num_image_with_embedding": 1000})"
                                     << "num_image_with_embedding";
    QTest::newRow("heads that do not divide") << R"({"num_attention_heads": 5})"
                                              << "5 heads";
    QTest::newRow("another activation") << R"({"hidden_act": "relu"})"
                                        << "gelu";
    QTest::newRow("other positions") << R"({"position_embedding_type": "relative_key"})"
                                     << "position_embedding_type";
    QTest::newRow("patches that do not fit") << R"({"vision_config": {"patch_size": 7}})"
                                             << "patches of 7";
}

void ModelsGitTest::configurations_that_do_not_fit_are_refused() {
    QFETCH(const QString, patch);
    QFETCH(const QString, said);
    json config = test::tinyGitConfig(6);
    config.merge_patch(json::parse(patch.toStdString()));
    try {
        models::makeStoryModel(models::publishedConfig(config, "config.json"));
        QFAIL("This configuration must be refused");
    } catch (const Error& error) {
        QVERIFY2(QString::fromStdString(error.message()).contains(said), error.what());
    }
}

void ModelsGitTest::missing_tensors_are_listed_by_their_published_names() {
    const QTemporaryDir temporary;
    const fs::path folder(temporary.path().toStdString());
    test::writeTinyGitFolder(folder, test::tinyGitConfig(2));
    models::writeTensors(folder / "model.safetensors", {{"git.img_temperal_embedding.2", torch::zeros({1, 1, 24})}},
                         models::WeightsType::F32);
    try {
        models::loadModelFolder(folder);
        QFAIL("These weights must be refused");
    } catch (const Error& error) {
        const QString message = QString::fromStdString(error.message());
        QVERIFY2(message.contains("git.image_encoder.vision_model.embeddings.class_embedding is missing"),
                 error.what());
        QCOMPARE(error.place().file, folder / "model.safetensors");
    }
}

void ModelsGitTest::weights_for_video_under_a_configuration_for_pictures_are_explained() {
    const QTemporaryDir temporary;
    const fs::path folder(temporary.path().toStdString());
    const auto model = models::makeStoryModel(models::publishedConfig(test::tinyGitConfig(3), "config.json"));
    models::saveModelFolder(*model, text::WordPieceTokenizer(test::tinyBertWords(300)), "", folder);
    test::writeTinyGitFolder(folder, test::tinyGitConfig(0));
    try {
        models::loadModelFolder(folder);
        QFAIL("These weights must be refused");
    } catch (const Error& error) {
        QVERIFY2(error.message().find("\"num_image_with_embedding\": 3") != std::string::npos, error.what());
    }
}

QTEST_APPLESS_MAIN(ModelsGitTest)
#include "models_git_test.moc"
