// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/inference/rank_correlation.h"
#include "inference_pointing_captioner.h"
#include "inference_tiny_model.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace storyscope;
using namespace storyscope::inference;
using namespace storyscope::test;
using Numbers = std::vector<double>;
using Verdict = MapAgreement::Verdict;

Q_DECLARE_METATYPE(std::vector<double>)

namespace {

constexpr int brightCell = 6; // row 1, column 2
constexpr int otherCell = 13;

StoryOptions twoWords() {
    StoryOptions options;
    options.maximumTokens = 2;
    return options;
}

/// A frame whose cell 6 is white, told by a hand-made BLIP.
struct Told {
    explicit Told(const PointingCaptioner& captioner, const std::string& folder)
        : frames{{blackPicture(160, 80, {80, 20, 120, 40}), 0, {}, "a"}} {
        writePointingCaptioner(folder, captioner);
        teller.emplace(folder);
        story = teller->tell(frames, twoWords(), {});
    }
    OcclusionMap occlude(const OcclusionRequest& request = {}) const {
        return teller->occlude({frames, story}, request, {});
    }

    std::vector<InputFrame> frames;
    std::optional<Storyteller> teller;
    StoryResult story;
};

class Counter final : public Progress {
public:
    void report(std::string_view, std::int64_t done, std::int64_t total) override {
        last = done;
        all = total;
    }
    std::int64_t last = -1;
    std::int64_t all = -1;
};

} // namespace

class InferenceOcclusionTest : public QObject {
    Q_OBJECT

private:
    std::string folder() { return m_folder.filePath(QString::number(++m_count)).toStdString(); }

    QTemporaryDir m_folder;
    int m_count = 0;

private Q_SLOTS:
    void ranks_correlate_as_spearman_says_data() {
        QTest::addColumn<std::vector<double>>("first");
        QTest::addColumn<std::vector<double>>("second");
        QTest::addColumn<double>("expected"); // scipy.stats.spearmanr
        QTest::addRow("same order") << Numbers{1, 2, 3, 40} << Numbers{-1, 0, 5, 6} << 1.0;
        QTest::addRow("opposite") << Numbers{1, 2, 3} << Numbers{3, 2, 1} << -1.0;
        QTest::addRow("one exchange") << Numbers{1, 2, 3, 4, 5} << Numbers{1, 2, 3, 5, 4} << 0.9;
        QTest::addRow("ties") << Numbers{1, 2, 2, 3} << Numbers{1, 3, 2, 4} << 0.9486832980505138;
        QTest::addRow("rounding errors are ties") << Numbers{0, 0, 1e-6, 5} << Numbers{1e-6, 0, 0, 2} << 1.0;
    }

    void ranks_correlate_as_spearman_says() {
        QFETCH(const Numbers, first);
        QFETCH(const Numbers, second);
        QFETCH(const double, expected);
        const auto found = rankCorrelation(first, second);
        QVERIFY(found);
        QVERIFY(std::abs(*found - expected) < 1e-12);
    }

    void what_is_the_same_everywhere_has_no_ranks() {
        QVERIFY(!rankCorrelation(Numbers{0.25, 0.25 + 1e-9, 0.25}, Numbers{1, 2, 3}));
        QVERIFY(!rankCorrelation(Numbers{}, Numbers{}));
    }

    void a_grid_is_divided_evenly_where_that_goes() {
        QCOMPARE(partsOf(24), 8);
        QCOMPARE(partsOf(14), 7);
        QCOMPARE(partsOf(12), 6);
        QCOMPARE(partsOf(4), 4);
        QCOMPARE(partsOf(3), 3);
        QCOMPARE(partsOf(13), 6);
        QCOMPARE(firstCell(6, 6, 13), 13);
    }

