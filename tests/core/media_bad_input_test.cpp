// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/media/media_source.h"
#include "tests/core/ffmpeg_tool.h"
#include "tests/support/numbered_video.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <fstream>

using namespace storyscope;
using namespace storyscope::media;

namespace {

constexpr int frameCount = 120;
constexpr int reorderedAtTheEnd =
    4; ///< where a file ends early, frames that come later in the file may be missing in between

} // namespace

/// Files that only ffmpeg can make broken, and files that change while they are open. See also media_source_test.
class MediaBadInputTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString at(const QString& name) const { return m_folder.filePath(name); }
    std::filesystem::path pathOf(const QString& name) const { return at(name).toStdString(); }
    void writeVideo(const QString& name) const {
        test::writeNumberedVideo(pathOf(name), {.frameCount = frameCount, .keyFrameInterval = 24, .bFrames = 2});
    }
    /// Every frame is itself or refused with a sentence that names the file; returns how many came.
    int countRightFrames(MediaSource& source, const QString& name) const;

private Q_SLOTS:
    void what_cannot_be_used_gives_one_clear_sentence_data();
    void what_cannot_be_used_gives_one_clear_sentence();
    void any_part_of_a_video_shows_its_frames_or_says_why_not_data();
    void any_part_of_a_video_shows_its_frames_or_says_why_not();
    void a_file_removed_while_open_never_shows_a_wrong_frame();
    void a_file_replaced_while_open_never_shows_a_wrong_frame_data();
    void a_file_replaced_while_open_never_shows_a_wrong_frame();
    void a_file_overwritten_while_open_never_shows_a_wrong_frame();
    void a_file_that_grows_while_open_goes_on_showing_its_frames();
    void a_file_that_grows_while_it_is_opened_is_read_anew();
};

void MediaBadInputTest::what_cannot_be_used_gives_one_clear_sentence_data() {
    if (!test::hasFfmpeg()) {
        QSKIP("ffmpeg is not installed");
    }
    writeVideo("good.mp4");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("cause");
    QTest::newRow("encrypted") << "encrypted.mp4"
                               << QStringList{"-c",
                                              "copy",
                                              "-encryption_scheme",
                                              "cenc-aes-ctr",
                                              "-encryption_key",
                                              "00112233445566778899aabbccddeeff",
                                              "-encryption_kid",
                                              "ffeeddccbbaa99887766554433221100"}
                               << "encrypted";
    QTest::newRow("only sound") << "sound.mp4" << QStringList{"-f", "lavfi", "-i", "sine=440:duration=1", "-map", "1"}
                                << "no video";
    QTest::newRow("no frames") << "empty.mp4" << QStringList{"-c", "copy", "-frames:v", "0", "-movflags", "empty_moov"}
                               << "";
    QTest::newRow("too large") << "huge.gif" << QStringList{"-frames:v", "3"} << "too large";
    QTest::newRow("subtitles") << "words.srt" << QStringList{} << "";
}

void MediaBadInputTest::what_cannot_be_used_gives_one_clear_sentence() {
    QFETCH(QString, name);
    QFETCH(QStringList, arguments);
    QFETCH(QString, cause);
    if (name == "words.srt") {
        writeFileAtomically(pathOf(name), "1\n00:00:01,000 --> 00:00:02,000\nHello\n");
    } else {
        QVERIFY(test::convert(at("good.mp4"), arguments, at(name)));
    }
    if (name == "huge.gif") {
        std::string bytes = readFile(pathOf(name));
        bytes.replace(6, 4, {'\0', '\x36', '\0', '\x36'}); // 13,824 × 13,824
        writeFileAtomically(pathOf(name), bytes);
    }
    try {
        openMedia(pathOf(name), {}, {}, Progress::none());
        QFAIL("No error");
    } catch (const Error& error) {
        const QString sentence = error.what();
        QVERIFY2(sentence.contains(cause), qPrintable(sentence));
        QVERIFY2(sentence.contains(name), qPrintable(sentence));
        QVERIFY(!sentence.contains('\n'));
    }
}

int MediaBadInputTest::countRightFrames(MediaSource& source, const QString& name) const {
    int right = 0;
    for (int number = source.frameCount() - 1; number >= 0; number -= 7) {
        try {
            const auto read = test::readFrameNumber(source.frame(number));
            if (read == std::optional(number)) {
                ++right;
            } else if (source.damagedRanges().empty() && number < source.frameCount() - reorderedAtTheEnd) {
                QTest::qFail("A wrong frame and no damage reported", __FILE__, __LINE__);
            }
        } catch (const Error& error) {
            if (!QString(error.what()).contains(name)) {
                QTest::qFail(error.what(), __FILE__, __LINE__);
            }
        }
    }
    return right;
}

void MediaBadInputTest::any_part_of_a_video_shows_its_frames_or_says_why_not_data() {
    if (!test::hasFfmpeg()) {
        QSKIP("ffmpeg is not installed");
    }
    writeVideo("good.mp4");
    QTest::addColumn<QString>("whole");
    for (const char* ending : {"mp4", "mkv", "ts", "avi", "flv", "h264"}) {
        const QString whole = QString("whole.") + ending;
        QVERIFY(test::convert(at("good.mp4"), {"-c", "copy"}, at(whole)));
        QTest::newRow(ending) << whole;
    }
}

