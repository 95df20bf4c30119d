// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/media/media_source.h"
#include "tests/core/ffmpeg_tool.h"
#include "tests/support/numbered_video.h"
#include "tests/support/processor_time.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <sys/resource.h>

using namespace storyscope;
using namespace storyscope::media;

namespace {

constexpr int frameCount = 60;

std::shared_ptr<MediaSource> open(const QString& path) {
    return openMedia(path.toStdString(), {}, {}, Progress::none());
}

long peakMemoryKib() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

} // namespace

/// Numbered frames through ffmpeg into every container and codec that people have; each frame must still be itself.
class MediaFormatsTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString at(const QString& name) const { return m_folder.filePath(name); }
    void addRows() const;
    void addOddRows() const;

private Q_SLOTS:
    void initTestCase();
    void every_frame_is_the_right_one_data();
    void every_frame_is_the_right_one();
    void the_best_of_several_streams_is_shown();
    void an_attached_picture_is_no_video();
    void a_missing_table_of_key_frames_does_no_harm();
    void frames_of_no_length_are_all_there();
    void a_gif_keeps_its_delays();
    void a_video_of_thirty_hours_opens_at_once();
    void a_hundred_thousand_frames_open_in_reasonable_time_and_memory();
};

void MediaFormatsTest::initTestCase() {
    if (!test::hasFfmpeg()) {
        QSKIP("ffmpeg is not installed");
    }
    test::writeNumberedVideo(
        at("source.mp4").toStdString(),
        {.frameCount = frameCount, .keyFrameInterval = 20, .bFrames = 2, .constantRateFactor = 10});
}

void MediaFormatsTest::addRows() const {
    const auto row = [](const char* name, const QString& file, const QStringList& arguments) {
        QTest::newRow(name) << file << arguments;
    };
    const QStringList mpeg4{"-c:v", "mpeg4", "-q:v", "3"};
    const QStringList x264{"-c:v", "libx264", "-crf", "12", "-g", "20"};
    row("MJPEG in AVI", "a.avi", {"-c:v", "mjpeg", "-q:v", "3"});
    row("MJPEG in Matroska", "a.mkv", {"-c:v", "mjpeg", "-q:v", "3"});
    row("MPEG-4 in AVI", "b.avi", mpeg4);
    row("MPEG-4 with B-frames in AVI", "c.avi", mpeg4 + QStringList{"-bf", "2"});
    row("H.264 with B-frames in AVI", "d.avi", QStringList{"-c", "copy"});
    row("interlaced MPEG-2", "a.ts",
        {"-c:v", "mpeg2video", "-q:v", "3", "-bf", "2", "-flags", "+ildct+ilme", "-top", "1"});
    row("MPEG-1 program stream", "a.mpg", {"-c:v", "mpeg1video", "-q:v", "3"});
    row("interlaced H.264", "a.mp4", x264 + QStringList{"-x264-params", "tff=1"});
    row("raw H.264", "a.h264", {"-c", "copy"});
    row("raw HEVC", "a.hevc", {"-c:v", "libx265", "-crf", "12", "-x265-params", "log-level=none:bframes=3"});
    row("open groups of pictures", "b.mp4", x264 + QStringList{"-bf", "3", "-x264-params", "open-gop=1"});
    row("fragmented", "c.mp4", {"-c", "copy", "-movflags", "frag_keyframe+empty_moov"});
    row("fragmented without base", "d.mp4", {"-c", "copy", "-movflags", "frag_keyframe+empty_moov+default_base_moof"});
    row("all intra", "e.mp4", {"-c:v", "libx264", "-g", "1", "-crf", "12"});
    row("VP8", "a.webm", {"-c:v", "libvpx", "-b:v", "3M", "-deadline", "realtime", "-cpu-used", "8"});
    row("VP9", "b.webm", {"-c:v", "libvpx-vp9", "-b:v", "3M", "-deadline", "realtime", "-cpu-used", "8"});
    row("Flash", "a.flv", {"-c:v", "flv", "-q:v", "3"});
    row("lossless animation", "a.mov", {"-c:v", "qtrle", "-pix_fmt", "rgb24"});
}

