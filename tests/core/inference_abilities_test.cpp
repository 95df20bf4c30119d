// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference_fake_model.h"

#include "core/formats/story_export.h"
#include "core/inference/story_telling.h"

#include <nlohmann/json.hpp>

#include <QTest>

using namespace storyscope;
using namespace storyscope::inference;
using namespace storyscope::test;
using models::CaptionKind;

namespace {

std::vector<InputFrame> framesOf(const std::vector<int>& levels) {
    std::vector<InputFrame> frames;
    for (const int level : levels) {
        InputFrame& frame = frames.emplace_back();
        frame.picture = brightPicture(level);
        frame.sourceIndex = static_cast<int>(frames.size()) - 1;
        frame.timeSeconds = static_cast<double>(frames.size());
    }
    return frames;
}

StoryResult told(const StoryEngine& engine, const std::vector<InputFrame>& frames, const StoryOptions& options = {}) {
    return StoryTelling(engine, options, {}, nullptr).tell(frames);
}

std::vector<std::string> captionsOf(const StoryResult& result) {
    std::vector<std::string> captions;
    for (const ToldFrame& frame : result.frames) {
        captions.push_back(frame.caption.text);
    }
    return captions;
}

} // namespace

/// As GPT-2's: one token is begin, end, padding and unknown, and a word begins with the space before it.
class OneSpecialToken final : public text::Tokenizer {
public:
    std::int64_t vocabularySize() const override { return 15; }
    std::int64_t padId() const override { return 3; }
    std::int64_t unknownId() const override { return 3; }
    std::int64_t beginId() const override { return 3; }
    std::int64_t endId() const override { return 3; }
    const std::string& token(std::int64_t /*id*/) const override { return m_word; }
    std::vector<text::TokenSpan> encode(std::string_view /*text*/) const override { return {}; }
    std::string decode(const std::vector<std::int64_t>& ids, std::vector<text::TokenSpan>* spans) const override {
        std::string text;
        for (const std::int64_t id : ids) {
            spans->push_back({.id = id, .begin = text.size(), .end = text.size() + m_word.size()});
            text += m_word;
        }
        return text;
    }
    void save(const std::filesystem::path& /*folder*/) const override {}

private:
    std::string m_word = " cat";
};

/// Telling with models of other abilities than the bundled one's.
class InferenceAbilitiesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void what_is_expected_tells_the_frames_of_a_model_that_sees_none();
    void expected_captions_show_where_they_looked();
    void a_model_that_only_sees_predicts_nothing();
    void one_caption_is_written_for_all_frames();
    void a_clip_that_is_too_long_is_seen_in_evenly_spread_frames();
    void every_export_has_the_caption_of_all_frames();
    void texts_that_are_known_are_told_about_the_frames_before();
    void without_known_texts_its_own_are_read();
    void a_caption_is_never_told_to_who_writes_it();
    void expected_features_show_the_nearest_real_frame();
    void sampling_repeats_with_its_seed();
    void a_caption_ends_where_one_token_is_end_and_padding_and_has_no_spaces_at_its_ends();
};

void InferenceAbilitiesTest::what_is_expected_tells_the_frames_of_a_model_that_sees_none() {
    models::Abilities abilities;
    abilities.captions = {CaptionKind::NextCaption};
    const StoryResult result = told(*fakeEngine(abilities), framesOf({2, 5, 1, 7, 3}));
    // Each is one step brighter than the frame before it.
    QCOMPARE(captionsOf(result), (std::vector<std::string>{"", "D", "G", "C", "I"}));
    QCOMPARE(result.frames[0].captionOrigin, CaptionOrigin::Untold);
    QCOMPARE(result.frames[1].captionOrigin, CaptionOrigin::Expected);
    QCOMPARE(result.predictions.size(), std::size_t{5}); // of frames 1 to 4 and of what follows
    for (std::size_t prediction = 0; prediction + 1 < result.predictions.size(); ++prediction) {
        QCOMPARE(result.predictions[prediction].caption.text, result.frames[prediction + 1].caption.text);
        QVERIFY(result.predictions[prediction].picture.isEmpty());
    }
    const auto json = nlohmann::json::parse(formats::storyToJson(result));
    QCOMPARE(json["frames"][0]["caption_origin"].get<std::string>(), std::string("untold"));
    QCOMPARE(json["frames"][1]["caption_origin"].get<std::string>(), std::string("expected"));
    QVERIFY(formats::storyToHtml(result, {}).find("Untold") != std::string::npos);
}

