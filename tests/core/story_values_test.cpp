// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/story/attention.h"
#include "core/story/picture.h"
#include "core/story/story.h"
#include "core/story/story_result.h"

#include <QTest>

#include <cmath>

using namespace storyscope;

namespace {

/// Two rows over two frames with a grid of 1 × 2: eight numbers that tell where they are.
Attention twoByTwo() {
    Attention attention;
    attention.rows = {"a", "b"};
    attention.frames = {3, 4};
    attention.gridRows = 1;
    attention.gridColumns = 2;
    attention.values = {.1F, .2F, .3F, .4F, .5F, .25F, .125F, .125F};
    return attention;
}

std::vector<float> listOf(std::span<const float> values) {
    return {values.begin(), values.end()};
}

StoryResult resultWithUnfamiliarity(const std::vector<float>& values) {
    StoryResult result;
    for (const float value : values) {
        result.frames.emplace_back().unfamiliarity = value;
    }
    return result;
}

} // namespace

class StoryValuesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_row_is_found_by_its_token() {
        QCOMPARE(listOf(twoByTwo().row(1)), (std::vector<float>{.5F, .25F, .125F, .125F}));
        QCOMPARE(twoByTwo().columnCount(), std::size_t{4});
    }

    void patch_weights_are_those_of_the_asked_frame() {
        QCOMPARE(listOf(twoByTwo().patchWeights(0, 1)), (std::vector<float>{.3F, .4F}));
        QCOMPARE(listOf(twoByTwo().patchWeights(1, 0)), (std::vector<float>{.5F, .25F}));
    }

    void frame_weights_are_the_sums_of_their_patches() {
        const auto weights = twoByTwo().frameWeights(0);
        QCOMPARE(weights.size(), std::size_t{2});
        QCOMPARE(weights[0], .3F);
        QCOMPARE(weights[1], .7F);
    }

    void a_row_that_does_not_exist_is_an_error() {
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(twoByTwo().row(2)));
        Attention broken = twoByTwo();
        broken.values.pop_back();
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(broken.row(0)));
    }

    void a_picture_holds_exactly_its_pixels_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("bytes");
        QTest::addColumn<bool>("valid");
        QTest::newRow("one pixel") << 1 << 1 << 3 << true;
        QTest::newRow("too few bytes") << 2 << 2 << 11 << false;
        QTest::newRow("too many bytes") << 2 << 2 << 13 << false;
        QTest::newRow("no width") << 0 << 2 << 0 << false;
        QTest::newRow("negative height") << 1 << -1 << 3 << false;
        QTest::newRow("size past 32 bits") << 65536 << 65536 << 0 << false;
    }
    void a_picture_holds_exactly_its_pixels() {
        QFETCH(int, width);
        QFETCH(int, height);
        QFETCH(int, bytes);
        QFETCH(bool, valid);
        const auto make = [&] {
            return Picture(width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(bytes)));
        };
        if (valid) {
            QCOMPARE(make().sizeBytes(), static_cast<std::size_t>(bytes));
        } else {
            QVERIFY_THROWS_EXCEPTION(Error, make());
        }
    }

    void pictures_are_equal_by_size_and_pixels() {
        const Picture a(2, 1, {1, 2, 3, 4, 5, 6});
        QVERIFY(a == Picture(2, 1, {1, 2, 3, 4, 5, 6}));
        QVERIFY(!(a == Picture(1, 2, {1, 2, 3, 4, 5, 6})));
        QVERIFY(!(a == Picture(2, 1, {1, 2, 3, 4, 5, 7})));
        QVERIFY(Picture() == Picture());
        QVERIFY(!(a == Picture()));
    }

    void a_box_contains_its_left_top_but_not_its_right_bottom_edge() {
        const Box box{.left = .25F, .top = .5F, .width = .25F, .height = .25F};
        QVERIFY(box.contains(.25F, .5F));
        QVERIFY(!box.contains(.5F, .6F));
        QVERIFY(!box.contains(.3F, .75F));
    }

    void perplexity_is_the_geometric_mean_of_surprise() {
        ToldCaption caption;
        QCOMPARE(caption.perplexity(), 0.0);
        caption.tokens = {{.text = "a", .logProbability = std::log(.5F)},
                          {.text = "b", .logProbability = std::log(.125F)}};
        QVERIFY(std::abs(caption.perplexity() - 4.0) < 1e-6);
    }

    void a_story_is_unfamiliar_when_most_frames_are_data() {
        QTest::addColumn<QList<float>>("frames");
        QTest::addColumn<bool>("unfamiliar");
        QTest::newRow("none") << QList<float>{} << false;
        QTest::newRow("half") << QList<float>{2, .5F} << false;
        QTest::newRow("most") << QList<float>{2, .5F, 1.1F} << true;
        QTest::newRow("at the limit") << QList<float>{1, 1, 1} << false;
    }
    void a_story_is_unfamiliar_when_most_frames_are() {
        QFETCH(QList<float>, frames);
        QTEST(resultWithUnfamiliarity({frames.begin(), frames.end()}).isUnfamiliar(), "unfamiliar");
    }

    void cells_lie_in_the_part_of_the_picture_that_the_grid_covers() {
        Attention attention = twoByTwo();
        QVERIFY(attention.coversWhole(0));
        QVERIFY(attention.cellArea(0, 1) == (Box{0.5F, 0, 0.5F, 1}));
        attention.areas.assign(attention.frames.size(), Box{0.25F, 0, 0.5F, 1});
        QVERIFY(!attention.coversWhole(0));
        QVERIFY(attention.cellArea(0, 0) == (Box{0.25F, 0, 0.25F, 1}));
        QVERIFY(attention.cellArea(0, 1) == (Box{0.5F, 0, 0.25F, 1}));
    }

    void without_class_tokens_and_text_nothing_went_to_them() {
        Attention attention = twoByTwo();
        QCOMPARE(attention.classShare(0), 0.0F);
        QCOMPARE(attention.textShare(0), 0.0F);
        attention.classShares.assign(attention.rows.size(), 0.25F);
        QCOMPARE(attention.classShare(0), 0.25F);
    }

    void caption_attention_is_found_by_frame_layer_and_head() {
        StoryResult result;
        result.attention.resize(3);
        for (Attention& record : result.attention) {
            record.subject = 1;
        }
        result.attention[0].kind = Attention::Kind::NextCaption;
        result.attention[1].layer = 0;
        result.attention[1].head = 2;
        QCOMPARE(result.captionAttention(1), &result.attention[2]);
        QCOMPARE(result.captionAttention(1, 0, 2), &result.attention[1]);
        QVERIFY(result.captionAttention(0) == nullptr);
    }
};

QTEST_GUILESS_MAIN(StoryValuesTest)
#include "story_values_test.moc"
