// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/frame_reader.h"
#include "core/media/hardware_decoding.h"
#include "core/media/video_source.h"
#include "tests/support/numbered_video.h"

#include <QTemporaryDir>
#include <QTest>
#include <cstring>

using namespace storyscope;
using namespace storyscope::media;

namespace {

ffmpeg::Frame frameOf(AVPixelFormat format, int width, int height) {
    ffmpeg::Frame frame = ffmpeg::makeFrame();
    frame->format = format;
    frame->width = width;
    frame->height = height;
    if (av_frame_get_buffer(frame.get(), 0) < 0) {
        qFatal("no memory");
    }
    return frame;
}

template <typename Sample>
void put(AVFrame& frame, int plane, int x, int y, int value) {
    const auto sample = static_cast<Sample>(value);
    std::memcpy(frame.data[plane] + std::ptrdiff_t{y} * frame.linesize[plane] +
                    sizeof sample * static_cast<std::size_t>(x),
                &sample, sizeof sample);
}

/// The same picture as a graphics card (interleaved, in the high bits) and as a software decoder lays it out.
template <typename Sample>
void fill(AVFrame& device, AVFrame& memory, int shift) {
    for (int y = 0; y < device.height; ++y) {
        for (int x = 0; x < device.width; ++x) {
            put<Sample>(device, 0, x, y, (x * 3 + y * 5) % 250 << shift);
            put<Sample>(memory, 0, x, y, (x * 3 + y * 5) % 250);
        }
    }
    for (int y = 0; y < (device.height + 1) / 2; ++y) {
        for (int x = 0; x < (device.width + 1) / 2; ++x) {
            put<Sample>(device, 1, 2 * x, y, (x * 7 + y) % 250 << shift);
            put<Sample>(device, 1, 2 * x + 1, y, (x + y * 11) % 250 << shift);
            put<Sample>(memory, 1, x, y, (x * 7 + y) % 250);
            put<Sample>(memory, 2, x, y, (x + y * 11) % 250);
        }
    }
}

} // namespace

class MediaHardwareDecodingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_card_s_layout_becomes_the_processor_s_data();
    void a_card_s_layout_becomes_the_processor_s();
    void one_different_byte_is_a_different_picture();
    void without_a_device_decoding_goes_on_as_ever();
};

void MediaHardwareDecodingTest::a_card_s_layout_becomes_the_processor_s_data() {
    QTest::addColumn<bool>("isTenBits");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::newRow("8 bits") << false << 64 << 48;
    QTest::newRow("8 bits, odd size") << false << 67 << 49;
    QTest::newRow("10 bits") << true << 64 << 48;
    QTest::newRow("10 bits, odd size") << true << 67 << 49;
}

void MediaHardwareDecodingTest::a_card_s_layout_becomes_the_processor_s() {
    QFETCH(bool, isTenBits);
    QFETCH(int, width);
    QFETCH(int, height);
    const ffmpeg::Frame device = frameOf(isTenBits ? AV_PIX_FMT_P010 : AV_PIX_FMT_NV12, width, height);
    const ffmpeg::Frame memory = frameOf(isTenBits ? AV_PIX_FMT_YUV420P10 : AV_PIX_FMT_YUV420P, width, height);
    if (isTenBits) {
        fill<std::uint16_t>(*device, *memory, 6);
    } else {
        fill<std::uint8_t>(*device, *memory, 0);
    }
    device->pts = 42;
    device->colorspace = AVCOL_SPC_BT709;
    QVERIFY(!haveSamePixels(*device, *memory));
    takeApart(*device);
    QVERIFY(haveSamePixels(*device, *memory));
    QCOMPARE(device->pts, std::int64_t{42});
    QCOMPARE(device->colorspace, AVCOL_SPC_BT709);
}

void MediaHardwareDecodingTest::one_different_byte_is_a_different_picture() {
    const ffmpeg::Frame a = frameOf(AV_PIX_FMT_YUV420P, 32, 16);
    const ffmpeg::Frame b = frameOf(AV_PIX_FMT_YUV420P, 32, 16);
    for (int plane = 0; plane < 3; ++plane) {
        const std::size_t bytes = static_cast<std::size_t>(a->linesize[plane]) * (plane == 0 ? 16 : 8);
        std::memset(a->data[plane], 90, bytes);
        std::memset(b->data[plane], 90, bytes);
    }
    QVERIFY(haveSamePixels(*a, *b));
    for (int plane = 0; plane < 3; ++plane) {
        const int x = plane == 0 ? 31 : 15;
        const int y = plane == 0 ? 15 : 7;
        put<std::uint8_t>(*b, plane, x, y, 91);
        QVERIFY(!haveSamePixels(*a, *b));
        put<std::uint8_t>(*b, plane, x, y, 90);
    }
    QVERIFY(!haveSamePixels(*a, *frameOf(AV_PIX_FMT_YUV420P, 32, 18)));
}

/// True with a device, too: what it decodes is only shown if it is the same.
void MediaHardwareDecodingTest::without_a_device_decoding_goes_on_as_ever() {
    QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("video.mp4").toStdString();
    test::writeNumberedVideo(path, {.frameCount = 40, .keyFrameInterval = 20, .bFrames = 2});
    const auto index = std::make_shared<const VideoIndex>(buildVideoIndex(path, {}, Progress::none()));
    FrameReader plain(index);
    FrameReader reader(index, {.hardware = HardwareDecoding::WhereExact});
    VideoSource source(index, {.hardware = HardwareDecoding::WhereExact});
    QCOMPARE(source.description().find("decoded by") != std::string::npos, !reader.hardwareName().empty());
    for (const int number : {0, 31, 7, 8, 39}) {
        const Picture expected = plain.frame(number);
        QVERIFY(reader.frame(number) == expected);
        QVERIFY(source.frame(number, {}) == expected);
    }
}

QTEST_GUILESS_MAIN(MediaHardwareDecodingTest)
#include "media_hardware_decoding_test.moc"
