// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/media/frame_reader.h"
#include "core/media/video_source.h"
#include "tests/support/numbered_video.h"

#include <QTemporaryDir>
#include <QTest>
#include <map>
#include <random>

using namespace storyscope;
using namespace storyscope::media;
using test::NumberedVideoOptions;

namespace {

std::shared_ptr<const VideoIndex> indexOf(const std::filesystem::path& path) {
    return std::make_shared<const VideoIndex>(buildVideoIndex(path, {}, Progress::none()));
}

} // namespace

class MediaFrameReaderTest : public QObject {
    Q_OBJECT

private:
    /// Written once per kind of video.
    std::filesystem::path video(const QString& kind);
    QTemporaryDir m_folder;
    std::map<QString, NumberedVideoOptions> m_kinds{
        {"GOP 12", {.frameCount = 120, .keyFrameInterval = 12, .bFrames = 0}},
        {"GOP 12 with B-frames", {.frameCount = 120, .keyFrameInterval = 12, .bFrames = 3}},
        {"GOP 250 with B-frames", {.frameCount = 300, .keyFrameInterval = 250, .bFrames = 3}},
        {"variable rate", {.frameCount = 120, .keyFrameInterval = 24, .bFrames = 2, .hasVariableRate = true}},
        {"turned by 90", {.frameCount = 50, .rotationDegrees = 90}},
        {"turned by 180", {.frameCount = 50, .rotationDegrees = 180}},
        {"turned by 270", {.frameCount = 50, .rotationDegrees = 270}},
        {"mirrored", {.frameCount = 50, .isMirrored = true}},
        {"mirrored and turned by 90", {.frameCount = 50, .rotationDegrees = 90, .isMirrored = true}},
        {"mirrored and turned by 270", {.frameCount = 50, .rotationDegrees = 270, .isMirrored = true}},
        {"edit list hides 17 frames", {.frameCount = 90, .keyFrameInterval = 30, .bFrames = 2, .hiddenFrames = 17}},
        {"width that is no multiple of 16", {.width = 322, .height = 182, .frameCount = 40}},
    };

private Q_SLOTS:
    void every_random_access_gives_the_frame_that_was_asked_for_data();
    void every_random_access_gives_the_frame_that_was_asked_for();
    void stepping_backwards_returns_the_previous_frame();
    void playing_forwards_returns_every_frame_once_and_the_last_one();
    void random_access_gives_the_same_pixels_as_playing();
    void frames_on_the_way_are_handed_out_with_their_numbers();
    void presentation_times_are_those_that_were_written();
    void a_number_outside_the_video_is_refused();
    void a_file_that_was_replaced_is_noticed();
    void a_stop_ends_decoding_and_the_reader_stays_exact();
};

std::filesystem::path MediaFrameReaderTest::video(const QString& kind) {
    const std::filesystem::path path = m_folder.filePath(kind + ".mp4").toStdString();
    if (!std::filesystem::exists(path)) {
        test::writeNumberedVideo(path, m_kinds.at(kind));
    }
    return path;
}

void MediaFrameReaderTest::every_random_access_gives_the_frame_that_was_asked_for_data() {
    QTest::addColumn<QString>("kind");
    for (const auto& [kind, options] : m_kinds) {
        QTest::newRow(qPrintable(kind)) << kind;
    }
}

void MediaFrameReaderTest::every_random_access_gives_the_frame_that_was_asked_for() {
    QFETCH(QString, kind);
    const NumberedVideoOptions& options = m_kinds.at(kind);
    const auto index = indexOf(video(kind));
    QCOMPARE(index->frameCount(), options.frameCount - options.hiddenFrames);
    QCOMPARE(index->width, options.width);
    QCOMPARE(index->height, options.height);
    FrameReader reader(index);
    std::mt19937 random(1);
    constexpr int accesses = 80;
    for (int i = 0; i < accesses; ++i) {
        const int number = static_cast<int>(random() % static_cast<unsigned>(index->frameCount()));
        const auto found = test::readFrameNumber(reader.frame(number));
        QVERIFY2(found.has_value(), qPrintable(QString("frame %1 is not readable").arg(number)));
        QCOMPARE(*found, number + options.hiddenFrames);
    }
}

