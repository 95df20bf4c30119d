// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/datasets/storyworld.h"
#include "core/datasets/storyworld_painter.h"
#include "tests/support/processor_time.h"

#include <QTest>
#include <algorithm>

using namespace storyscope;
using namespace storyscope::datasets;

namespace {

/// FNV-1a, 64 bit.
std::uint64_t hashOf(const Picture& picture, std::uint64_t hash) {
    for (std::size_t i = 0; i < picture.sizeBytes(); ++i) {
        hash = (hash ^ picture.data()[i]) * 0x100000001b3ULL;
    }
    return hash;
}

/// The pixels in which two pictures differ by more than the faintest fringe of an anti-aliased edge.
struct Difference {
    int left = 1 << 20;
    int top = 1 << 20;
    int right = -1;
    int bottom = -1;
    int pixels = 0;
};

constexpr int fringe = 32; ///< of 255

Difference differenceOf(const Picture& a, const Picture& b) {
    Difference found;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            const std::size_t at =
                3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(a.width()) + static_cast<std::size_t>(x));
            const bool differs = std::abs(a.data()[at] - b.data()[at]) > fringe ||
                                 std::abs(a.data()[at + 1] - b.data()[at + 1]) > fringe ||
                                 std::abs(a.data()[at + 2] - b.data()[at + 2]) > fringe;
            if (differs) {
                found.left = std::min(found.left, x);
                found.right = std::max(found.right, x);
                found.top = std::min(found.top, y);
                found.bottom = std::max(found.bottom, y);
                ++found.pixels;
            }
        }
    }
    return found;
}

double meanDifference(const Picture& a, const Picture& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.sizeBytes(); ++i) {
        sum += std::abs(a.data()[i] - b.data()[i]);
    }
    return sum / static_cast<double>(a.sizeBytes());
}

} // namespace

class DatasetsStoryWorldPictureTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equal_seeds_give_the_bytes_that_version_1_always_gave();
    void another_version_of_the_drawing_needs_another_version_number();
    void a_moment_in_the_middle_of_a_beat_is_the_beats_picture();
    void a_figure_moves_through_its_beat();
    void a_place_looks_the_same_in_every_beat_of_a_story();
    void the_last_picture_differs_from_the_one_before();
    void removing_an_entity_changes_pixels_only_inside_its_box();
    void an_entity_without_a_box_is_next_to_invisible();
    void the_box_of_a_character_is_tight();
    void impossible_requests_are_refused();
    void drawing_is_fast_enough_for_training();
};

void DatasetsStoryWorldPictureTest::equal_seeds_give_the_bytes_that_version_1_always_gave() {
    for (const std::uint64_t seed : {3ULL, 1'000'003ULL}) {
        for (int beat = 0; beat < storyworld::beatsPerStory; ++beat) {
            QVERIFY(storyworld::draw(seed, beat, 96) == storyworld::draw(seed, beat, 96));
        }
    }
}

void DatasetsStoryWorldPictureTest::another_version_of_the_drawing_needs_another_version_number() {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const std::uint64_t seed :
         {1ULL, 2ULL, 3ULL, 17ULL, 400ULL, 999'999ULL, 1'000'000ULL, 1'000'007ULL, 123'456'789ULL}) {
        for (int beat = 0; beat < storyworld::beatsPerStory; ++beat) {
            hash = hashOf(storyworld::draw(seed, beat, 128), hash);
        }
    }
    QCOMPARE(storyworld::version, 1);
    QCOMPARE(QByteArray::number(static_cast<qulonglong>(hash), 16), QByteArray("57433c591fa24fbb"));
}

void DatasetsStoryWorldPictureTest::a_moment_in_the_middle_of_a_beat_is_the_beats_picture() {
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        if (storyworld::coherenceOf(seed) == storyworld::Coherence::Coherent) {
            const int beat = static_cast<int>(seed % 5);
            QVERIFY(storyworld::draw(seed, beat, 64) == storyworld::drawMoment(seed, beat, 0.5, 64));
        }
    }
}

void DatasetsStoryWorldPictureTest::a_figure_moves_through_its_beat() {
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        const int beat = static_cast<int>(seed % 5);
        const Picture before = storyworld::drawMoment(seed, beat, 0.30, 96);
        QVERIFY2(!(before == storyworld::drawMoment(seed, beat, 0.55, 96)), qPrintable(QString::number(seed)));
        const double step = meanDifference(before, storyworld::drawMoment(seed, beat, 0.30 + 1.0 / 72, 96));
        QVERIFY2(step < 8, qPrintable(QString("seed %1 jumps by %2 between two video frames").arg(seed).arg(step)));
    }
}

void DatasetsStoryWorldPictureTest::a_place_looks_the_same_in_every_beat_of_a_story() {
    int compared = 0;
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        const storyworld::StoryPlan plan = storyworld::planStory(seed);
        storyworld::Scene third = storyworld::composeScene(plan, 3, 0.5);
        storyworld::Scene fourth = storyworld::composeScene(plan, 4, 0.5);
        third.elements.clear();
        fourth.elements.clear();
        if (third.setting.place == fourth.setting.place && third.setting.weather == fourth.setting.weather) {
            QVERIFY(storyworld::paintScene(third, 64) == storyworld::paintScene(fourth, 64));
            ++compared;
        }
    }
    QVERIFY(compared > 20);
}