    void a_word_that_depends_on_one_place_has_its_maximum_there() {
        const Told told({.dependsOnBrightness = true}, folder());
        const OcclusionMap map = told.occlude();
        QCOMPARE(map.rows, 4);
        QCOMPARE(map.columns, 4);
        QCOMPARE(map.strongest(), std::size_t{brightCell});
        QVERIFY(map.losses[brightCell] > 1);
        for (std::size_t part = 0; part < map.losses.size(); ++part) {
            QVERIFY(part == brightCell || std::abs(map.losses[part]) < 1e-3);
        }
        const Token& token = told.story.frames.front().caption.tokens.front();
        QVERIFY(std::abs(map.logProbability - static_cast<double>(token.logProbability)) < 1e-4);
    }

    void attention_that_is_read_agrees() {
        const Told told({.dependsOnBrightness = true}, folder());
        const MapAgreement found = agreement(*told.story.captionAttention(0), 0, told.occlude());
        QCOMPARE(found.parts, std::size_t{16});
        QVERIFY(found.rankCorrelation && *found.rankCorrelation > 0.99);
        QCOMPARE(found.verdict(), Verdict::Agrees);
    }

    void a_layer_that_looks_elsewhere_is_found_out() {
        const Told told({.dependsOnBrightness = true, .lastLayerLooksAt = otherCell}, folder());
        const OcclusionMap map = told.occlude();
        QCOMPARE(map.strongest(), std::size_t{brightCell});
        const MapAgreement last = agreement(*told.story.captionAttention(0), 0, map);
        QVERIFY(last.rankCorrelation && std::abs(*last.rankCorrelation) < 0.1);
        QCOMPARE(last.verdict(), Verdict::Little);
        QCOMPARE(agreement(*told.story.captionAttention(0, 0, 0), 0, map).verdict(), Verdict::Agrees);
    }

    void attention_that_is_the_same_everywhere_says_nothing() {
        const Told told({.dependsOnBrightness = true, .looksEverywhere = true}, folder());
        const OcclusionMap map = told.occlude();
        QCOMPARE(map.strongest(), std::size_t{brightCell});
        QVERIFY(map.losses[brightCell] > 0.01);
        const MapAgreement found = agreement(*told.story.captionAttention(0), 0, map);
        QVERIFY(!found.rankCorrelation);
        QCOMPARE(found.verdict(), Verdict::Unknown);
    }

    void the_second_word_is_asked_for_after_the_first_one() {
        const Told told({.dependsOnBrightness = true}, folder());
        const OcclusionMap map = told.occlude({.text = {}, .token = 1, .frame = 0, .parts = 2});
        QCOMPARE(map.losses.size(), std::size_t{4});
        QCOMPARE(map.strongest(), std::size_t{1});
    }

    void every_kind_of_caption_of_the_first_models_can_be_checked() {
        const std::string path = folder();
        writeTinyModel(path);
        const Storyteller teller(path);
        const std::vector<InputFrame> frames = numberedFrames(6);
        const StoryResult story = teller.tell(frames, {}, {});
        for (const ToldText text : {ToldText{Attention::Kind::Caption, 3}, ToldText{Attention::Kind::NextCaption, 2}}) {
            const bool isNext = text.kind == Attention::Kind::NextCaption;
            const ToldCaption& caption = isNext ? story.predictions[2].caption : story.frames[3].caption;
            QVERIFY(!caption.tokens.empty());
            const OcclusionMap map = teller.occlude({frames, story}, {.text = text, .token = 0, .frame = 2}, {});
            QVERIFY(std::abs(map.logProbability - static_cast<double>(caption.tokens[0].logProbability)) < 1e-4);
            QCOMPARE(map.losses.size(), std::size_t{16});
        }
    }

    void progress_is_told_and_a_stop_is_obeyed() {
        const Told told({.dependsOnBrightness = true}, folder());
        Counter counter;
        told.teller->occlude({told.frames, told.story}, {}, {{}, counter});
        QCOMPARE(counter.last, std::int64_t{16});
        QCOMPARE(counter.all, std::int64_t{16});
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_THROWS_EXCEPTION(Error, told.teller->occlude({told.frames, told.story}, {}, {stop.get_token()}));
    }