void MediaBadInputTest::any_part_of_a_video_shows_its_frames_or_says_why_not() {
    QFETCH(QString, whole);
    const std::string bytes = readFile(pathOf(whole));
    int opened = 0;
    for (int percent = 5; percent < 100; percent += 19) {
        const QString name = "part-" + whole;
        writeFileAtomically(pathOf(name), bytes.substr(0, bytes.size() * static_cast<std::size_t>(percent) / 100));
        try {
            const auto source = openMedia(pathOf(name), {}, {}, Progress::none());
            const int right = countRightFrames(*source, name);
            QVERIFY(right >= source->frameCount() / 7 - 1);
            ++opened;
        } catch (const Error& error) {
            QVERIFY2(QString(error.what()).contains(name), error.what());
            QVERIFY2(error.code() == ErrorCode::Malformed, error.what());
        }
    }
    QVERIFY(opened >= (whole.endsWith("mp4") ? 0 : 4));
}

void MediaBadInputTest::a_file_removed_while_open_never_shows_a_wrong_frame() {
    writeVideo("removed.mp4");
    const auto source = openMedia(pathOf("removed.mp4"), {}, {}, Progress::none());
    source->frame(50);
    std::filesystem::remove(pathOf("removed.mp4"));
    QVERIFY(countRightFrames(*source, "removed.mp4") > 0);
    QVERIFY(source->frame(50).width() == 320);
}

void MediaBadInputTest::a_file_replaced_while_open_never_shows_a_wrong_frame_data() {
    QTest::addColumn<QString>("ending");
    QTest::newRow("with key frames to go to") << ".mp4";
    QTest::newRow("read from its beginning") << ".h264";
}

void MediaBadInputTest::a_file_replaced_while_open_never_shows_a_wrong_frame() {
    QFETCH(QString, ending);
    const QString name = "replaced" + ending;
    writeVideo("good.mp4");
    test::writeNumberedVideo(pathOf("later.mp4"),
                             {.frameCount = frameCount, .keyFrameInterval = 24, .bFrames = 2, .hiddenFrames = 9});
    if (ending == ".h264" && !test::hasFfmpeg()) {
        QSKIP("ffmpeg is not installed");
    }
    if (ending == ".h264") {
        QVERIFY(test::convert(at("good.mp4"), {"-c", "copy"}, at(name)));
        QVERIFY(test::convert(at("later.mp4"), {"-vf", "vflip"}, at("other.h264")));
    } else {
        std::filesystem::rename(pathOf("good.mp4"), pathOf(name));
        std::filesystem::rename(pathOf("later.mp4"), pathOf("other" + ending));
    }
    const auto source = openMedia(pathOf(name), {}, {}, Progress::none());
    source->frame(50);
    std::filesystem::rename(pathOf("other" + ending), pathOf(name));
    countRightFrames(*source, name);
    QCOMPARE(test::readFrameNumber(source->frame(50)), std::optional(50));
}

void MediaBadInputTest::a_file_overwritten_while_open_never_shows_a_wrong_frame() {
    writeVideo("overwritten.mp4");
    const auto source = openMedia(pathOf("overwritten.mp4"), {}, {}, Progress::none());
    source->frame(50);
    const auto size = std::filesystem::file_size(pathOf("overwritten.mp4"));
    std::ofstream(pathOf("overwritten.mp4"), std::ios::binary) << std::string(size, '\0');
    for (int number = 0; number < frameCount; number += 5) {
        try {
            QCOMPARE(test::readFrameNumber(source->frame(number)), std::optional(number));
        } catch (const Error& error) {
            QVERIFY2(QString(error.what()).contains("overwritten.mp4"), error.what());
        }
    }
}

void MediaBadInputTest::a_file_that_grows_while_open_goes_on_showing_its_frames() {
    if (!test::hasFfmpeg()) {
        QSKIP("ffmpeg is not installed");
    }
    writeVideo("good.mp4");
    QVERIFY(test::convert(at("good.mp4"), {"-c", "copy"}, at("all.ts")));
    const std::string bytes = readFile(pathOf("all.ts"));
    const std::size_t half = bytes.size() / 376 * 188;
    writeFileAtomically(pathOf("growing.ts"), bytes.substr(0, half));
    const auto source = openMedia(pathOf("growing.ts"), {}, {}, Progress::none());
    const int before = source->frameCount();
    QVERIFY(before > 40 && before < frameCount);
    std::ofstream(pathOf("growing.ts"), std::ios::binary | std::ios::app) << bytes.substr(half);
    QCOMPARE(source->frameCount(), before);
    QVERIFY(countRightFrames(*source, "growing.ts") >= before / 7);
    QCOMPARE(openMedia(pathOf("growing.ts"), {}, {}, Progress::none())->frameCount(), frameCount);
}

void MediaBadInputTest::a_file_that_grows_while_it_is_opened_is_read_anew() {
    if (!test::hasFfmpeg()) {
        QSKIP("ffmpeg is not installed");
    }
    constexpr int longer = 400;
    test::writeNumberedVideo(pathOf("longer.mp4"), {.frameCount = longer, .keyFrameInterval = 24});
    QVERIFY(test::convert(at("longer.mp4"), {"-c", "copy"}, at("longer.ts")));
    const std::string bytes = readFile(pathOf("longer.ts"));
    const std::size_t half = bytes.size() / 376 * 188;
    writeFileAtomically(pathOf("still growing.ts"), bytes.substr(0, half));
    int given = 0;
    const MediaCallbacks callbacks{.firstFrames = [&](const std::shared_ptr<MediaSource>&) {
        ++given;
        std::ofstream(pathOf("still growing.ts"), std::ios::binary | std::ios::app) << bytes.substr(half);
    }};
    const auto source = openMedia(pathOf("still growing.ts"), {.patience = {}}, {}, Progress::none(), callbacks);
    QCOMPARE(given, 1);
    QCOMPARE(source->frameCount(), longer);
    QCOMPARE(test::readFrameNumber(source->frame(longer - 1)), std::optional(longer - 1));
}

QTEST_GUILESS_MAIN(MediaBadInputTest)
#include "media_bad_input_test.moc"
