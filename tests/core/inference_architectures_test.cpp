// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference_fake_dataset.h"
#include "inference_tiny_model.h"
#include "tests/support/blip_folder.h"
#include "tests/support/git_folder.h"
#include "tests/support/one_batch.h"

#include "core/formats/story_export.h"
#include "core/inference/evaluator.h"
#include "core/inference/story_telling.h"
#include "core/models/published_config.h"
#include "core/text/word_tokenizer.h"

#include <torch/torch.h>

#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>

using namespace storyscope;
using namespace storyscope::inference;
using namespace storyscope::test;
using models::CaptionKind;

namespace {

nlohmann::json tinyVisionGpt2Config() {
    return {{"model_type", "vision-encoder-decoder"},
            {"encoder",
             {{"model_type", "vit"},
              {"hidden_size", 24},
              {"num_hidden_layers", 2},
              {"num_attention_heads", 3},
              {"intermediate_size", 48},
              {"image_size", 32},
              {"patch_size", 8}}},
            {"decoder",
             {{"model_type", "gpt2"},
              {"add_cross_attention", true},
              {"n_embd", 32},
              {"n_layer", 2},
              {"n_head", 4},
              {"n_positions", 64}}}};
}

/// Captioners that are imported have no preset: the configuration that is published with them, in small.
nlohmann::json publishedConfigOf(const QString& name) {
    const auto words = static_cast<std::int64_t>(TinyModel::words().size());
    if (name == "blip") {
        nlohmann::json config = tinyBlipConfig();
        config["text_config"]["vocab_size"] = words;
        return config;
    }
    nlohmann::json config = name == "vit-gpt2" ? tinyVisionGpt2Config() : tinyGitConfig(name == "git-video" ? 2 : 0);
    (name == "vit-gpt2" ? config["decoder"] : config)["vocab_size"] = words;
    return config;
}

const QStringList captioners{"blip", "git", "git-video", "vit-gpt2"};

/// The parts that a preset is made without; every vocabulary and list of tags is small.
std::unique_ptr<StoryEngine> engineOf(const QString& preset, const QStringList& without, int maximumTokens = 12) {
    nlohmann::json changes{{"picture_size", 48}, {"maximum_tokens", maximumTokens}, {"tags", TinyModel::tags()}};
    for (const QString& part : without) {
        changes["parts"][part.toStdString()] = nullptr;
    }
    torch::manual_seed(1);
    auto model = captioners.contains(preset)
                     ? models::makeStoryModel(models::publishedConfig(publishedConfigOf(preset), "config.json"))
                     : presetModel(preset.toStdString(), static_cast<std::int64_t>(TinyModel::words().size()), changes);
    model->eval();
    models::ModelInfo info;
    info.name = preset.toStdString();
    return std::make_unique<StoryEngine>(
        info, models::LoadedModel{std::move(model), std::make_shared<text::WordTokenizer>(TinyModel::words())});
}

void addModels() {
    QTest::addColumn<QString>("preset");
    QTest::addColumn<QStringList>("without");
    const auto add = [](const char* preset, const QStringList& without = {}) {
        QTest::addRow("%s%s%s", preset, without.isEmpty() ? "" : " without ", qPrintable(without.join(", ")))
            << QString(preset) << without;
    };
    add("storyworld");
    add("storyworld", {"tag_head"});
    add("storyworld", {"score_head"});
    add("storyworld", {"picture_decoder"});
    add("storyworld", {"next_caption_decoder"});
    add("storyworld", {"caption_decoder", "tag_head", "score_head"});
    add("photo-captioner-small");
    add("meanpool-small");
    add("course-v2-small");
    add("tag-score-lstm-small");
    add("tag-score-lstm-small", {"score_head"});
    add("multitask-tags-small");
    add("multitask-tags-small", {"tag_head"});
    add("multitask-tags-small", {"feature_head"});
    add("contrastive-dual-decoder-small");
    add("contrastive-dual-decoder-small", {"picture_decoder"});
    add("video-transformer-small");
    for (const QString& captioner : captioners) {
        add(qPrintable(captioner));
    }
}

/// FakeDataset with another last caption in every story.
class VariedDataset final : public FakeDataset {
public:
    using FakeDataset::FakeDataset;
    Story story(std::size_t index) const override {
        Story story = FakeDataset::story(index);
        story.frames.back().caption = "The dog runs to the " + TinyModel::words()[5 + index] + ".";
        return story;
    }
};

bool isFinite(const Score& score) {
    const auto finite = [](const auto& value) { return !value || std::isfinite(*value); };
    return std::isfinite(score.value) && finite(score.low) && finite(score.high) &&
           std::ranges::all_of(score.floors, [](const auto& floor) { return std::isfinite(floor.second); }) &&
           std::ranges::all_of(score.gaps, [](const auto& gap) { return std::isfinite(gap.second.other); }) &&
           std::ranges::all_of(score.stories, [](const auto& story) { return std::isfinite(story.second); });
}

/// Whether a model with these abilities can have a score of this name.
bool canHave(const models::StoryModel& model, const std::string& name) {
    const models::Abilities abilities = model.abilities();
    const bool sees = abilities.captions.contains(CaptionKind::Caption);
    const bool expects = abilities.captions.contains(CaptionKind::NextCaption);
    if (name.starts_with("tag_")) {
        return abilities.labelsTags;
    }
    if (name.starts_with("score_")) {
        return abilities.judgesStories;
    }
    if (name.starts_with("next_picture_median") || name.starts_with("next_picture_recall")) {
        return abilities.predictsFeatures;
    }
    if (name.starts_with("next_picture_")) {
        return abilities.predictsPictures;
    }
    if (name.starts_with("next_caption_") || name == "order_gap") {
        return expects;
    }
    if (name == "pointing_game" || name == "attention_in_box") {
        return sees && model.grid().rows * model.grid().columns > 1;
    }
    if (name.starts_with("clip_caption_")) {
        return abilities.captions.contains(CaptionKind::ClipCaption);
    }
    return (name.starts_with("caption_") || name == "picture_gap") && (sees || expects);
}

} // namespace

