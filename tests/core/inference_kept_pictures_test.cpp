// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/blip_folder.h"
#include "tests/support/git_folder.h"
#include "tests/support/processor_time.h"

#include "core/base/error.h"
#include "core/inference/recently_used.h"
#include "core/inference/repeated_caption.h"
#include "core/inference/story_telling.h"
#include "core/models/published_config.h"
#include "core/text/wordpiece_tokenizer.h"

#include <torch/torch.h>

#include <QTest>

#include <set>
#include <thread>

using namespace storyscope;
using namespace storyscope::inference;
using nlohmann::json;

namespace {

constexpr std::size_t plenty = std::size_t{1} << 30;
constexpr KeepingLimits nothing{0, 0};
constexpr KeepingLimits everything{plenty, plenty};
constexpr KeepingLimits oneFrame{2'000, 10'000}; // of the tiny BLIP: it remembers 17 · 24 numbers, four times that

/// Counts what it looks at.
class CountingModel final : public models::StoryModel {
public:
    explicit CountingModel(const std::shared_ptr<models::StoryModel>& model)
        : StoryModel(model->config()), m_model(model) {
        register_module("model", model);
    }
    models::Abilities abilities() const override { return m_model->abilities(); }
    models::PatchGrid grid() const override { return m_model->grid(); }
    models::StoryOutput forward(const models::Batch& batch, const std::set<std::string>& wanted) override {
        return m_model->forward(batch, wanted);
    }
    models::EncodedStory encode(const models::StoryInput& input) override { return m_model->encode(input); }
    nn::TextMemory remember(models::CaptionKind kind, const models::EncodedStory& encoded,
                            const std::stop_token& stop) override {
        ++remembered;
        return m_model->remember(kind, encoded, stop);
    }
    nn::TextCache begin(models::CaptionKind kind, const models::EncodedStory& encoded, std::int64_t frame,
                        std::int64_t rows) override {
        return m_model->begin(kind, encoded, frame, rows);
    }
    nn::TextStep step(models::CaptionKind kind, const torch::Tensor& tokens, const nn::TextMemory& memory,
                      nn::TextCache& cache) override {
        ++steps;
        return m_model->step(kind, tokens, memory, cache);
    }
    torch::Tensor pictureFeatures(const torch::Tensor& pictures, const std::stop_token& stop) override {
        seen += pictures.size(0);
        return m_model->pictureFeatures(pictures, stop);
    }

    std::int64_t seen = 0; ///< pictures
    int remembered = 0;
    int steps = 0;

private:
    std::shared_ptr<models::StoryModel> m_model;
};

/// A tiny captioner with weights by chance, always the same.
std::shared_ptr<CountingModel> captioner(const json& published) {
    torch::manual_seed(5);
    const auto model = models::makeStoryModel(models::publishedConfig(published, "config.json"));
    for (torch::Tensor& weight : model->parameters()) {
        weight.set_requires_grad(false).normal_(0, 0.5);
    }
    model->eval();
    return std::make_shared<CountingModel>(model);
}

std::unique_ptr<StoryEngine> engineOf(const std::shared_ptr<CountingModel>& model, const KeepingLimits& limits) {
    std::vector<std::string> words = test::tinyBertWords();
    words.resize(static_cast<std::size_t>(model->config().vocabularySize), "[filling]");
    for (std::size_t id = 0; id < words.size(); ++id) {
        words[id] = words[id] == "[filling]" ? "filling" + std::to_string(id) : words[id];
    }
    models::LoadedModel loaded;
    loaded.model = model;
    loaded.tokenizer = std::make_shared<text::WordPieceTokenizer>(words);
    return std::make_unique<StoryEngine>(models::ModelInfo{}, std::move(loaded), limits);
}

Picture shade(int level) {
    std::vector<std::uint8_t> pixels(std::size_t{40} * 32 * 3);
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        pixels[i] = static_cast<std::uint8_t>(level * 37 + (i / 7) * static_cast<std::size_t>(level + 1));
    }
    return Picture(40, 32, std::move(pixels));
}

std::vector<InputFrame> framesOf(const std::vector<int>& levels) {
    std::vector<InputFrame> frames;
    for (const int level : levels) {
        frames.push_back({shade(level), level, {}, ""});
    }
    return frames;
}

StoryResult told(const StoryEngine& engine, const std::vector<InputFrame>& frames, const StoryOptions& options = {}) {
    return StoryTelling(engine, options, {}, nullptr).tell(frames);
}