void MediaFrameReaderTest::stepping_backwards_returns_the_previous_frame() {
    VideoSource source(indexOf(video("GOP 250 with B-frames")), {});
    for (int number = 240; number >= 180; --number) {
        QCOMPARE(test::readFrameNumber(source.frame(number, {})), std::optional(number));
    }
}

void MediaFrameReaderTest::playing_forwards_returns_every_frame_once_and_the_last_one() {
    FrameReader reader(indexOf(video("variable rate")));
    for (int number = 0; number < reader.index().frameCount(); ++number) {
        QCOMPARE(test::readFrameNumber(reader.frame(number)), std::optional(number));
        QCOMPARE(test::readFrameNumber(reader.frame(number)), std::optional(number));
    }
}

void MediaFrameReaderTest::random_access_gives_the_same_pixels_as_playing() {
    const auto index = indexOf(video("GOP 12 with B-frames"));
    FrameReader player(index);
    FrameReader jumper(index);
    std::vector<Picture> played;
    for (int number = 0; number < index->frameCount(); ++number) {
        played.push_back(player.frame(number));
    }
    for (int number = index->frameCount() - 1; number >= 0; number -= 7) {
        QVERIFY(jumper.frame(number) == played[static_cast<std::size_t>(number)]);
    }
}

void MediaFrameReaderTest::frames_on_the_way_are_handed_out_with_their_numbers() {
    FrameReader reader(indexOf(video("GOP 12")));
    std::vector<int> kept;
    reader.frame(10, {}, [&](int number, const std::function<Picture()>& picture) {
        QCOMPARE(test::readFrameNumber(picture()), std::optional(number));
        kept.push_back(number);
    });
    QCOMPARE(kept, (std::vector{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
}

void MediaFrameReaderTest::presentation_times_are_those_that_were_written() {
    const QString kind = "variable rate";
    const auto index = indexOf(video(kind));
    const std::vector<int> times = test::numberedTimes(m_kinds.at(kind));
    const double period = 1.0 / m_kinds.at(kind).framesPerSecond;
    for (int number = 0; number < index->frameCount(); ++number) {
        const FrameInfo& frame = index->frames[static_cast<std::size_t>(number)];
        const double expected = times[static_cast<std::size_t>(number)] * period;
        QVERIFY(std::abs(frame.ptsSeconds - expected) < 1e-4);
        QCOMPARE(index->frameAt(expected + 0.4 * period), number);
        QCOMPARE(index->frameAt(expected + frame.durationSeconds - 0.1 * period), number);
    }
    QCOMPARE(index->frameAt(-1), 0);
    QCOMPARE(index->frameAt(1e9), index->frameCount() - 1);
}

void MediaFrameReaderTest::a_number_outside_the_video_is_refused() {
    FrameReader reader(indexOf(video("GOP 12")));
    QVERIFY_EXCEPTION_THROWN(reader.frame(-1), Error);
    QVERIFY_EXCEPTION_THROWN(reader.frame(120), Error);
}

void MediaFrameReaderTest::a_file_that_was_replaced_is_noticed() {
    const std::filesystem::path path = m_folder.filePath("replaced.mp4").toStdString();
    test::writeNumberedVideo(path, {.frameCount = 5});
    const auto index = indexOf(path);
    test::writeNumberedVideo(path, {.frameCount = 9});
    try {
        FrameReader reader(index);
        QFAIL("The reader did not notice");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::Mismatch);
    }
}

void MediaFrameReaderTest::a_stop_ends_decoding_and_the_reader_stays_exact() {
    FrameReader reader(indexOf(video("GOP 250 with B-frames")));
    reader.frame(30);
    for (const int number : {200, 20, 100}) {
        std::stop_source stop;
        int passed = 0;
        try {
            reader.frame(number, stop.get_token(), [&](int, const std::function<Picture()>&) {
                if (++passed == 5) {
                    stop.request_stop();
                }
            });
            QFAIL("The stop was ignored");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::Cancelled);
        }
        QVERIFY(passed < 40);
        QCOMPARE(test::readFrameNumber(reader.frame(number - 3)), std::optional(number - 3));
    }
}

QTEST_GUILESS_MAIN(MediaFrameReaderTest)
#include "media_frame_reader_test.moc"