/// Every architecture, with and without what its presets may leave out: nothing is told, and no score given, of what a
/// model cannot do.
class InferenceArchitecturesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void every_architecture_is_tried();
    void a_story_has_what_the_model_can_do_and_nothing_else_data() { addModels(); }
    void a_story_has_what_the_model_can_do_and_nothing_else();
    void a_text_is_as_long_as_its_model_takes();
    void an_evaluation_has_what_the_model_can_do_and_nothing_else_data() { addModels(); }
    void an_evaluation_has_what_the_model_can_do_and_nothing_else();
};

void InferenceArchitecturesTest::every_architecture_is_tried() {
    std::set<std::string> tried;
    const QStringList presets{"storyworld", "meanpool-small", "multitask-tags-small", "video-transformer-small"};
    for (const QString& preset : presets + captioners) {
        tried.insert(engineOf(preset, {})->config().architecture);
    }
    const std::vector<std::string> known = models::knownArchitectures();
    QCOMPARE(tried, std::set<std::string>(known.begin(), known.end()));
}

void InferenceArchitecturesTest::a_story_has_what_the_model_can_do_and_nothing_else() {
    QFETCH(QString, preset);
    QFETCH(QStringList, without);
    const auto engine = engineOf(preset, without);
    const models::Abilities can = engine->model().abilities();
    const StoryResult told = StoryTelling(*engine, {}, {}, nullptr).tell(numberedFrames(5));
    QCOMPARE(told.score.has_value(), can.judgesStories);
    QCOMPARE(told.clipCaption.has_value(), can.captions.contains(CaptionKind::ClipCaption));
    for (const ToldFrame& frame : told.frames) {
        QCOMPARE(frame.tags.empty(), !can.labelsTags);
        QCOMPARE(frame.captionOrigin == CaptionOrigin::Untold, frame.caption.tokens.empty());
    }
    const bool expects = can.captions.contains(CaptionKind::NextCaption);
    QCOMPARE(told.predictions.empty(), !expects && !can.predictsPictures && !can.predictsFeatures);
    for (const NextPrediction& prediction : told.predictions) {
        QCOMPARE(prediction.picture.isEmpty(), !can.predictsPictures);
        QCOMPARE(prediction.nearestFrame.has_value(), can.predictsFeatures);
        QCOMPARE(prediction.caption.tokens.empty(), !expects);
    }
    // This one's LSTM and decoders look back at nothing, as published.
    QCOMPARE(told.attention.empty(), preset.startsWith("contrastive-dual-decoder"));
    for (const Attention& attention : told.attention) {
        QVERIFY(!attention.rows.empty() && attention.columnCount() > 0);
        QCOMPARE(attention.values.size(), attention.rows.size() * attention.columnCount());
    }
    const std::string page = formats::storyToHtml(told, {});
    QCOMPARE(page.find("class=\"tags\"") != std::string::npos, can.labelsTags);
    QCOMPARE(page.find("<meter") != std::string::npos, can.judgesStories);
}

void InferenceArchitecturesTest::a_text_is_as_long_as_its_model_takes() {
    constexpr int room = 64;
    const auto engine = engineOf("video-transformer-small", {}, room);
    const torch::NoGradGuard noGradients;
    auto weights = engine->model().named_parameters();
    weights["clip_decoder.output.linear.bias"][engine->tokenizer().endId()].fill_(-1e9); // it never wants to end
    const StoryResult told = StoryTelling(*engine, {}, {}, nullptr).tell(numberedFrames(5));
    QCOMPARE(told.clipCaption->tokens.size(), std::size_t{room - 1});
}

void InferenceArchitecturesTest::an_evaluation_has_what_the_model_can_do_and_nothing_else() {
    QFETCH(QString, preset);
    QFETCH(QStringList, without);
    const auto engine = engineOf(preset, without);
    EvaluationOptions options;
    options.neighbours = 0;
    const EvaluationReport report = evaluate(*engine, VariedDataset(4), options, {}, Progress::none());
    QVERIFY(!report.scores.empty());
    for (const Score& score : report.scores) {
        QVERIFY2(canHave(engine->model(), score.name), score.name.c_str());
        QVERIFY2(isFinite(score) && score.samples > 0 && !score.definition.empty(), score.name.c_str());
    }
    const models::Abilities can = engine->model().abilities();
    QCOMPARE(report.find("tag_micro_f1") != nullptr, can.labelsTags);
    QCOMPARE(report.find("score_spearman") != nullptr, can.judgesStories);
    QCOMPARE(report.find("next_picture_l1") != nullptr, can.predictsPictures);
    QCOMPARE(report.find("next_picture_median_rank") != nullptr, can.predictsFeatures);
    QCOMPARE(report.find("next_caption_median_rank") != nullptr, can.captions.contains(CaptionKind::NextCaption));
    QVERIFY2(report.toText().find("nan") == std::string::npos, report.toText().c_str());
}

QTEST_GUILESS_MAIN(InferenceArchitecturesTest)
#include "inference_architectures_test.moc"