/// Empty if two stories are equal to the last bit.
QString difference(const StoryResult& a, const StoryResult& b) {
    if (a.frames.size() != b.frames.size() || a.attention.size() != b.attention.size()) {
        return "another number of frames or records";
    }
    for (std::size_t frame = 0; frame < a.frames.size(); ++frame) {
        const ToldCaption& one = a.frames[frame].caption;
        const ToldCaption& other = b.frames[frame].caption;
        if (one.text != other.text || one.tokens.size() != other.tokens.size()) {
            return QString("frame %1: \"%2\", \"%3\"").arg(frame).arg(one.text.c_str(), other.text.c_str());
        }
        for (std::size_t token = 0; token < one.tokens.size(); ++token) {
            if (one.tokens[token].logProbability != other.tokens[token].logProbability) {
                return QString("frame %1: another probability of word %2").arg(frame).arg(token);
            }
        }
    }
    for (std::size_t record = 0; record < a.attention.size(); ++record) {
        const Attention& one = a.attention[record];
        const Attention& other = b.attention[record];
        if (one.subject != other.subject || one.rows != other.rows || one.values != other.values) {
            return QString("attention record %1 of caption %2").arg(record).arg(one.subject);
        }
    }
    return {};
}

StoryOptions sampled() {
    StoryOptions options;
    options.decoding = Decoding::Sample;
    options.seed = 3;
    options.maximumTokens = 9;
    return options;
}

} // namespace

class InferenceKeptPicturesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void what_was_used_longest_ago_goes_first();
    void a_second_story_looks_at_no_picture_again();
    void kept_or_computed_anew_a_story_is_the_same_data();
    void kept_or_computed_anew_a_story_is_the_same();
    void captions_written_side_by_side_read_the_weights_once_data();
    void captions_written_side_by_side_read_the_weights_once();
    void a_stop_is_heard_while_a_picture_is_looked_at();
    void a_stop_is_heard_while_a_picture_is_remembered();
    void an_earlier_captions_words_can_be_blocked_data();
    void an_earlier_captions_words_can_be_blocked();
    void repeated_captions_are_marked();
    void captions_are_compared_without_case_and_punctuation();
    void frames_of_a_video_are_told_from_the_pictures_around_them();
    void frames_without_a_video_are_told_from_their_neighbours();
};

void InferenceKeptPicturesTest::what_was_used_longest_ago_goes_first() {
    RecentlyUsed<int> kept(10);
    kept.add("a", 1, 4);
    kept.add("b", 2, 4);
    QCOMPARE(*kept.find("a"), 1);
    kept.add("c", 3, 4);
    QVERIFY(kept.contains("a") && !kept.contains("b") && kept.contains("c"));
    QCOMPARE(kept.sizeBytes(), std::size_t{8});
    kept.add("huge", 4, 11);
    QVERIFY(!kept.find("huge") && kept.contains("a"));
    kept.add("a", 5, 6);
    QCOMPARE(*kept.find("a"), 5);
    QCOMPARE(kept.sizeBytes(), std::size_t{10});
    kept.add("all", 6, 10);
    QVERIFY(kept.contains("all") && !kept.contains("a") && !kept.contains("c"));
}

void InferenceKeptPicturesTest::a_second_story_looks_at_no_picture_again() {
    const auto model = captioner(test::tinyBlipConfig());
    const auto engine = engineOf(model, everything);
    const std::vector<InputFrame> frames = framesOf({1, 4, 2});
    told(*engine, frames);
    QCOMPARE(model->seen, 3);
    QCOMPARE(model->remembered, 3);
    told(*engine, frames, sampled());
    StoryOptions beam;
    beam.decoding = Decoding::Beam;
    beam.maximumTokens = 4;
    told(*engine, framesOf({2, 1}), beam);
    QCOMPARE(model->seen, 3);
    QCOMPARE(model->remembered, 3);
    told(*engine, framesOf({1, 5}));
    QCOMPARE(model->seen, 4);
}

void InferenceKeptPicturesTest::kept_or_computed_anew_a_story_is_the_same_data() {
    QTest::addColumn<QString>("published");
    QTest::addColumn<bool>("isSampled");
    for (const bool isSampled : {false, true}) {
        const QByteArray how = isSampled ? ", sampled" : ", greedy";
        QTest::newRow("blip" + how) << QString::fromStdString(test::tinyBlipConfig().dump()) << isSampled;
        QTest::newRow("git for pictures" + how) << QString::fromStdString(test::tinyGitConfig(0).dump()) << isSampled;
        QTest::newRow("git for video" + how) << QString::fromStdString(test::tinyGitConfig(3).dump()) << isSampled;
    }
}