void DatasetsStoryWorldPictureTest::the_last_picture_differs_from_the_one_before() {
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        const double difference =
            meanDifference(storyworld::drawMoment(seed, 3, 0.5, 64), storyworld::drawMoment(seed, 4, 0.5, 64));
        QVERIFY2(difference > 1.0, qPrintable(QString("seed %1: %2").arg(seed).arg(difference)));
    }
}

void DatasetsStoryWorldPictureTest::removing_an_entity_changes_pixels_only_inside_its_box() {
    constexpr int size = 128;
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        const storyworld::Scene scene =
            storyworld::composeScene(storyworld::planStory(seed), static_cast<int>(seed % 5), 0.5);
        const Picture whole = storyworld::paintScene(scene, size);
        const auto sightings = storyworld::survey(scene);
        for (std::size_t i = 0; i < sightings.size(); ++i) {
            const auto& box = sightings[i].box;
            const Difference changed =
                differenceOf(whole, storyworld::paintScene(scene, size, static_cast<int>(i) + 1));
            if (!box) {
                continue;
            }
            QVERIFY2(changed.pixels > 0, sightings[i].seen.id.c_str());
            QVERIFY(box->left >= 0 && box->top >= 0 && box->left + box->width <= 1.0001F &&
                    box->top + box->height <= 1.0001F);
            const bool inside =
                changed.left >= box->left * size - 2 && changed.right <= (box->left + box->width) * size + 1 &&
                changed.top >= box->top * size - 2 && changed.bottom <= (box->top + box->height) * size + 1;
            QVERIFY2(inside, qPrintable(QString("seed %1, %2: box %3 %4 %5 %6, changed %7 %8 %9 %10")
                                            .arg(seed)
                                            .arg(sightings[i].seen.id.c_str())
                                            .arg(box->left * size)
                                            .arg(box->top * size)
                                            .arg((box->left + box->width) * size)
                                            .arg((box->top + box->height) * size)
                                            .arg(changed.left)
                                            .arg(changed.top)
                                            .arg(changed.right)
                                            .arg(changed.bottom)));
        }
    }
}

void DatasetsStoryWorldPictureTest::an_entity_without_a_box_is_next_to_invisible() {
    constexpr int size = 128;
    int hidden = 0;
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        const storyworld::Scene scene =
            storyworld::composeScene(storyworld::planStory(seed), static_cast<int>(seed % 5), 0.5);
        const auto sightings = storyworld::survey(scene);
        for (std::size_t i = 0; i < sightings.size(); ++i) {
            if (!sightings[i].box) {
                const auto without = storyworld::paintScene(scene, size, static_cast<int>(i) + 1);
                QVERIFY(differenceOf(storyworld::paintScene(scene, size), without).pixels < size * size / 100);
                ++hidden;
            }
        }
    }
    QVERIFY(hidden > 0);
}

void DatasetsStoryWorldPictureTest::the_box_of_a_character_is_tight() {
    constexpr int size = 128;
    int tight = 0;
    constexpr int stories = 100;
    for (std::uint64_t seed = 0; seed < stories; ++seed) {
        const storyworld::Scene scene =
            storyworld::composeScene(storyworld::planStory(seed), static_cast<int>(seed % 5), 0.5);
        const auto sightings = storyworld::survey(scene);
        const auto hero = std::find_if(sightings.begin(), sightings.end(),
                                       [](const auto& sighting) { return sighting.seen.id == "char1"; });
        QVERIFY(hero != sightings.end() && hero->box);
        const int number = static_cast<int>(hero - sightings.begin()) + 1;
        const Difference changed =
            differenceOf(storyworld::paintScene(scene, size), storyworld::paintScene(scene, size, number));
        const double area =
            static_cast<double>((changed.right - changed.left + 1) * (changed.bottom - changed.top + 1)) /
            (size * size);
        tight += area > 0.8 * hero->box->width * hero->box->height ? 1 : 0;
    }
    QVERIFY2(tight >= 85, qPrintable(QString::number(tight)));
}

void DatasetsStoryWorldPictureTest::impossible_requests_are_refused() {
    QVERIFY_EXCEPTION_THROWN(storyworld::draw(1, 5, 64), Error);
    QVERIFY_EXCEPTION_THROWN(storyworld::draw(1, -1, 64), Error);
    QVERIFY_EXCEPTION_THROWN(storyworld::draw(1, 0, 0), Error);
    QVERIFY_EXCEPTION_THROWN(storyworld::drawMoment(1, 0, 0.5, 100'000), Error);
}

void DatasetsStoryWorldPictureTest::drawing_is_fast_enough_for_training() {
    const test::ProcessorTime spent;
    constexpr int frames = 300;
    for (int i = 0; i < frames; ++i) {
        storyworld::draw(static_cast<std::uint64_t>(i / 5), i % 5, 128);
    }
    QVERIFY2(spent.milliseconds() < 1000, qPrintable(QString::number(spent.milliseconds())));
}

QTEST_GUILESS_MAIN(DatasetsStoryWorldPictureTest)
#include "datasets_storyworld_picture_test.moc"