void InferenceAbilitiesTest::expected_captions_show_where_they_looked() {
    models::Abilities abilities;
    abilities.captions = {CaptionKind::NextCaption};
    const StoryResult result = told(*fakeEngine(abilities), framesOf({2, 5, 1, 7, 3}));
    QVERIFY(!result.captionAttention(0));
    for (int position = 1; position < 5; ++position) {
        const Attention* const attention = result.captionAttention(position);
        QVERIFY(attention);
        // The frames before it, three at most, and the last of them was looked at.
        QCOMPARE(attention->frames.back(), position - 1);
        QCOMPARE(attention->frames.size(), static_cast<std::size_t>(std::min(position, 3)));
        QCOMPARE(attention->frameWeights(0).back(), 1.0F);
    }
}

void InferenceAbilitiesTest::a_model_that_only_sees_predicts_nothing() {
    models::Abilities abilities;
    abilities.captions = {CaptionKind::Caption};
    const StoryResult result = told(*fakeEngine(abilities), framesOf({2, 5}));
    QCOMPARE(captionsOf(result), (std::vector<std::string>{"C", "F"}));
    QVERIFY(result.predictions.empty());
    QVERIFY(!result.clipCaption);
    QVERIFY(formats::storyToJson(result).find("caption_origin") == std::string::npos);
    QVERIFY(formats::storyToJson(result).find("clip_caption") == std::string::npos);
}

void InferenceAbilitiesTest::one_caption_is_written_for_all_frames() {
    models::Abilities abilities;
    abilities.captions = {CaptionKind::ClipCaption};
    const StoryResult result = told(*fakeEngine(abilities), framesOf({2, 8, 1, 7}));
    QVERIFY(result.clipCaption);
    QCOMPARE(result.clipCaption->text, std::string("I"));
    QCOMPARE(result.frames[1].captionOrigin, CaptionOrigin::Untold);
    const Attention* const attention = result.clipCaptionAttention();
    QVERIFY(attention);
    QCOMPARE(attention->frames, (std::vector<int>{0, 1, 2, 3}));
    QCOMPARE(attention->frameWeights(0)[1], 1.0F);
}

void InferenceAbilitiesTest::a_clip_that_is_too_long_is_seen_in_evenly_spread_frames() {
    models::Abilities abilities;
    abilities.captions = {CaptionKind::ClipCaption};
    // Of eight frames a model with room for four sees every other one, so not the brightest.
    const StoryResult result = told(*fakeEngine(abilities, 4), framesOf({1, 9, 2, 9, 5, 9, 3, 9}));
    QCOMPARE(result.clipCaption->text, std::string("F"));
    QCOMPARE(result.clipCaptionAttention()->frames, (std::vector<int>{0, 2, 4, 6}));
}

void InferenceAbilitiesTest::every_export_has_the_caption_of_all_frames() {
    models::Abilities abilities;
    abilities.captions = {CaptionKind::ClipCaption};
    const StoryResult result = told(*fakeEngine(abilities), framesOf({2, 8}));
    const auto json = nlohmann::json::parse(formats::storyToJson(result));
    QCOMPARE(json["clip_caption"]["text"].get<std::string>(), std::string("I"));
    QCOMPARE(json["attention"][0]["kind"].get<std::string>(), std::string("clip_caption"));
    QCOMPARE(formats::storyToSrt(result), std::string("1\n00:00:01,000 --> 00:00:05,000\nI\n\n"));
    QVERIFY(formats::storyToVtt(result).find("00:00:01.000 --> 00:00:05.000\nI\n") != std::string::npos);
    const std::string html = formats::storyToHtml(result, {});
    QVERIFY(html.find("class=\"caption clip\"") != std::string::npos);
    QVERIFY(html.find("Told by the caption of all frames") != std::string::npos);
}

