// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/media/video_source.h"
#include "tests/support/numbered_video.h"

#include <QTemporaryDir>
#include <QTest>
#include <thread>

using namespace storyscope;
using namespace storyscope::media;

namespace {

constexpr std::size_t pictureBytes = std::size_t{320} * 240 * 3;

int cachedPictures(const VideoSource& source) {
    int count = 0;
    for (int number = 0; number < source.frameCount(); ++number) {
        count += source.isCached(number) ? 1 : 0;
    }
    return count;
}

} // namespace

class MediaPrefetchTest : public QObject {
    Q_OBJECT

private:
    std::shared_ptr<const VideoIndex> index(int keyFrameInterval);
    QTemporaryDir m_folder;

private Q_SLOTS:
    void forwards_the_next_second_is_ready();
    void backwards_the_second_before_is_ready_across_groups_data();
    void backwards_the_second_before_is_ready_across_groups();
    void a_group_is_kept_as_far_as_the_budget_goes();
    void the_budget_is_never_exceeded();
    void a_stop_is_no_error_and_the_rest_comes_with_the_next_call();
    void the_ends_of_the_video_are_no_error();
    void what_a_person_looks_at_stays();
};

std::shared_ptr<const VideoIndex> MediaPrefetchTest::index(int keyFrameInterval) {
    const std::filesystem::path path = m_folder.filePath(QString("gop%1.mp4").arg(keyFrameInterval)).toStdString();
    if (!std::filesystem::exists(path)) {
        test::writeNumberedVideo(path, {.frameCount = 240, .keyFrameInterval = keyFrameInterval, .bFrames = 3});
    }
    return std::make_shared<const VideoIndex>(buildVideoIndex(path, {}, Progress::none()));
}

void MediaPrefetchTest::forwards_the_next_second_is_ready() {
    VideoSource source(index(240), {});
    source.frame(100, {});
    source.prepare(100, Travel::Forwards, {});
    for (int number = 101; number <= 100 + 24; ++number) {
        QCOMPARE(test::readFrameNumber(source.cachedFrame(number)), std::optional(number));
    }
    QVERIFY(cachedPictures(source) < 40);
}

void MediaPrefetchTest::backwards_the_second_before_is_ready_across_groups_data() {
    QTest::addColumn<int>("keyFrameInterval");
    QTest::newRow("only key frames") << 1;
    QTest::newRow("GOP 12") << 12;
    QTest::newRow("GOP 30") << 30;
    QTest::newRow("GOP 120") << 120;
}

void MediaPrefetchTest::backwards_the_second_before_is_ready_across_groups() {
    QFETCH(int, keyFrameInterval);
    VideoSource source(index(keyFrameInterval), {});
    for (int number = 140; number >= 90; --number) {
        source.frame(number, {});
        source.prepare(number, Travel::Backwards, {});
        for (int before = number - 1; before >= number - 24; --before) {
            QVERIFY(source.isCached(before));
        }
        QCOMPARE(test::readFrameNumber(source.cachedFrame(number - 1)), std::optional(number - 1));
    }
}

void MediaPrefetchTest::a_group_is_kept_as_far_as_the_budget_goes() {
    VideoSource source(index(120), {.cacheBytes = 100 * pictureBytes});
    source.frame(110, {});
    source.prepare(110, Travel::Backwards, {});
    int kept = 0;
    while (source.isCached(109 - kept)) {
        ++kept;
    }
    QVERIFY2(kept >= 45 && kept <= 60, qPrintable(QString::number(kept)));
}

void MediaPrefetchTest::the_budget_is_never_exceeded() {
    constexpr int pictures = 20;
    VideoSource source(index(60), {.cacheBytes = pictures * pictureBytes});
    for (int number = 200; number > 120; number -= 3) {
        source.frame(number, {});
        source.prepare(number, Travel::Backwards, {});
        QVERIFY(cachedPictures(source) <= pictures);
    }
    for (int number = 120; number < 200; ++number) {
        source.frame(number, {});
        source.prepare(number, Travel::Forwards, {});
        QVERIFY(cachedPictures(source) <= pictures);
    }
}

void MediaPrefetchTest::a_stop_is_no_error_and_the_rest_comes_with_the_next_call() {
    VideoSource source(index(240), {});
    source.frame(200, {});
    std::stop_source asked;
    asked.request_stop();
    source.prepare(200, Travel::Backwards, asked.get_token());
    std::stop_source soon;
    std::jthread stopper([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(3));
        soon.request_stop();
    });
    source.prepare(200, Travel::Backwards, soon.get_token());
    source.prepare(200, Travel::Backwards, {});
    for (int number = 199; number >= 176; --number) {
        QCOMPARE(test::readFrameNumber(source.cachedFrame(number)), std::optional(number));
    }
}

void MediaPrefetchTest::the_ends_of_the_video_are_no_error() {
    VideoSource source(index(60), {});
    source.prepare(0, Travel::Backwards, {});
    source.prepare(239, Travel::Forwards, {});
    source.prepare(2, Travel::Backwards, {});
    QVERIFY(source.isCached(0) && source.isCached(1));
    source.prepare(237, Travel::Forwards, {});
    QVERIFY(source.isCached(238) && source.isCached(239));
}

void MediaPrefetchTest::what_a_person_looks_at_stays() {
    VideoSource source(index(60), {.cacheBytes = 12 * pictureBytes});
    source.frame(100, {});
    for (const Travel travel : {Travel::Forwards, Travel::Backwards, Travel::Forwards}) {
        source.prepare(100, travel, {});
        QVERIFY(source.isCached(100));
    }
}

QTEST_GUILESS_MAIN(MediaPrefetchTest)
#include "media_prefetch_test.moc"
