// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/media/frame_reader.h"
#include "core/media/media_source.h"
#include "core/media/video_index.h"
#include "tests/core/ffmpeg_tool.h"
#include "tests/support/numbered_video.h"

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <optional>
#include <random>

using namespace storyscope;
using namespace storyscope::media;
using test::NumberedVideoOptions;

namespace {

struct BothIndexes {
    std::optional<VideoIndex> first;
    VideoIndex complete;
};

BothIndexes indexInParts(const std::filesystem::path& path, std::chrono::milliseconds patience = {}) {
    BothIndexes result;
    const IndexOptions options{.firstFrames = [&](const VideoIndex& index) { result.first = index; },
                               .patience = patience};
    result.complete = buildVideoIndex(path, {}, Progress::none(), options);
    return result;
}

} // namespace

class MediaIndexTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString at(const QString& name) const { return m_folder.filePath(name); }
    std::filesystem::path pathOf(const QString& name) const { return at(name).toStdString(); }
    /// 300 frames in groups of 60, with B-frames.
    QString numbered() const;
    void writeDamaged(const QString& from, const QString& to) const;
    static void checkFramesOutsideDamage(const VideoIndex& index);

private Q_SLOTS:
    void first_frames_are_the_beginning_of_the_complete_index_data();
    void first_frames_are_the_beginning_of_the_complete_index();
    void first_frames_can_be_shown_while_the_rest_is_looked_for();
    void a_late_packet_with_an_early_time_is_right_in_the_complete_video();
    void a_quick_scan_gives_everything_at_once();
    void without_presentation_times_there_are_no_first_frames();
    void the_first_frames_end_with_a_stop();
    void a_file_that_is_cut_off_says_what_is_missing_data();
    void a_file_that_is_cut_off_says_what_is_missing();
    void damage_in_the_middle_is_a_range_and_an_issue_data();
    void damage_in_the_middle_is_a_range_and_an_issue();
    void a_sound_file_has_no_damage_data();
    void a_sound_file_has_no_damage();
    void damaged_ranges_that_meet_become_one();
    void a_frame_that_cannot_be_decoded_is_remembered();
};

QString MediaIndexTest::numbered() const {
    const QString path = at("numbered.mp4");
    if (!QFile::exists(path)) {
        test::writeNumberedVideo(path.toStdString(), {.frameCount = 300, .keyFrameInterval = 60, .bFrames = 3});
    }
    return path;
}

void MediaIndexTest::writeDamaged(const QString& from, const QString& to) const {
    std::string bytes = readFile(from.toStdString());
    std::mt19937 random(3);
    const std::size_t length = bytes.size() / 10;
    for (std::size_t i = bytes.size() / 2; i < bytes.size() / 2 + length; ++i) {
        bytes[i] = static_cast<char>(random());
    }
    writeFileAtomically(to.toStdString(), bytes);
}

void MediaIndexTest::first_frames_are_the_beginning_of_the_complete_index_data() {
    QTest::addColumn<QString>("name");
    const std::map<QString, NumberedVideoOptions> kinds{
        {"B-frames", {.frameCount = 300, .keyFrameInterval = 60, .bFrames = 3}},
        {"one group", {.frameCount = 300, .keyFrameInterval = 300, .bFrames = 3}},
        {"variable rate", {.frameCount = 300, .bFrames = 2, .hasVariableRate = true}},
        {"edit list", {.frameCount = 300, .bFrames = 2, .hiddenFrames = 17}}};
    for (const auto& [kind, options] : kinds) {
        test::writeNumberedVideo(pathOf(kind + ".mp4"), options);
        QTest::newRow(qPrintable(kind)) << kind + ".mp4";
    }
    if (test::hasFfmpeg()) {
        const QStringList openGroups{"-c:v", "libx264", "-g",           "30",
                                     "-bf",  "3",       "-x264-params", "open-gop=1:scenecut=0"};
        for (const QString name : {"open.mkv", "open.ts", "open.mp4"}) {
            QVERIFY(test::convert(numbered(), openGroups, at(name)));
            QTest::newRow(qPrintable(name)) << name;
        }
        QVERIFY(test::convert(at("open.ts"), {"-ss", "2.6", "-c", "copy", "-copyinkf"}, at("cut.ts")));
        QTest::newRow("cut.ts") << "cut.ts";
    }
}