void InferenceAbilitiesTest::texts_that_are_known_are_told_about_the_frames_before() {
    models::Abilities abilities;
    abilities.captions = {CaptionKind::NextCaption};
    abilities.readsTexts = true;
    std::vector<InputFrame> frames = framesOf({2, 5, 1});
    frames[1].caption = "a b";
    const StoryResult result = told(*fakeEngine(abilities), frames);
    // Nothing is known of frame 0, so its successor is told by its brightness; frame 1 has a text.
    QCOMPARE(result.frames[1].caption.text, std::string("D"));
    QCOMPARE(result.frames[2].caption.text, std::string("X"));
    abilities.readsTexts = false;
    QCOMPARE(told(*fakeEngine(abilities), frames).frames[2].caption.text, std::string("G"));
}

void InferenceAbilitiesTest::without_known_texts_its_own_are_read() {
    models::Abilities abilities;
    abilities.captions = {CaptionKind::NextCaption};
    abilities.readsTexts = true;
    const StoryResult result = told(*fakeEngine(abilities), framesOf({2, 5, 1}));
    // Frame 1 was told, so frame 2 comes after a text.
    QCOMPARE(captionsOf(result), (std::vector<std::string>{"", "D", "X"}));
}

void InferenceAbilitiesTest::a_caption_is_never_told_to_who_writes_it() {
    models::Abilities abilities;
    abilities.captions = {CaptionKind::Caption};
    abilities.readsTexts = true;
    std::vector<InputFrame> frames = framesOf({2, 5, 1});
    for (InputFrame& frame : frames) {
        frame.caption = "a b";
    }
    QCOMPARE(captionsOf(told(*fakeEngine(abilities), frames)), (std::vector<std::string>{"C", "F", "B"}));
}

void InferenceAbilitiesTest::expected_features_show_the_nearest_real_frame() {
    models::Abilities abilities;
    abilities.predictsFeatures = true;
    const StoryResult result = told(*fakeEngine(abilities), framesOf({2, 7, 3, 8}));
    QCOMPARE(result.predictions.size(), std::size_t{4});
    QCOMPARE(result.predictions[0].nearestFrame, std::optional(2)); // 2 + 1
    QCOMPARE(result.predictions[1].nearestFrame, std::optional(3)); // 7 + 1
    QVERIFY(result.predictions[0].picture.isEmpty());
    const auto json = nlohmann::json::parse(formats::storyToJson(result));
    QCOMPARE(json["predictions"][0]["nearest_frame"].get<int>(), 2);
    QVERIFY(formats::storyToHtml(result, {}).find("Frame 3, the real frame nearest") != std::string::npos);
    abilities.predictsFeatures = false;
    abilities.captions = {CaptionKind::NextCaption};
    QVERIFY(formats::storyToHtml(told(*fakeEngine(abilities), framesOf({2, 7})), {}).find("predicts no picture") !=
            std::string::npos);
}

void InferenceAbilitiesTest::sampling_repeats_with_its_seed() {
    models::Abilities abilities;
    abilities.captions = {CaptionKind::NextCaption, CaptionKind::ClipCaption};
    StoryOptions options;
    options.decoding = Decoding::Sample;
    options.temperature = 50;
    options.topP = 1;
    options.seed = 3;
    const auto engine = fakeEngine(abilities);
    const std::vector<InputFrame> frames = framesOf({2, 7, 4});
    QCOMPARE(captionsOf(told(*engine, frames, options)), captionsOf(told(*engine, frames, options)));
}

void InferenceAbilitiesTest::a_caption_ends_where_one_token_is_end_and_padding_and_has_no_spaces_at_its_ends() {
    models::Abilities abilities;
    abilities.captions = {CaptionKind::Caption};
    const StoryEngine engine({}, {std::make_shared<FakeModel>(abilities), std::make_shared<OneSpecialToken>()});
    const ToldCaption caption = told(engine, framesOf({2})).frames.at(0).caption;
    QCOMPARE(QString::fromStdString(caption.text), QString("cat"));
    QCOMPARE(caption.tokens.size(), std::size_t{1});
    QCOMPARE(caption.tokens[0].begin, std::size_t{0});
    QCOMPARE(caption.tokens[0].end, std::size_t{3});
}

QTEST_GUILESS_MAIN(InferenceAbilitiesTest)
#include "inference_abilities_test.moc"
