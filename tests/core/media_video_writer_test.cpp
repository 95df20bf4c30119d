// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/media/frame_reader.h"
#include "core/media/video_writer.h"
#include "tests/support/numbered_video.h"

#include <QTemporaryDir>
#include <QTest>
#include <array>
#include <cmath>

using namespace storyscope;
using namespace storyscope::media;

namespace {

Picture plain(int width, int height, std::array<std::uint8_t, 3> colour) {
    std::vector<std::uint8_t> pixels;
    for (int i = 0; i < width * height; ++i) {
        pixels.insert(pixels.end(), colour.begin(), colour.end());
    }
    return Picture(width, height, std::move(pixels));
}

double peakSignalToNoise(const Picture& a, const Picture& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.sizeBytes(); ++i) {
        const double difference = a.data()[i] - b.data()[i];
        sum += difference * difference;
    }
    return 10 * std::log10(255.0 * 255.0 / std::max(1e-9, sum / static_cast<double>(a.sizeBytes())));
}

} // namespace

class MediaVideoWriterTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::filesystem::path at(const char* name) const { return m_folder.filePath(name).toStdString(); }

private Q_SLOTS:
    void what_is_written_is_read_back() {
        test::writeNumberedVideo(at("a.mp4"), {.frameCount = 60, .framesPerSecond = 30, .keyFrameInterval = 20});
        const auto index = std::make_shared<const VideoIndex>(buildVideoIndex(at("a.mp4"), {}, Progress::none()));
        QCOMPARE(index->frameCount(), 60);
        QCOMPARE(index->codec, std::string("h264"));
        QVERIFY(std::abs(index->durationSeconds() - 2.0) < 1e-3);
        QCOMPARE(index->frames.front().ptsSeconds, 0.0);
        FrameReader reader(index);
        for (const int number : {0, 31, 59}) {
            const Picture picture = reader.frame(number);
            QCOMPARE(test::readFrameNumber(picture), std::optional(number));
            QVERIFY(peakSignalToNoise(picture, test::numberedPicture(number, 320, 240)) > 32);
        }
    }

    void colours_survive() {
        const std::array<std::array<std::uint8_t, 3>, 5> colours{
            {{255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {255, 255, 255}, {20, 90, 200}}};
        VideoWriter writer(at("colours.mp4"), {.width = 64, .height = 64, .constantRateFactor = 10});
        for (const auto& colour : colours) {
            writer.add(plain(64, 64, colour));
        }
        writer.finish();
        FrameReader reader(
            std::make_shared<const VideoIndex>(buildVideoIndex(at("colours.mp4"), {}, Progress::none())));
        for (int number = 0; number < 5; ++number) {
            const Picture picture = reader.frame(number);
            const std::uint8_t* centre = picture.data() + 32 * picture.strideBytes() + 3 * 32;
            for (std::size_t c = 0; c < 3; ++c) {
                QVERIFY(std::abs(centre[c] - colours[static_cast<std::size_t>(number)][c]) <= 4);
            }
        }
    }

    void the_same_pictures_give_the_same_bytes() {
        test::writeNumberedVideo(at("one.mp4"), {.frameCount = 30});
        test::writeNumberedVideo(at("two.mp4"), {.frameCount = 30});
        QVERIFY(readFile(at("one.mp4")) == readFile(at("two.mp4")));
    }

    void the_index_stands_before_the_frames() {
        test::writeNumberedVideo(at("front.mp4"), {.frameCount = 10});
        const std::string bytes = readFile(at("front.mp4"));
        QVERIFY(bytes.find("moov") < bytes.find("mdat"));
    }

    void key_frames_are_as_close_as_asked_for() {
        test::writeNumberedVideo(at("keys.mp4"), {.frameCount = 50, .keyFrameInterval = 12, .bFrames = 3});
        const VideoIndex index = buildVideoIndex(at("keys.mp4"), {}, Progress::none());
        int since = 0;
        QVERIFY(index.frames.front().isKeyFrame);
        for (const FrameInfo& frame : index.frames) {
            since = frame.isKeyFrame ? 0 : since + 1;
            QVERIFY(since < 12);
        }
    }

    void without_finish_there_is_no_file() {
        {
            VideoWriter writer(at("never.mp4"), {.width = 64, .height = 64});
            writer.add(plain(64, 64, {1, 2, 3}));
        }
        QVERIFY(!std::filesystem::exists(at("never.mp4")));
        const auto left = QDir(m_folder.path()).entryList({"never*"});
        QVERIFY(left.isEmpty());
    }

    void wrong_use_is_refused() {
        QVERIFY_EXCEPTION_THROWN(VideoWriter(at("odd.mp4"), {.width = 63, .height = 64}), Error);
        QVERIFY_EXCEPTION_THROWN(VideoWriter(at("none.mp4"), {.width = 0, .height = 64}), Error);
        QVERIFY_EXCEPTION_THROWN(VideoWriter("/proc/nowhere/a.mp4", {.width = 64, .height = 64}), Error);
        VideoWriter writer(at("size.mp4"), {.width = 64, .height = 64});
        QVERIFY_EXCEPTION_THROWN(writer.add(plain(32, 64, {1, 2, 3})), Error);
        QVERIFY_EXCEPTION_THROWN(writer.finish(), Error);
    }
};

QTEST_GUILESS_MAIN(MediaVideoWriterTest)
#include "media_video_writer_test.moc"
