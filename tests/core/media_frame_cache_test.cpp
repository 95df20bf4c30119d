// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/frame_cache.h"

#include <QTest>

using namespace storyscope;
using namespace storyscope::media;

namespace {

Picture pictureOf(int level) {
    return Picture(10, 10, std::vector<std::uint8_t>(300, static_cast<std::uint8_t>(level)));
}

} // namespace

class MediaFrameCacheTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void it_never_holds_more_than_its_budget() {
        FrameCache cache(1000);
        for (int number = 0; number < 50; ++number) {
            cache.insert(number, pictureOf(number));
            QVERIFY(cache.sizeBytes() <= 1000);
        }
        QCOMPARE(cache.sizeBytes(), std::size_t{900});
        QVERIFY(cache.contains(49) && cache.contains(48) && cache.contains(47) && !cache.contains(46));
    }

    void what_was_used_last_stays() {
        FrameCache cache(900);
        for (int number = 0; number < 3; ++number) {
            cache.insert(number, pictureOf(number));
        }
        QVERIFY(cache.find(0) == pictureOf(0));
        cache.insert(3, pictureOf(3));
        QVERIFY(cache.contains(0));
        QVERIFY(!cache.contains(1));
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