    void what_is_not_there_is_refused() {
        const Told told({}, folder());
        QVERIFY_THROWS_EXCEPTION(Error, told.occlude({.text = {}, .token = 9, .frame = 0, .parts = 0}));
        QVERIFY_THROWS_EXCEPTION(Error, told.occlude({.text = {}, .token = 0, .frame = 1, .parts = 0}));
        QVERIFY_THROWS_EXCEPTION(
            Error, told.occlude({.text = {Attention::Kind::ClipCaption, 0}, .token = 0, .frame = 0, .parts = 0}));
    }

    /// Two layers of the vision transformer look at all 17 tokens alike, so that of each of them 1/4 + 3/4 · 1/17 stays
    /// with itself; two layers of the decoder look at the bright cell and take half of it each.
    void rolled_out_attention_is_what_can_be_worked_out_by_hand() {
        const Told told({}, folder());
        const Attention record = told.teller->rollOut({told.frames, told.story}, {}, {});
        QCOMPARE(record.layer, int{Attention::rolledOut});
        QCOMPARE(record.rows.size(), std::size_t{2});
        const double spread = 0.75 * 0.75 / 17;
        for (std::size_t cell = 0; cell < 16; ++cell) {
            const double expected = spread + (cell == brightCell ? 0.75 * 0.25 : 0);
            QVERIFY(std::abs(static_cast<double>(record.row(0)[cell]) - expected) < 1e-4);
        }
        QVERIFY(std::abs(static_cast<double>(record.classShare(0)) - spread) < 1e-4);
        QVERIFY(std::abs(static_cast<double>(record.textShare(0)) - 0.25) < 1e-4);
    }

    /// Three layers that read picture and text together pass on 1/8 of a word's own state, and all of the rest comes
    /// from the bright cell of the first frame.
    void rolled_out_attention_of_a_clip_is_split_by_frame() {
        const std::string path = folder();
        writePointingCaptioner(path, {.kind = PointingCaptioner::Kind::GitVideo});
        const Storyteller teller(path);
        const std::vector<InputFrame> frames{{blackPicture(64, 64, {32, 16, 48, 32}), 0, {}, "bright"},
                                             {blackPicture(64, 64, {0, 0, 0, 0}), 1, {}, "dark"}};
        const StoryResult story = teller.tell(frames, twoWords(), {});
        for (const ToldText text : {ToldText{Attention::Kind::Caption, 1}, ToldText{Attention::Kind::ClipCaption, 0}}) {
            const Attention record = teller.rollOut({frames, story}, text, {});
            QCOMPARE(record.frames, (std::vector<int>{0, 1}));
            const std::vector<float> shares = record.frameWeights(0);
            const double all = static_cast<double>(shares[0] + shares[1] + record.classShare(0) + record.textShare(0));
            QVERIFY(std::abs(all - 1) < 1e-5);
            QVERIFY(std::abs(static_cast<double>(record.textShare(0)) - 0.125) < 1e-3);
            const double spread = 0.875 * 0.75 / 17;
            QVERIFY(std::abs(static_cast<double>(record.row(0)[brightCell]) - (spread + 0.875 * 0.25)) < 1e-3);
            QVERIFY(shares[1] < 1e-3F);
        }
    }

    void a_model_without_a_vision_transformer_cannot_be_rolled_out() {
        const std::string path = folder();
        writeTinyModel(path);
        const Storyteller teller(path);
        const std::vector<InputFrame> frames = numberedFrames(3);
        const StoryResult story = teller.tell(frames, {}, {});
        QVERIFY_THROWS_EXCEPTION(Error, teller.rollOut({frames, story}, {}, {}));
    }
};

QTEST_GUILESS_MAIN(InferenceOcclusionTest)
#include "inference_occlusion_test.moc"