void InferenceKeptPicturesTest::kept_or_computed_anew_a_story_is_the_same() {
    QFETCH(const QString, published);
    QFETCH(const bool, isSampled);
    const auto model = captioner(json::parse(published.toStdString()));
    const std::vector<InputFrame> frames = framesOf({1, 4, 2, 6, 3, 9, 0, 7, 5, 8});
    StoryOptions options = sampled();
    options.decoding = isSampled ? Decoding::Sample : Decoding::Greedy;
    const StoryResult expected = told(*engineOf(model, nothing), frames, options);
    std::set<float> likelihoods;
    for (const ToldFrame& frame : expected.frames) {
        likelihoods.insert(frame.caption.tokens.front().logProbability);
    }
    QVERIFY2(likelihoods.size() == frames.size(), "frames are told alike: the comparison shows nothing");
    for (const KeepingLimits& limits : {nothing, oneFrame, everything}) {
        const auto engine = engineOf(model, limits);
        for (int time = 0; time < 2; ++time) {
            const QString found = difference(told(*engine, frames, options), expected);
            QVERIFY2(found.isEmpty(), qPrintable(found));
        }
    }
}

void InferenceKeptPicturesTest::captions_written_side_by_side_read_the_weights_once_data() {
    QTest::addColumn<QString>("published");
    QTest::newRow("blip") << QString::fromStdString(test::tinyBlipConfig().dump());
    QTest::newRow("git, clips of two and three frames") << QString::fromStdString(test::tinyGitConfig(3).dump());
}

void InferenceKeptPicturesTest::captions_written_side_by_side_read_the_weights_once() {
    QFETCH(const QString, published);
    const auto model = captioner(json::parse(published.toStdString()));
    const auto engine = engineOf(model, everything);
    const std::vector<InputFrame> frames = framesOf({1, 4, 2});
    StoryOptions options;
    options.maximumTokens = 5;
    told(*engine, frames, options);
    const int before = model->steps;
    told(*engine, frames, options);
    QVERIFY2(model->steps - before <= 5, qPrintable(QString::number(model->steps - before)));
    model->steps = 0;
    options.noRepeatInStory = 2; // a caption must know the ones before it
    told(*engine, frames, options);
    QVERIFY(model->steps > 5);
}

void InferenceKeptPicturesTest::a_stop_is_heard_while_a_picture_is_looked_at() {
    json published = test::tinyBlipConfig();
    published["vision_config"]["num_hidden_layers"] = 120;
    published["vision_config"]["image_size"] = 128;
    published["vision_config"]["patch_size"] = 4;
    const auto engine = engineOf(captioner(published), nothing);
    StoryOptions options;
    options.maximumTokens = 1;
    test::ProcessorTime spent;
    told(*engine, framesOf({1}), options);
    const std::int64_t whole = spent.milliseconds();
    std::stop_source source;
    spent.restart();
    std::jthread stopper([&] {
        while (spent.milliseconds() < whole / 4) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        source.request_stop();
    });
    QVERIFY_EXCEPTION_THROWN(StoryTelling(*engine, options, source.get_token(), nullptr).tell(framesOf({1})), Error);
    QVERIFY2(spent.milliseconds() < 3 * whole / 4,
             qPrintable(QString("%1 of %2 ms").arg(spent.milliseconds()).arg(whole)));
}

void InferenceKeptPicturesTest::a_stop_is_heard_while_a_picture_is_remembered() {
    std::stop_source stopped;
    stopped.request_stop();
    for (const json& published : {test::tinyBlipConfig(), test::tinyGitConfig(3)}) {
        const auto model = captioner(published);
        const auto engine = engineOf(model, everything);
        const torch::NoGradGuard noGradients;
        const std::vector<torch::Tensor> frames{engine->prepare(shade(3))};
        const models::EncodedStory encoded = engine->encodeNoted(frames, {});
        QVERIFY_EXCEPTION_THROWN(engine->remember(models::CaptionKind::Caption, frames, encoded, stopped.get_token()),
                                 Error);
        QVERIFY(!engine->remembers(models::CaptionKind::Caption, frames));
        QVERIFY_EXCEPTION_THROWN(model->pictureFeatures(frames[0][0], stopped.get_token()), Error);
        QVERIFY(!engine->remember(models::CaptionKind::Caption, frames, encoded, {}).tokens.empty());
    }
}

void InferenceKeptPicturesTest::an_earlier_captions_words_can_be_blocked_data() {
    QTest::addColumn<int>("decoding");
    QTest::newRow("greedy") << static_cast<int>(Decoding::Greedy);
    QTest::newRow("beam") << static_cast<int>(Decoding::Beam);
    QTest::newRow("sample") << static_cast<int>(Decoding::Sample);
}