void MediaIndexTest::first_frames_are_the_beginning_of_the_complete_index() {
    QFETCH(QString, name);
    const auto [first, complete] = indexInParts(pathOf(name));
    QVERIFY(first.has_value());
    QVERIFY(!first->isComplete);
    QVERIFY(complete.isComplete);
    QVERIFY(first->frameCount() >= 16);
    QVERIFY(first->frameCount() < complete.frameCount());
    for (std::size_t i = 0; i < first->frames.size(); ++i) {
        const FrameInfo& a = first->frames[i];
        const FrameInfo& b = complete.frames[i];
        QCOMPARE(a.pts, b.pts);
        QCOMPARE(a.ptsSeconds, b.ptsSeconds);
        QCOMPARE(a.durationSeconds, b.durationSeconds);
        QCOMPARE(a.isKeyFrame, b.isKeyFrame);
        QCOMPARE(a.decodeNumber, b.decodeNumber);
        QCOMPARE(a.seekPoint, b.seekPoint);
    }
}

void MediaIndexTest::first_frames_can_be_shown_while_the_rest_is_looked_for() {
    std::shared_ptr<MediaSource> first;
    const MediaCallbacks callbacks{.firstFrames = [&](const std::shared_ptr<MediaSource>& source) {
        QVERIFY(first == nullptr);
        first = source;
        for (const int number : {0, 7, source->frameCount() - 1}) {
            QCOMPARE(test::readFrameNumber(source->frame(number)), std::optional(number));
        }
    }};
    const auto complete = openMedia(numbered().toStdString(), {.patience = {}}, {}, Progress::none(), callbacks);
    QVERIFY(first != nullptr);
    QVERIFY(!first->isComplete());
    QVERIFY(complete->isComplete());
    QCOMPARE(complete->frameCount(), 300);
    QCOMPARE(test::readFrameNumber(complete->frame(299)), std::optional(299));
    QVERIFY_EXCEPTION_THROWN(first->frame(first->frameCount()), Error);
}

void MediaIndexTest::a_late_packet_with_an_early_time_is_right_in_the_complete_video() {
    if (!test::hasFfmpeg()) {
        QSKIP("ffmpeg is not installed");
    }
    // Picture 250 is shown between pictures 10 and 11.
    QVERIFY(test::convert(numbered(), {"-c:v", "mjpeg", "-q:v", "3"}, at("in order.mkv")));
    const QString oneIsEarly = "setts=pts=if(eq(N\\,250)\\,437\\,PTS):dts=PTS-20000"; // milliseconds
    QVERIFY(test::convert(at("in order.mkv"), {"-c", "copy", "-bsf:v", oneIsEarly, "-avoid_negative_ts", "disabled"},
                          at("late.mkv")));
    const auto [first, complete] = indexInParts(pathOf("late.mkv"));
    QVERIFY(first.has_value());
    QCOMPARE(complete.frameCount(), 300);
    FrameReader reader(std::make_shared<const VideoIndex>(complete));
    const std::map<int, int> pictures{{10, 10}, {11, 250}, {12, 11}, {250, 249}, {251, 251}, {299, 299}};
    for (const auto& [number, picture] : pictures) {
        QCOMPARE(test::readFrameNumber(reader.frame(number)), std::optional(picture));
    }
    FrameReader early(std::make_shared<const VideoIndex>(*first));
    QCOMPARE(test::readFrameNumber(early.frame(11)), std::optional(11));
}

void MediaIndexTest::a_quick_scan_gives_everything_at_once() {
    const auto [first, complete] = indexInParts(numbered().toStdString(), std::chrono::hours(1));
    QVERIFY(!first.has_value());
    QCOMPARE(complete.frameCount(), 300);
}

void MediaIndexTest::without_presentation_times_there_are_no_first_frames() {
    if (!test::hasFfmpeg()) {
        QSKIP("ffmpeg is not installed");
    }
    QVERIFY(test::convert(numbered(), {"-c:v", "mpeg4", "-bf", "2", "-q:v", "3"}, at("packed.avi")));
    const auto [first, complete] = indexInParts(pathOf("packed.avi"));
    QVERIFY(!first.has_value() || first->frameIdentity == FrameIdentity::Pts);
    QCOMPARE(complete.frameCount(), 300);
}