void MediaFormatsTest::addOddRows() const {
    const auto row = [](const char* name, const QString& file, const QStringList& arguments) {
        QTest::newRow(name) << file << arguments;
    };
    const QStringList x264{"-c:v", "libx264", "-crf", "12", "-g", "20"};
    row("starts late in Matroska", "late.mkv", {"-c", "copy", "-output_ts_offset", "100"});
    row("starts late in a transport stream", "late.ts", {"-c", "copy", "-output_ts_offset", "7000"});
    row("starts late in MP4", "late.mp4", {"-c", "copy", "-output_ts_offset", "5"});
    row("times near their overflow", "wrap.ts", {"-c", "copy", "-output_ts_offset", "95442"});
    row("odd size", "odd.mp4", x264 + QStringList{"-vf", "scale=321:241", "-pix_fmt", "yuv444p"});
    row("pixels that are not square", "wide.mp4", x264 + QStringList{"-vf", "setsar=4/3"});
    row("10 bit", "ten.mp4", x264 + QStringList{"-pix_fmt", "yuv420p10le"});
    row("12 bit HEVC", "twelve.mkv",
        {"-c:v", "libx265", "-crf", "12", "-x265-params", "log-level=none", "-pix_fmt", "yuv422p12le"});
    row("full range", "full.mp4", x264 + QStringList{"-vf", "scale=out_range=full", "-color_range", "pc"});
    row("grey", "grey.mp4", x264 + QStringList{"-pix_fmt", "gray"});
    row("with transparency", "alpha.mov", {"-c:v", "png", "-pix_fmt", "rgba"});
    row("with sound in front", "sound.mkv",
        {"-f", "lavfi", "-i", "sine=440:duration=3", "-map", "1", "-map", "0", "-c:v", "copy"});
    row("variable rate", "variable.mkv",
        x264 + QStringList{"-vf", "setpts=(N+mod(N*7\\,4)*0.2)/24/TB", "-vsync", "vfr"});
}

void MediaFormatsTest::every_frame_is_the_right_one_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QStringList>("arguments");
    addRows();
    addOddRows();
}

void MediaFormatsTest::every_frame_is_the_right_one() {
    QFETCH(QString, file);
    QFETCH(QStringList, arguments);
    if (!test::convert(at("source.mp4"), arguments, at(file))) {
        QSKIP("This ffmpeg cannot write such a file");
    }
    const auto source = open(at(file));
    QCOMPARE(source->frameCount(), frameCount);
    QVERIFY2(source->damagedRanges().empty(), source->issues().empty() ? "" : source->issues().front().text.c_str());
    for (const int number : {0, 59, 1, 30, 29, 41, 40, 39, 20, 19, 21, 58, 57, 3, 50}) {
        const auto read = test::readStretchedNumber(source->frame(number));
        QVERIFY2(read == std::optional(number), qPrintable(QString("%1 is %2").arg(number).arg(read.value_or(-1))));
    }
    for (int number = 1; number < frameCount; ++number) {
        QVERIFY(source->timeSeconds(number).value() >= source->timeSeconds(number - 1).value());
    }
}

void MediaFormatsTest::the_best_of_several_streams_is_shown() {
    QVERIFY(test::convert(at("source.mp4"),
                          {"-filter_complex", "[0:v]split[a][b];[a]scale=64:48[small]", "-map", "[small]", "-map",
                           "[b]", "-c:v", "libx264", "-crf", "12", "-disposition:v", "0"},
                          at("two.mkv")));
    const auto source = open(at("two.mkv"));
    QCOMPARE(source->width(), 320);
    QCOMPARE(source->frameCount(), frameCount);
    QCOMPARE(test::readFrameNumber(source->frame(33)), std::optional(33));
}

void MediaFormatsTest::an_attached_picture_is_no_video() {
    QVERIFY(test::convert(at("source.mp4"), {"-vf", "scale=1280:960", "-frames:v", "1"}, at("cover.png")));
    const QStringList streams{"-i",   at("cover.png"),    "-map",        "1", "-map", "0", "-c",
                              "copy", "-disposition:v:0", "attached_pic"};
    QVERIFY(test::convert(at("source.mp4"), streams, at("covered.mp4")));
    const auto source = open(at("covered.mp4"));
    QCOMPARE(source->frameCount(), frameCount);
    QCOMPARE(source->width(), 320);
    const QStringList onlyCover{"-f", "lavfi", "-i",   "sine=440:duration=1", "-map",        "1", "-map",
                                "0",  "-c:v",  "copy", "-disposition:v:0",    "attached_pic"};
    QVERIFY(test::convert(at("cover.png"), onlyCover, at("song.m4a")));
    QVERIFY_EXCEPTION_THROWN(open(at("song.m4a")), Error);
}

