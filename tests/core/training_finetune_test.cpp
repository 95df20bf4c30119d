// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/blip_folder.h"
#include "tests/support/git_folder.h"
#include "tests/support/one_batch.h"
#include "training_curve.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/inference/evaluation.h"
#include "core/models/model_folder.h"
#include "core/models/model_info.h"
#include "core/models/preset.h"
#include "core/models/published_config.h"
#include "core/models/vision_gpt2_config.h"
#include "core/text/word_splitter.h"
#include "core/text/wordpiece_tokenizer.h"
#include "core/training/training_run.h"
#include "core/training/training_start.h"

#include <torch/torch.h>

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <map>

using namespace storyscope;
using namespace storyscope::training;
using nlohmann::json;
using test::Curve;
namespace fs = std::filesystem;

namespace {

const fs::path flickr = STORYSCOPE_SHARED_DATA "/data/flickr8k";

/// BERT's special tokens in their published places, then all words that the captions have more than once.
std::vector<std::string> vocabularyOf(const datasets::StoryDataset& data) {
    std::map<std::string, int> counts;
    const auto count = [&](const std::string& caption) {
        for (const text::WordSpan& word : text::splitWords(caption)) {
            ++counts[text::wordKey(std::string_view(caption).substr(word.begin, word.end - word.begin))];
        }
    };
    for (std::size_t i = 0; i < data.size(); ++i) {
        for (const StoryFrame& frame : data.story(i).frames) {
            count(frame.caption);
            std::ranges::for_each(frame.references, count);
        }
    }
    std::vector<std::string> words = test::tinyBertWords(300);
    words.resize(104);
    for (const auto& [word, times] : counts) {
        if (times > 1) {
            words.push_back(word);
        }
    }
    return words;
}

json visionOf() {
    return {{"hidden_size", 48},        {"intermediate_size", 96}, {"num_hidden_layers", 2},
            {"num_attention_heads", 4}, {"image_size", 32},        {"patch_size", 8}};
}

json textOf(std::size_t words) {
    return {{"hidden_size", 64},          {"intermediate_size", 128}, {"num_hidden_layers", 2},
            {"num_attention_heads", 4},   {"vocab_size", words},      {"max_position_embeddings", 48},
            {"hidden_dropout_prob", 0.0}, {"bos_token_id", 101}};
}

json tinyConfig(const QString& architecture, std::size_t words) {
    if (architecture == "BLIP") {
        json text = textOf(words + 2); // [DEC], which begins a caption, and [ENC] are added to BERT's words
        text["bos_token_id"] = words;
        return {{"model_type", "blip"}, {"vision_config", visionOf()}, {"text_config", text}};
    }
    json git = textOf(words);
    git["model_type"] = "git";
    git["vision_config"] = visionOf();
    return git;
}

double validationLoss(const Curve& curve, int epoch) {
    return curve.validation.at(epoch).at("caption");
}

} // namespace

/// Published captioners that go on learning: where they start, what stays as it was, what they gain.
class TrainingFinetuneTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void one_epoch_on_photographs_beats_the_start_data();
    void one_epoch_on_photographs_beats_the_start();
    void a_resumed_run_equals_the_unbroken_one_data();
    void a_resumed_run_equals_the_unbroken_one();
    void a_start_that_cannot_be_is_refused_data();
    void a_start_that_cannot_be_is_refused();
    void the_presets_keep_the_vision_part_frozen();
    void the_end_is_a_target_where_it_is_padding_as_well();
    void vit_gpt2_learns_a_batch_by_heart();

private:
    fs::path root() const { return m_folder.path().toStdString(); }
    fs::path startOf(const QString& architecture);
    TrainingSummary train(TrainingOptions options, Curve& curve, std::shared_ptr<TrainingControl> control = {},
                          TrainingRun::Begin begin = TrainingRun::Begin::New) const;
    double ciderD(const fs::path& model) const;

    QTemporaryDir m_folder;
    std::shared_ptr<const datasets::StoryDataset> m_data; ///< null where the photographs are not on this machine
    std::vector<std::string> m_words;
};