void MediaIndexTest::the_first_frames_end_with_a_stop() {
    std::stop_source stop;
    const IndexOptions options{.firstFrames = [&](const VideoIndex&) { stop.request_stop(); }, .patience = {}};
    try {
        buildVideoIndex(numbered().toStdString(), stop.get_token(), Progress::none(), options);
        QFAIL("The stop was ignored");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::Cancelled);
    }
}

void MediaIndexTest::a_file_that_is_cut_off_says_what_is_missing_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("countsThem");
    QTest::newRow("mp4") << "cut.mp4" << true;
    QTest::newRow("mkv") << "cut.mkv" << false;
}

void MediaIndexTest::a_file_that_is_cut_off_says_what_is_missing() {
    QFETCH(QString, name);
    QFETCH(bool, countsThem);
    if (name.endsWith("mkv") && !test::hasFfmpeg()) {
        QSKIP("ffmpeg is not installed");
    }
    QString whole = numbered();
    if (name.endsWith("mkv")) {
        whole = at("whole.mkv");
        QVERIFY(test::convert(numbered(), {"-c", "copy"}, whole));
    }
    const std::string bytes = readFile(whole.toStdString());
    writeFileAtomically(pathOf(name), bytes.substr(0, bytes.size() * 6 / 10));
    const VideoIndex index = buildVideoIndex(pathOf(name), {}, Progress::none());
    QCOMPARE(index.damaged.size(), std::size_t{1});
    QCOMPARE(index.damaged[0].lastFrame, index.frameCount());
    QVERIFY(!countsThem || index.damaged[0].lostFrames == 300 - index.frameCount());
    QCOMPARE(index.issues.size(), std::size_t{1});
    QVERIFY(index.issues[0].text.find("ends early") != std::string::npos);
}

void MediaIndexTest::damage_in_the_middle_is_a_range_and_an_issue_data() {
    QTest::addColumn<QString>("ending");
    for (const char* ending : {"mp4", "mkv", "ts"}) {
        QTest::newRow(ending) << ending;
    }
}

void MediaIndexTest::damage_in_the_middle_is_a_range_and_an_issue() {
    QFETCH(QString, ending);
    if (!test::hasFfmpeg()) {
        QSKIP("ffmpeg is not installed");
    }
    const QString whole = at("middle." + ending);
    QVERIFY(test::convert(numbered(), {"-c", "copy"}, whole));
    writeDamaged(whole, at("damaged." + ending));
    const VideoIndex index = buildVideoIndex(pathOf("damaged." + ending), {}, Progress::none());
    QVERIFY(index.frameCount() > 150 && index.frameCount() < 300);
    QVERIFY(!index.damaged.empty());
    int lost = 0;
    for (const DamagedRange& range : index.damaged) {
        QVERIFY(range.firstFrame > 60 && range.lastFrame < index.frameCount() - 1);
        QVERIFY(range.firstFrame < range.lastFrame);
        lost += range.lostFrames;
    }
    const int reallyLost = 300 - index.frameCount();
    QVERIFY2(lost <= reallyLost && lost >= reallyLost - 4, qPrintable(QString("%1 of %2").arg(lost).arg(reallyLost)));
    QCOMPARE(index.issues.size(), index.damaged.size());
    QVERIFY(QString::fromStdString(index.issues[0].place).startsWith("frames "));
    checkFramesOutsideDamage(index);
}

/// Each is the one that was written for its time.
void MediaIndexTest::checkFramesOutsideDamage(const VideoIndex& index) {
    FrameReader reader(std::make_shared<const VideoIndex>(index));
    for (int number = 0; number < index.frameCount(); ++number) {
        const auto isInside = [number](const DamagedRange& range) { return range.isInside(number); };
        if (std::ranges::none_of(index.damaged, isInside)) {
            const double seconds =
                index.frames[static_cast<std::size_t>(number)].ptsSeconds - index.frames.front().ptsSeconds;
            const auto written = static_cast<int>(std::lround(seconds * 24));
            QCOMPARE(test::readFrameNumber(reader.frame(number)), std::optional(written));
        }
    }
}