void InferenceKeptPicturesTest::an_earlier_captions_words_can_be_blocked() {
    QFETCH(const int, decoding);
    const auto engine = engineOf(captioner(test::tinyBlipConfig()), everything);
    StoryOptions options;
    options.decoding = static_cast<Decoding>(decoding);
    options.maximumTokens = 6;
    options.noRepeatInStory = 2;
    const StoryResult story = told(*engine, framesOf({3, 3, 3, 3}), options);
    std::set<std::pair<std::string, std::string>> earlier;
    for (const ToldFrame& frame : story.frames) {
        std::set<std::pair<std::string, std::string>> own;
        for (std::size_t token = 1; token < frame.caption.tokens.size(); ++token) {
            own.emplace(frame.caption.tokens[token - 1].text, frame.caption.tokens[token].text);
        }
        for (const auto& pair : own) {
            QVERIFY2(!earlier.contains(pair), (pair.first + ' ' + pair.second).c_str());
        }
        earlier.insert(own.begin(), own.end());
        QVERIFY(!frame.repeatsEarlier || frame.caption.tokens.size() < 2);
    }
    QVERIFY(!earlier.empty());
}

void InferenceKeptPicturesTest::repeated_captions_are_marked() {
    const auto engine = engineOf(captioner(test::tinyBlipConfig()), everything);
    const StoryResult story = told(*engine, framesOf({3, 5, 3}));
    QVERIFY(!story.frames[0].repeatsEarlier);
    QVERIFY(story.frames[2].repeatsEarlier);
    QCOMPARE(story.frames[1].repeatsEarlier, story.frames[1].caption.text == story.frames[0].caption.text);
}

void InferenceKeptPicturesTest::captions_are_compared_without_case_and_punctuation() {
    QCOMPARE(bareWords("A dog's  ball, red."), std::string("a dogs ball red"));
    QCOMPARE(bareWords(" ... "), std::string());
    QVERIFY(bareWords("ten dogs") != bareWords("tend ogs"));
    std::vector<ToldFrame> frames(3);
    frames[0].caption.text = "A dog runs.";
    frames[2].caption.text = "a dog , runs";
    QVERIFY(!repeatsEarlier(frames, 0));
    QVERIFY(!repeatsEarlier(frames, 1)); // it has no words
    QVERIFY(repeatsEarlier(frames, 2));
}

void InferenceKeptPicturesTest::frames_of_a_video_are_told_from_the_pictures_around_them() {
    const auto engine = engineOf(captioner(test::tinyGitConfig(3)), everything);
    QCOMPARE(engine->model().abilities().clipPictures, 3);
    StoryOptions options;
    options.maximumTokens = 6;
    std::vector<InputFrame> frames = framesOf({1, 7});
    frames[0].clip = {{shade(0), shade(1), shade(9)}, 1};
    frames[1].clip = {{shade(5), shade(6), shade(7)}, 2};
    const StoryResult story = told(*engine, frames, options);
    const StoryResult ofClip = told(*engine, framesOf({0, 1, 9}), options); // its middle frame sees the same three
    QCOMPARE(story.frames[0].caption.text, ofClip.frames[1].caption.text);
    const Attention* own = story.captionAttention(0);
    const Attention* whole = ofClip.captionAttention(1);
    QVERIFY(own && whole);
    QCOMPARE(own->frames, std::vector<int>{0});
    QCOMPARE(whole->frames, (std::vector<int>{0, 1, 2}));
    for (std::size_t row = 0; row < own->rows.size(); ++row) {
        const auto seen = own->patchWeights(row, 0);
        const auto expected = whole->patchWeights(row, 1);
        QVERIFY(std::equal(seen.begin(), seen.end(), expected.begin(), expected.end()));
    }
    frames[0].clip.pictures[2] = shade(2);
    const double changed = told(*engine, frames, options).frames[0].caption.tokens.front().logProbability;
    QVERIFY(changed != story.frames[0].caption.tokens.front().logProbability);
}

void InferenceKeptPicturesTest::frames_without_a_video_are_told_from_their_neighbours() {
    const auto model = captioner(test::tinyGitConfig(3));
    const auto engine = engineOf(model, everything);
    StoryOptions options;
    options.maximumTokens = 4;
    const StoryResult story = told(*engine, framesOf({1, 4, 2, 6}), options);
    QCOMPARE(model->seen, 4);
    QCOMPARE(story.captionAttention(0)->frames, (std::vector<int>{0, 1}));
    QCOMPARE(story.captionAttention(2)->frames, (std::vector<int>{1, 2, 3}));
    const torch::NoGradGuard noGradients;
    std::vector<torch::Tensor> frames;
    for (const int level : {1, 4, 2}) {
        frames.push_back(engine->prepare(shade(level)));
    }
    const CaptionSource source = captionSource(*engine, models::CaptionKind::Caption, engine->encodeNoted(frames, {}));
    const WrittenCaption written = CaptionWriter(*engine, options).write(source, {1, 1}, {}, {});
    QCOMPARE(story.frames[1].caption.text, written.caption.text);
}

QTEST_GUILESS_MAIN(InferenceKeptPicturesTest)
#include "inference_kept_pictures_test.moc"