void TrainingFinetuneTest::initTestCase() {
    qputenv("XDG_CACHE_HOME", m_folder.filePath("cache").toUtf8());
    qputenv("HF_HUB_CACHE", m_folder.filePath("hub").toUtf8());
    if (fs::exists(flickr)) {
        m_data = datasets::openDataset(flickr.string(), {}, {}, Progress::none());
        m_words = vocabularyOf(*m_data);
    } else {
        m_words = test::tinyBertWords(300);
    }
}

/// A published folder with weights by chance.
fs::path TrainingFinetuneTest::startOf(const QString& architecture) {
    const fs::path folder = root() / (architecture.toStdString() + "-start");
    if (!fs::exists(folder)) {
        torch::manual_seed(5);
        const json published = tinyConfig(architecture, m_words.size());
        const auto model = models::makeStoryModel(models::publishedConfig(published, "config.json"));
        models::saveModelFolder(*model, text::WordPieceTokenizer(m_words), "# Start\n", folder);
    }
    return folder;
}

TrainingSummary TrainingFinetuneTest::train(TrainingOptions options, Curve& curve,
                                            std::shared_ptr<TrainingControl> control, TrainingRun::Begin begin) const {
    options.device = "cpu";
    options.data = flickr.string();
    TrainingPlan plan = begin == TrainingRun::Begin::New ? trainingPlan(options) : planOfRun(options.runFolder);
    return TrainingRun({.folder = options.runFolder, .begin = begin, .control = std::move(control)}, std::move(plan),
                       m_data, {}, curve)
        .run();
}

double TrainingFinetuneTest::ciderD(const fs::path& model) const {
    inference::EvaluationOptions options;
    options.split = "validation";
    options.neighbours = 0;
    options.candidates = 0;
    const auto report = inference::evaluate(model, *m_data, options, {}, Progress::none());
    const inference::Score* const score = report.find("caption_cider_d");
    return score == nullptr ? -1 : score->value;
}

void TrainingFinetuneTest::one_epoch_on_photographs_beats_the_start_data() {
    QTest::addColumn<QString>("architecture");
    QTest::newRow("BLIP") << "BLIP";
    QTest::newRow("GIT") << "GIT";
}

void TrainingFinetuneTest::one_epoch_on_photographs_beats_the_start() {
    QFETCH(const QString, architecture);
    if (!m_data) {
        QSKIP("The photographs of flickr8k are not on this machine");
    }
    const fs::path start = startOf(architecture);
    TrainingOptions options;
    options.preset = architecture.toLower().toStdString() + "-finetune";
    options.epochs = 1;
    options.batchSize = 4;
    options.overrides = {{"start", start.string()}, {"parts.text_decoder.dropout", "0"}};
    options.runFolder = root() / (architecture.toStdString() + "-still");
    options.learningRate = 1e-12; // what the start's own loss is
    Curve still;
    train(options, still);
    options.runFolder = root() / (architecture.toStdString() + "-run");
    options.learningRate = 3e-3;
    Curve curve;
    const TrainingSummary summary = train(options, curve);
    const double before = ciderD(start);
    const double after = ciderD(summary.bestModel);
    qInfo("validation loss %.3f -> %.3f, CIDEr-D %.4f -> %.4f", validationLoss(still, 1), validationLoss(curve, 1),
          before, after);
    QVERIFY(validationLoss(curve, 1) < 0.8 * validationLoss(still, 1));
    QVERIFY(after > before + 0.01);

    const auto first = models::loadModelFolder(start).model->named_parameters();
    const models::LoadedModel best = models::loadModelFolder(summary.bestModel);
    bool isChanged = false;
    for (const auto& item : best.model->named_parameters()) {
        const bool isSame = torch::equal(item.value(), first[item.key()]);
        QVERIFY2(isSame || item.key().rfind("vision.", 0) != 0, item.key().c_str());
        isChanged = isChanged || !isSame;
    }
    QVERIFY(isChanged);
    const json config = json::parse(readFile(summary.bestModel / "config.json"));
    QVERIFY(models::isPublishedConfig(config));
    QCOMPARE(models::readModelInfo(summary.bestModel).name, architecture.toStdString() + ", fine-tuned");
    QVERIFY(readFile(summary.bestModel / "README.md").find("Fine-tuned") != std::string::npos);
}