void MediaFormatsTest::a_missing_table_of_key_frames_does_no_harm() {
    std::string bytes = readFile(at("source.mp4").toStdString());
    const std::size_t table = bytes.find("stss");
    QVERIFY(table != std::string::npos);
    bytes.replace(table, 4, "free");
    writeFileAtomically(at("no table.mp4").toStdString(), bytes);
    const auto source = open(at("no table.mp4"));
    QCOMPARE(source->frameCount(), frameCount);
    for (const int number : {59, 0, 30, 41, 19, 20, 21}) {
        QCOMPARE(test::readFrameNumber(source->frame(number)), std::optional(number));
    }
}

void MediaFormatsTest::frames_of_no_length_are_all_there() {
    QVERIFY(test::convert(at("source.mp4"), {"-c:v", "mjpeg", "-q:v", "3"}, at("each.mkv")));
    QVERIFY(test::convert(at("each.mkv"), {"-c", "copy", "-bsf:v", "setts=ts=floor(N/3)*125"}, at("equal.mkv")));
    const auto source = open(at("equal.mkv"));
    QCOMPARE(source->frameCount(), frameCount);
    for (const int number : {0, 1, 2, 3, 59, 58, 30}) {
        QCOMPARE(test::readFrameNumber(source->frame(number)), std::optional(number));
    }
}

void MediaFormatsTest::a_gif_keeps_its_delays() {
    const QStringList delays{"-filter_complex",
                             "[0:v]setpts=(N+gte(N\\,20)*24)/24/TB,split[a][b];[a]palettegen[p];[b][p]paletteuse",
                             "-vsync", "vfr"};
    QVERIFY(test::convert(at("source.mp4"), delays, at("a.gif")));
    const auto source = open(at("a.gif"));
    QCOMPARE(source->frameCount(), frameCount);
    constexpr double rounding = 0.011; // to hundredths of a second
    QVERIFY(std::abs(source->timeSeconds(19).value() - 19 / 24.0) < rounding);
    QVERIFY(std::abs(source->timeSeconds(20).value() - 44 / 24.0) < rounding);
    QCOMPARE(source->frameAt(1.8), 19);
    for (const int number : {59, 0, 19, 20, 33}) {
        QCOMPARE(test::readFrameNumber(source->frame(number)), std::optional(number));
    }
}

void MediaFormatsTest::a_video_of_thirty_hours_opens_at_once() {
    QVERIFY(test::convert(
        at("source.mp4"),
        {"-vf", "setpts=N*1800/TB", "-vsync", "vfr", "-enc_time_base", "1/1000", "-c:v", "mpeg4", "-q:v", "3"},
        at("thirty hours.mkv")));
    const test::ProcessorTime spent;
    const auto source = open(at("thirty hours.mkv"));
    QVERIFY(spent.milliseconds() < 2000);
    QCOMPARE(source->frameCount(), frameCount);
    QCOMPARE(source->timeSeconds(59).value(), 59 * 1800.0);
    QCOMPARE(source->frameAt(1800.0 * 20 + 1), 20);
    QCOMPARE(test::readFrameNumber(source->frame(59)), std::optional(59));
}

void MediaFormatsTest::a_hundred_thousand_frames_open_in_reasonable_time_and_memory() {
    constexpr int repeats = 1700;
    QVERIFY(test::convert(at("source.mp4"), {"-c:v", "libx264", "-preset", "ultrafast", "-crf", "30", "-g", "60"},
                          at("once.mp4")));
    const QString list = at("list.txt");
    writeFileAtomically(list.toStdString(), QString("file 'once.mp4'\n").repeated(repeats).toStdString());
    QCOMPARE(QProcess::execute("ffmpeg", {"-v", "fatal", "-f", "concat", "-i", list, "-c", "copy", at("long.mp4")}), 0);
    const long memoryBefore = peakMemoryKib();
    const test::ProcessorTime spent;
    const auto source = open(at("long.mp4"));
    qInfo() << source->frameCount() << "frames open in" << spent.milliseconds() << "ms of processor time and"
            << (peakMemoryKib() - memoryBefore) / 1024 << "MiB";
    QCOMPARE(source->frameCount(), frameCount * repeats);
    QVERIFY(spent.milliseconds() < 5000);
    QVERIFY(peakMemoryKib() - memoryBefore < 150 * 1024);
    for (const int number : {frameCount * repeats - 1, 50'017, 0}) {
        QCOMPARE(test::readFrameNumber(source->frame(number)), std::optional(number % frameCount));
    }
}

QTEST_GUILESS_MAIN(MediaFormatsTest)
#include "media_formats_test.moc"
