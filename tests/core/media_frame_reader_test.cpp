// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/media/frame_reader.h"
#include "core/media/image_file.h"
#include "core/media/video_source.h"
#include "tests/support/numbered_video.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <random>
#include <string_view>

using namespace storyscope;
using namespace storyscope::media;
using test::NumberedVideoOptions;

namespace {

std::shared_ptr<const VideoIndex> indexOf(const std::filesystem::path& path) {
    return std::make_shared<const VideoIndex>(buildVideoIndex(path, {}, Progress::none()));
}

/// Asks for frame `number` and stops after every few frames; the frames that came by, in their order.
std::vector<int> passedWithStops(FrameReader& reader, int number, int keepFrom) {
    std::vector<int> passed;
    while (true) {
        std::stop_source stop;
        int now = 0;
        try {
            reader.frame({.number = number, .keepFrom = keepFrom}, stop.get_token(),
                         [&](int came, const std::function<Picture()>&) {
                             passed.push_back(came);
                             if (++now == 7) {
                                 stop.request_stop();
                             }
                         });
            return passed;
        } catch (const Error& error) {
            if (error.code() != ErrorCode::Cancelled) {
                throw;
            }
        }
    }
}

} // namespace

class MediaFrameReaderTest : public QObject {
    Q_OBJECT

private:
    /// Written once per kind of video.
    std::filesystem::path video(const QString& kind);
    const std::vector<Picture>& played(const QString& kind);
    void addKinds() const;
    QTemporaryDir m_folder;
    std::map<QString, std::vector<Picture>> m_played;
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
    void random_access_gives_the_same_pixels_as_playing_data();
    void random_access_gives_the_same_pixels_as_playing();
    void frames_that_are_kept_on_the_way_have_the_same_pixels_as_played_data();
    void frames_that_are_kept_on_the_way_have_the_same_pixels_as_played();
    void frames_on_the_way_are_handed_out_with_their_numbers();
    void presentation_times_are_those_that_were_written();
    void a_number_outside_the_video_is_refused();
    void a_file_that_was_replaced_is_noticed();
    void a_stop_ends_decoding_and_the_reader_stays_exact();
    void after_a_stop_decoding_goes_on_where_it_was();
    void a_frame_left_out_before_a_stop_is_still_found();
    void real_videos_give_the_same_pixels_by_random_access_data();
    void real_videos_give_the_same_pixels_by_random_access();
    void small_pictures_are_of_the_same_frames_data();
    void small_pictures_are_of_the_same_frames();
};

std::filesystem::path MediaFrameReaderTest::video(const QString& kind) {
    const std::filesystem::path path = m_folder.filePath(kind + ".mp4").toStdString();
    if (!std::filesystem::exists(path)) {
        test::writeNumberedVideo(path, m_kinds.at(kind));
    }
    return path;
}

/// All frames, decoded one after the other on one thread.
const std::vector<Picture>& MediaFrameReaderTest::played(const QString& kind) {
    std::vector<Picture>& pictures = m_played[kind];
    if (pictures.empty()) {
        FrameReader player(indexOf(video(kind)));
        for (int number = 0; number < player.index().frameCount(); ++number) {
            pictures.push_back(player.frame(number));
        }
    }
    return pictures;
}

void MediaFrameReaderTest::addKinds() const {
    QTest::addColumn<QString>("kind");
    for (const auto& [kind, options] : m_kinds) {
        QTest::newRow(qPrintable(kind)) << kind;
    }
}

void MediaFrameReaderTest::every_random_access_gives_the_frame_that_was_asked_for_data() {
    addKinds();
}

