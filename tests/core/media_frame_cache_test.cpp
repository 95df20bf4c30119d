// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/frame_cache.h"

#include <QTest>
#include <random>

using namespace storyscope;
using namespace storyscope::media;

namespace {

Picture pictureOf(int level) {
    return Picture(10, 10, std::vector<std::uint8_t>(300, static_cast<std::uint8_t>(level)));
}

std::vector<int> kept(const FrameCache& cache, int last) {
    std::vector<int> numbers;
    for (int number = 0; number <= last; ++number) {
        if (cache.contains(number)) {
            numbers.push_back(number);
        }
    }
    return numbers;
}

} // namespace

class MediaFrameCacheTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void it_never_holds_more_than_its_budget() {
        FrameCache cache(1000);
        std::mt19937 random(5);
        for (int i = 0; i < 2000; ++i) {
            const int number = static_cast<int>(random() % 50);
            if (random() % 4 == 0) {
                cache.lookAt(number, random() % 2 == 0 ? Travel::Forwards : Travel::Backwards);
            } else {
                cache.insert(number, pictureOf(number));
            }
            QVERIFY(cache.sizeBytes() <= 1000);
            QCOMPARE(cache.sizeBytes(), 300 * kept(cache, 50).size());
        }
        QCOMPARE(cache.sizeBytes(), std::size_t{900});
    }

    void the_farthest_goes_first_and_what_lies_behind_before_what_lies_ahead() {
        FrameCache cache(5 * 300);
        cache.lookAt(10, Travel::Forwards);
        for (const int number : {8, 9, 10, 11, 12}) {
            cache.insert(number, pictureOf(number));
        }
        cache.insert(13, pictureOf(13));
        QCOMPARE(kept(cache, 20), (std::vector{9, 10, 11, 12, 13}));
        cache.lookAt(10, Travel::Backwards);
        cache.insert(8, pictureOf(8));
        cache.insert(7, pictureOf(7));
        QCOMPARE(kept(cache, 20), (std::vector{7, 8, 9, 10, 11}));
    }

    void what_is_farther_away_than_all_others_is_not_kept() {
        FrameCache cache(900);
        cache.lookAt(10, Travel::Forwards);
        for (const int number : {10, 11, 12}) {
            cache.insert(number, pictureOf(number));
        }
        cache.insert(50, pictureOf(50));
        QCOMPARE(kept(cache, 60), (std::vector{10, 11, 12}));
    }

    void a_person_who_jumps_takes_the_cache_along() {
        FrameCache cache(900);
        for (const int number : {0, 1, 2}) {
            cache.insert(number, pictureOf(number));
        }
        QVERIFY(cache.find(100).isEmpty());
        cache.insert(100, pictureOf(100));
        QVERIFY(cache.find(100) == pictureOf(100));
        QCOMPARE(kept(cache, 100), (std::vector{1, 2, 100}));
    }

    void looking_without_going_there_moves_nobody() {
        FrameCache cache(900);
        for (const int number : {0, 1, 2}) {
            cache.insert(number, pictureOf(number));
        }
        QVERIFY(cache.peek(100).isEmpty());
        QVERIFY(cache.peek(1) == pictureOf(1));
        cache.insert(100, pictureOf(100));
        QCOMPARE(kept(cache, 100), (std::vector{0, 1, 2}));
    }

    void inserting_again_replaces_the_picture() {
        FrameCache cache(900);
        cache.insert(1, pictureOf(1));
        cache.insert(1, pictureOf(2));
        QVERIFY(cache.find(1) == pictureOf(2));
        QCOMPARE(cache.sizeBytes(), std::size_t{300});
    }

    void a_picture_above_the_budget_is_not_kept() {
        FrameCache cache(299);
        cache.insert(1, pictureOf(1));
        QVERIFY(cache.find(1).isEmpty());
        QCOMPARE(cache.sizeBytes(), std::size_t{0});
    }
};

QTEST_GUILESS_MAIN(MediaFrameCacheTest)
#include "media_frame_cache_test.moc"