void TrainingFinetuneTest::a_resumed_run_equals_the_unbroken_one_data() {
    QTest::addColumn<QString>("architecture");
    QTest::addColumn<QString>("changes");
    QTest::newRow("BLIP, dropout") << "BLIP"
                                   << "";
    QTest::newRow("GIT, halved weights") << "GIT"
                                         << "weights_type";
}

void TrainingFinetuneTest::a_resumed_run_equals_the_unbroken_one() {
    QFETCH(const QString, architecture);
    QFETCH(const QString, changes);
    if (!m_data) {
        QSKIP("The photographs of flickr8k are not on this machine");
    }
    const fs::path start = root() / "moved";
    fs::copy(startOf(architecture), start, fs::copy_options::recursive);
    const std::string own = (root() / "mine.json").string();
    json preset{{"base", architecture.toLower().toStdString() + "-finetune"}};
    if (!changes.isEmpty()) {
        preset["model"]["weights_type"] = "F16";
    }
    writeFileAtomically(own, preset.dump());
    TrainingOptions options;
    options.preset = own;
    options.epochs = 2;
    options.batchSize = 4;
    options.limit = 24;
    options.overrides = {{"start", start.string()}, {"validation_stories", "8"}};
    options.runFolder = root() / (architecture.toStdString() + "-unbroken");
    Curve unbroken;
    train(options, unbroken);
    options.runFolder = root() / (architecture.toStdString() + "-broken");
    const auto control = std::make_shared<TrainingControl>();
    Curve curve;
    curve.afterBatch = [&](const BatchDone& batch) {
        if (batch.step == 4) {
            control->stop();
        }
    };
    QVERIFY(train(options, curve, control).wasStopped);
    fs::remove_all(start); // what a run has begun, it can go on with
    curve.afterBatch = [](const BatchDone&) {};
    QVERIFY(!train(options, curve, {}, TrainingRun::Begin::Resumed).wasStopped);
    QCOMPARE(curve.losses, unbroken.losses);
    QCOMPARE(curve.validation, unbroken.validation);
    for (const char* file : {"last/model.safetensors", "last/training.safetensors", "best/model.safetensors"}) {
        const fs::path whole = root() / (architecture.toStdString() + "-unbroken") / file;
        QVERIFY2(readFile(whole) == readFile(options.runFolder / file), file);
    }
}

void TrainingFinetuneTest::a_start_that_cannot_be_is_refused_data() {
    QTest::addColumn<QString>("preset");
    QTest::addColumn<QString>("start");
    QTest::addColumn<QString>("said");
    QTest::newRow("not downloaded") << "blip-finetune"
                                    << ""
                                    << "models download Salesforce/blip-image-captioning-base";
    QTest::newRow("no folder") << "git-finetune"
                               << "/nowhere"
                               << "/nowhere";
    QTest::newRow("another architecture") << "blip-finetune"
                                          << "GIT"
                                          << "BlipForConditionalGeneration";
    QTest::newRow("sizes of another model") << "storyworld"
                                            << "GIT"
                                            << "StoryModel";
}

void TrainingFinetuneTest::a_start_that_cannot_be_is_refused() {
    QFETCH(const QString, preset);
    QFETCH(const QString, start);
    QFETCH(const QString, said);
    TrainingOptions options;
    options.preset = preset.toStdString();
    options.device = "cpu";
    if (!start.isEmpty()) {
        options.overrides["start"] = start == "GIT" ? startOf(start).string() : start.toStdString();
    }
    try {
        withStart(trainingPlan(options), {});
        QFAIL("This start must be refused");
    } catch (const Error& error) {
        QVERIFY2(QString(error.what()).contains(said), error.what());
    }
}

