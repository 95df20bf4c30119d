// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/datasets/augmentation.h"
#include "core/datasets/side_words.h"

#include <QTest>
#include <cmath>

using namespace storyscope;
using namespace storyscope::datasets;

namespace {

/// 40 × 30: red grows to the right, green downwards.
Picture slope() {
    std::vector<std::uint8_t> pixels;
    for (int y = 0; y < 30; ++y) {
        for (int x = 0; x < 40; ++x) {
            pixels.insert(pixels.end(), {static_cast<std::uint8_t>(6 * x), static_cast<std::uint8_t>(8 * y), 90});
        }
    }
    return Picture(40, 30, std::move(pixels));
}

int redAt(const Picture& picture, int x, int y) {
    return picture.data()[y * picture.strideBytes() + 3 * x];
}

int greenAt(const Picture& picture, int x, int y) {
    return picture.data()[y * picture.strideBytes() + 3 * x + 1];
}

Story storyOf(const std::string& caption) {
    StoryFrame frame;
    frame.caption = caption;
    return {.id = "1", .title = {}, .frames = {frame}, .captions = {}, .score = {}};
}

bool isNear(double a, double b) {
    return std::abs(a - b) < 1e-5;
}

} // namespace

class DatasetsAugmentationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sides_change_places_as_whole_words_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("swapped");
        QTest::newRow("none") << "a bright cleft"
                              << "a bright cleft";
        QTest::newRow("both") << "from left to right."
                              << "from right to left.";
        QTest::newRow("case") << "Left, RIGHT, Right"
                              << "Right, LEFT, Left";
        QTest::newRow("hyphen") << "left-hand side"
                                << "right-hand side";
        QTest::newRow("other letters") << "leftä éright right"
                                       << "leftä éright left";
        QTest::newRow("empty") << ""
                               << "";
    }
    void sides_change_places_as_whole_words() {
        QFETCH(QString, text);
        QFETCH(QString, swapped);
        QCOMPARE(QString::fromStdString(swapSideWords(text.toStdString()).text), swapped);
        QCOMPARE(namesASide(text.toStdString()), text != swapped);
    }

    void groundings_keep_their_words_when_sides_change_places() {
        Story story = storyOf("The left dog sees the right cat");
        story.frames[0].groundings = {{4, 12, "dog"}, {22, 31, "cat"}};
        story.frames[0].references = {"on the right"};
        PictureChange mirror;
        mirror.isMirrored = true;
        const StoryFrame frame = changed(story, mirror).frames[0];
        QCOMPARE(frame.caption, std::string("The right dog sees the left cat"));
        const auto wordsOf = [&](const Grounding& g) { return frame.caption.substr(g.begin, g.end - g.begin); };
        QCOMPARE(wordsOf(frame.groundings[0]), std::string("right dog"));
        QCOMPARE(wordsOf(frame.groundings[1]), std::string("left cat"));
        QCOMPARE(frame.references[0], std::string("on the left"));
    }

    void stories_that_name_a_side_are_mirrored_only_with_their_words() {
        AugmentationOptions options;
        options.mirrorShare = 1;
        QVERIFY(drawChange(options, 7, storyOf("a dog")).isMirrored);
        QVERIFY(!drawChange(options, 7, storyOf("a dog on the Left")).isMirrored);
        Story clip = storyOf("");
        clip.captions = {"turn right"};
        QVERIFY(!drawChange(options, 7, clip).isMirrored);
        options.sides = AugmentationOptions::Sides::SwapWords;
        QVERIFY(drawChange(options, 7, clip).isMirrored);
    }

    void a_seed_draws_the_same_change_within_its_limits() {
        const AugmentationOptions options;
        int mirrored = 0;
        for (std::uint64_t story = 0; story < 1000; ++story) {
            const std::uint64_t seed = sampleSeed(3, 1, story);
            const PictureChange change = drawChange(options, seed, storyOf("a dog"));
            const PictureChange again = drawChange(options, seed, storyOf("a dog on the left"));
            QCOMPARE(change.rotationDegrees, again.rotationDegrees);
            QCOMPARE(change.cropLeft, again.cropLeft);
            QVERIFY(std::abs(change.rotationDegrees) <= 5 && std::abs(change.contrast - 1) <= 0.2);
            QVERIFY(change.cropSize >= 0.8 && change.cropLeft >= 0 && change.cropLeft + change.cropSize <= 1);
            mirrored += change.isMirrored ? 1 : 0;
        }
        QVERIFY(mirrored > 430 && mirrored < 570);
        QVERIFY(sampleSeed(3, 1, 5) != sampleSeed(3, 2, 5));
        QVERIFY(sampleSeed(3, 1, 5) != sampleSeed(4, 1, 5));
        QVERIFY(sampleSeed(3, 1, 5) != sampleSeed(1, 3, 5));
    }

    void no_change_changes_nothing() {
        QVERIFY(changed(slope(), PictureChange()) == slope());
        QVERIFY(changed(Picture(), PictureChange()).isEmpty());
    }

    void pictures_are_mirrored_cropped_and_turned() {
        PictureChange mirror;
        mirror.isMirrored = true;
        QCOMPARE(redAt(changed(slope(), mirror), 0, 0), 6 * 39);
        PictureChange crop;
        crop.cropLeft = 0.25;
        crop.cropTop = 0.2;
        crop.cropSize = 0.5;
        const Picture part = changed(slope(), crop);
        QCOMPARE(part.width(), 20);
        QCOMPARE(part.height(), 15);
        QCOMPARE(redAt(part, 0, 0), 60);
        QCOMPARE(greenAt(part, 0, 0), 48);
        PictureChange turn;
        turn.rotationDegrees = 5;
        const Picture turnedPicture = changed(slope(), turn);
        QVERIFY(std::abs(redAt(turnedPicture, 20, 15) - redAt(slope(), 20, 15)) <= 6);
        // Counter-clockwise: what is right of the middle rises, so that it shows what was further down.
        QVERIFY(greenAt(turnedPicture, 35, 15) > greenAt(slope(), 35, 15) + 4);
    }

    void colours_vary_around_their_mean() {
        PictureChange brighter;
        brighter.brightness = 1.2;
        QVERIFY(redAt(changed(slope(), brighter), 10, 10) > redAt(slope(), 10, 10));
        PictureChange grey;
        grey.saturation = 0;
        const Picture plain = changed(slope(), grey);
        QCOMPARE(redAt(plain, 30, 3), greenAt(plain, 30, 3));
        PictureChange flat;
        flat.contrast = 0;
        QCOMPARE(redAt(changed(slope(), flat), 0, 0), redAt(changed(slope(), flat), 39, 29));
    }

    void boxes_move_with_what_they_surround() {
        Story story = storyOf("a dog and a cat");
        story.frames[0].entities = {{"dog", Entity::Kind::Character, {}, Box{0.5F, 0.4F, 0.2F, 0.2F}},
                                    {"cat", Entity::Kind::Character, {}, Box{0.0F, 0.0F, 0.1F, 0.1F}}};
        PictureChange change;
        change.cropLeft = 0.25;
        change.cropTop = 0.25;
        change.cropSize = 0.5;
        change.isMirrored = true;
        const auto entities = changed(story, change).frames[0].entities;
        const Box dog = entities[0].box.value();
        QVERIFY(isNear(dog.left, 0.1) && isNear(dog.top, 0.3) && isNear(dog.width, 0.4) && isNear(dog.height, 0.4));
        QVERIFY(!entities[1].box);
        PictureChange turn;
        turn.rotationDegrees = 5;
        const Box turnedDog = changed(story, turn).frames[0].entities[0].box.value();
        QVERIFY(turnedDog.width > 0.2F && turnedDog.top < 0.4F);
    }

    void impossible_options_are_refused() {
        AugmentationOptions options;
        options.rotationDegrees = 90;
        QVERIFY_EXCEPTION_THROWN(options.check(), Error);
        options = {};
        options.smallestCrop = std::nan("");
        QVERIFY_EXCEPTION_THROWN(options.check(), Error);
    }
};

QTEST_GUILESS_MAIN(DatasetsAugmentationTest)
#include "datasets_augmentation_test.moc"