void MediaIndexTest::a_sound_file_has_no_damage_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("name");
    QTest::newRow("mkv") << QStringList{"-c", "copy"} << "sound.mkv";
    QTest::newRow("ts") << QStringList{"-c", "copy"} << "sound.ts";
    QTest::newRow("longer sound") << QStringList{"-f", "lavfi", "-i", "sine=440", "-t", "60", "-c:v", "copy"}
                                  << "longer.mkv";
    QTest::newRow("screen recording") << QStringList{"-vf", "setpts=if(lt(mod(N\\,10)\\,9)\\,PTS\\,PTS+0.5/TB)",
                                                     "-vsync", "vfr"}
                                      << "screen.mkv";
    QTest::newRow("cut with an edit list")
        << QStringList{"-ss", "1.3", "-to", "9.7", "-c", "copy", "-movflags", "+faststart"} << "edited.mp4";
}

void MediaIndexTest::a_sound_file_has_no_damage() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, name);
    if (!test::hasFfmpeg()) {
        QSKIP("ffmpeg is not installed");
    }
    QVERIFY(test::convert(numbered(), arguments, at(name)));
    const VideoIndex index = buildVideoIndex(pathOf(name), {}, Progress::none());
    QVERIFY2(index.damaged.empty(), index.issues.empty() ? "" : index.issues.front().text.c_str());
}

void MediaIndexTest::damaged_ranges_that_meet_become_one() {
    std::vector<DamagedRange> ranges;
    addDamage(ranges, {.firstFrame = 20, .lastFrame = 25, .lostFrames = 3});
    addDamage(ranges, {.firstFrame = 2, .lastFrame = 4, .lostFrames = 1});
    QCOMPARE(ranges.size(), std::size_t{2});
    QCOMPARE(ranges[0].firstFrame, 2);
    addDamage(ranges, {.firstFrame = 4, .lastFrame = 20, .lostFrames = 5});
    QVERIFY((ranges == std::vector<DamagedRange>{{.firstFrame = 2, .lastFrame = 25, .lostFrames = 9}}));
    QCOMPARE(describePlace(ranges[0], 40), std::string("frames 2–25"));
    QCOMPARE(describePlace({.firstFrame = 7, .lastFrame = 7, .lostFrames = 0}, 20), std::string("frame 7"));
}

void MediaIndexTest::a_frame_that_cannot_be_decoded_is_remembered() {
    if (!test::hasFfmpeg()) {
        QSKIP("ffmpeg is not installed");
    }
    const QString whole = at("pictures.mkv");
    QVERIFY(test::convert(numbered(), {"-c:v", "png", "-frames:v", "40"}, whole));
    std::string bytes = readFile(whole.toStdString());
    std::size_t picture = 0;
    for (int i = 0; i <= 20; ++i) {
        picture = bytes.find("IHDR", picture + 1);
    }
    bytes[picture + 8] = 0; // a width of 0
    bytes[picture + 7] = 0;
    bytes[picture + 6] = 0;
    writeFileAtomically(pathOf("bad picture.mkv"), bytes);
    const auto source = openMedia(pathOf("bad picture.mkv"), {}, {}, Progress::none());
    QCOMPARE(source->frameCount(), 40);
    QVERIFY(source->damagedRanges().empty());
    for (int attempt = 0; attempt < 2; ++attempt) {
        QVERIFY_EXCEPTION_THROWN(source->frame(20), Error);
        QCOMPARE(source->damagedRanges().size(), std::size_t{1});
        QVERIFY((source->damagedRanges()[0] == DamagedRange{.firstFrame = 19, .lastFrame = 21, .lostFrames = 1}));
        QCOMPARE(source->issues().size(), std::size_t{1});
        QCOMPARE(source->issues()[0].place, std::string("frames 19–21"));
    }
    QCOMPARE(test::readFrameNumber(source->frame(21)), std::optional(21));
}

QTEST_GUILESS_MAIN(MediaIndexTest)
#include "media_index_test.moc"