void MediaFrameReaderTest::every_random_access_gives_the_frame_that_was_asked_for() {
    QFETCH(QString, kind);
    const NumberedVideoOptions& options = m_kinds.at(kind);
    const auto index = indexOf(video(kind));
    QCOMPARE(index->frameCount(), options.frameCount - options.hiddenFrames);
    QCOMPARE(index->width, options.width);
    QCOMPARE(index->height, options.height);
    FrameReader reader(index, {.decoderThreads = 0});
    std::mt19937 random(1);
    constexpr int accesses = 1000;
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

void MediaFrameReaderTest::random_access_gives_the_same_pixels_as_playing_data() {
    addKinds();
}

void MediaFrameReaderTest::random_access_gives_the_same_pixels_as_playing() {
    QFETCH(QString, kind);
    const std::vector<Picture>& expected = played(kind);
    const auto index = indexOf(video(kind));
    for (const int threads : {1, 2}) {
        FrameReader reader(index, {.decoderThreads = threads});
        for (int number = index->frameCount() - 1; number >= 0; number -= 7) {
            QVERIFY(reader.frame(number) == expected[static_cast<std::size_t>(number)]);
        }
    }
}

void MediaFrameReaderTest::frames_that_are_kept_on_the_way_have_the_same_pixels_as_played_data() {
    addKinds();
}

void MediaFrameReaderTest::frames_that_are_kept_on_the_way_have_the_same_pixels_as_played() {
    QFETCH(QString, kind);
    const std::vector<Picture>& expected = played(kind);
    const auto index = indexOf(video(kind));
    FrameReader reader(index, {.decoderThreads = 2});
    for (int number = index->frameCount() - 1; number >= 0; number -= 11) {
        const int keepFrom =
            std::max(index->frames[static_cast<std::size_t>(number)].seekPoint == 0 ? 0 : number - 4, number - 5);
        std::vector<int> kept;
        reader.frame({.number = number, .keepFrom = keepFrom}, {},
                     [&](int passed, const std::function<Picture()>& picture) {
                         QVERIFY(picture() == expected[static_cast<std::size_t>(passed)]);
                         kept.push_back(passed);
                     });
        QVERIFY(kept.empty() || (kept.front() >= keepFrom && kept.back() == number - 1));
        QVERIFY(std::adjacent_find(kept.begin(), kept.end(), [](int a, int b) { return b != a + 1; }) == kept.end());
    }
}

void MediaFrameReaderTest::frames_on_the_way_are_handed_out_with_their_numbers() {
    FrameReader reader(indexOf(video("GOP 12")));
    std::vector<int> kept;
    const auto keep = [&](int number, const std::function<Picture()>& picture) {
        QCOMPARE(test::readFrameNumber(picture()), std::optional(number));
        kept.push_back(number);
    };
    reader.frame({.number = 10, .keepFrom = 0}, {}, keep);
    QCOMPARE(kept, (std::vector{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
    kept.clear();
    reader.frame({.number = 34, .keepFrom = 31}, {}, keep);
    QCOMPARE(kept, (std::vector{31, 32, 33}));
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
            reader.frame({.number = number, .keepFrom = 0}, stop.get_token(),
                         [&](int, const std::function<Picture()>&) {
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

void MediaFrameReaderTest::after_a_stop_decoding_goes_on_where_it_was() {
    const auto index = indexOf(video("GOP 250 with B-frames"));
    for (const int threads : {1, 2}) {
        FrameReader reader(index, {.decoderThreads = threads});
        std::vector<int> expected(200);
        std::iota(expected.begin(), expected.end(), 0);
        QCOMPARE(passedWithStops(reader, 200, 0), expected);
        QCOMPARE(test::readFrameNumber(reader.frame(201)), std::optional(201));
    }
}

void MediaFrameReaderTest::a_frame_left_out_before_a_stop_is_still_found() {
    const QString kind = "GOP 250 with B-frames";
    const auto index = indexOf(video(kind));
    for (int number = 150; number < 156; ++number) {
        FrameReader reader(index);
        std::stop_source stop;
        try {
            reader.frame({.number = 200, .keepFrom = 156}, stop.get_token(),
                         [&](int, const std::function<Picture()>&) { stop.request_stop(); });
            QFAIL("The stop was ignored");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::Cancelled);
        }
        QVERIFY(reader.frame(number) == played(kind)[static_cast<std::size_t>(number)]);
        QVERIFY(reader.frame(170) == played(kind)[170]);
    }
}

void MediaFrameReaderTest::real_videos_give_the_same_pixels_by_random_access_data() {
    QTest::addColumn<QString>("file");
    for (const char* name : {"androidx/bbb_800x640_768kbps_30fps_avc_pyramid_3b.mp4", "androidx/h265_bframes.mp4",
                             "androidx/iibbibb_editlist_videoonly.mp4", "androidx/sample.mkv",
                             "androidx/sample_fragmented.mp4", "androidx/sample_h264.ts", "androidx/sample_h265.ts",
                             "androidx/sample_without_stss.mp4", "androidx/dolbyVision-hdr.MOV", "decord/unordered.mov",
                             "sleap/small_robot.mp4", "torchcodec/bt709_full_range.mp4", "torchcodec/h264_10bits.mp4",
                             "torchcodec/h265_10bits.mp4", "torchcodec/h265_video.mp4", "torchcodec/nasa_13013.mp4"}) {
        QTest::newRow(name) << QString(STORYSCOPE_SHARED_DATA "/data/video/") + name;
    }
}

void MediaFrameReaderTest::real_videos_give_the_same_pixels_by_random_access() {
    QFETCH(QString, file);
    if (!QFile::exists(file)) {
        QSKIP("The real videos are not here: set STORYSCOPE_SHARED_DATA");
    }
    constexpr int mostFrames = 400;
    const auto hashOf = [](const Picture& picture) {
        const std::string_view bytes(reinterpret_cast<const char*>(picture.data()), picture.sizeBytes());
        return std::hash<std::string_view>()(bytes);
    };
    const auto index = indexOf(file.toStdString());
    const int frames = std::min(mostFrames, index->frameCount());
    std::vector<std::size_t> expected;
    FrameReader player(index);
    for (int number = 0; number < frames; ++number) {
        expected.push_back(hashOf(player.frame(number)));
    }
    FrameReader jumper(index, {.decoderThreads = 2});
    std::mt19937 random(2);
    for (int i = 0; i < 20; ++i) {
        const auto number = static_cast<int>(random() % static_cast<unsigned>(frames));
        QVERIFY2(hashOf(jumper.frame(number)) == expected[static_cast<std::size_t>(number)],
                 qPrintable(QString("frame %1").arg(number)));
    }
}

void MediaFrameReaderTest::small_pictures_are_of_the_same_frames_data() {
    addKinds();
}

void MediaFrameReaderTest::small_pictures_are_of_the_same_frames() {
    QFETCH(QString, kind);
    const auto index = indexOf(video(kind));
    const VideoSource source(index, {});
    const auto pictures = source.openSmallPictures({.width = 160, .height = 160});
    const PictureBounds size = fittedSize(index->width, index->height, {.width = 160, .height = 160});
    for (int number = index->frameCount() - 1; number >= 0; number -= 9) {
        const Picture small = pictures->picture(number, {});
        QCOMPARE(small.width(), size.width);
        QCOMPARE(small.height(), size.height);
        const Picture expected = resized(played(kind)[static_cast<std::size_t>(number)], size.width, size.height);
        double sum = 0;
        for (std::size_t i = 0; i < small.sizeBytes(); ++i) {
            sum += std::abs(small.data()[i] - expected.data()[i]);
        }
        QVERIFY2(sum / static_cast<double>(small.sizeBytes()) < 4, qPrintable(QString::number(sum)));
    }
    QVERIFY(source.cachedFrame(0).isEmpty());
}

QTEST_GUILESS_MAIN(MediaFrameReaderTest)
#include "media_frame_reader_test.moc"