void TrainingFinetuneTest::the_presets_keep_the_vision_part_frozen() {
    for (const char* architecture : {"BLIP", "GIT"}) {
        TrainingOptions options;
        options.preset = QString(architecture).toLower().toStdString() + "-finetune";
        options.device = "cpu";
        options.overrides["start"] = startOf(architecture).string();
        for (const bool isFrozen : {true, false}) {
            options.overrides["parts.vision.frozen"] = isFrozen ? "true" : "false";
            const TrainingPlan plan = withStart(trainingPlan(options), {});
            const auto model = makeRunModel(plan, {});
            QCOMPARE(model->trainableParameterCount() < model->parameterCount(), isFrozen);
            QCOMPARE(model->frozenFeatures(torch::zeros({1, 3, 32, 32})).defined(), isFrozen);
            QCOMPARE(plan.model["hidden_size"].get<int>(), 64);
            QCOMPARE(startTokenizer(plan)->vocabularySize(), plan.model["vocabulary_size"].get<std::int64_t>());
        }
    }
}

void TrainingFinetuneTest::the_end_is_a_target_where_it_is_padding_as_well() {
    const auto texts = torch::tensor({{9, 1, 2, 3, 9}, {9, 4, 9, 9, 9}, {9, 9, 9, 9, 9}}, torch::kLong);
    const nn::ForcedTokens forced = nn::forcedTokens(texts, 9);
    QVERIFY(torch::equal(forced.targets, torch::tensor({1, 2, 3, 9, 4, 9}, torch::kLong)));
    QVERIFY(torch::equal(forced.positions, torch::tensor({0, 1, 2, 3, 4, 5}, torch::kLong)));
    QVERIFY(torch::equal(forced.goesOn.sum(-1), torch::tensor({4, 2, 0}, torch::kLong)));
    const auto usual = torch::tensor({{1, 5, 2, 0, 0}, {1, 6, 7, 8, 2}, {0, 0, 0, 0, 0}}, torch::kLong);
    QVERIFY(torch::equal(nn::forcedTokens(usual, 0).targets, torch::tensor({5, 2, 6, 7, 8, 2}, torch::kLong)));
}

void TrainingFinetuneTest::vit_gpt2_learns_a_batch_by_heart() {
    torch::manual_seed(2);
    constexpr std::int64_t end = 29; // begin, end and padding, as in GPT-2's vocabulary
    json vision = visionOf();
    vision["model_type"] = "vit";
    const json published{{"model_type", "vision-encoder-decoder"},
                         {"pad_token_id", end},
                         {"encoder", vision},
                         {"decoder",
                          {{"model_type", "gpt2"},
                           {"add_cross_attention", true},
                           {"n_embd", 32},
                           {"n_head", 4},
                           {"n_layer", 2},
                           {"n_positions", 16},
                           {"vocab_size", end + 1},
                           {"resid_pdrop", 0.0}}}};
    const auto model = models::makeStoryModel(models::visionGpt2Config(published, "config.json"));
    models::Batch batch;
    batch.pictures = torch::rand({4, 1, 3, 1, 1}).expand({-1, -1, -1, 32, 32}).contiguous();
    batch.captions = torch::full({4, 1, 6}, end, torch::kLong);
    for (std::int64_t i = 0; i < 4; ++i) {
        for (std::int64_t word = 0; word <= i; ++word) { // of one to four words
            batch.captions[i][0][1 + word] = 3 * i + word;
        }
    }
    model->train();
    QVERIFY(test::learnByHeart(*model, batch, {"caption"}, 150) < 0.05);
    const torch::NoGradGuard noGradients;
    for (std::int64_t i = 0; i < 4; ++i) {
        const models::EncodedStory encoded = model->encode(models::StoryInput::of(batch.pictures.narrow(0, i, 1)));
        const nn::TextMemory memory = model->remember(models::CaptionKind::Caption, encoded);
        nn::TextCache cache = model->begin(models::CaptionKind::Caption, encoded, 0);
        std::int64_t token = end;
        for (std::int64_t place = 1; place <= i + 2; ++place) { // its words, then the end
            const nn::TextStep step =
                model->step(models::CaptionKind::Caption, torch::tensor({token}, torch::kLong), memory, cache);
            token = step.logits[0].argmax().item<std::int64_t>();
            QCOMPARE(token, batch.captions[i][0][place].item<std::int64_t>());
        }
    }
}

QTEST_APPLESS_MAIN(TrainingFinetuneTest)
#include "training_finetune_test.moc"
