// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/media/frame_reader.h"
#include "core/media/image_file.h"
#include "core/media/media_source.h"
#include "core/media/video_index.h"

#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <sys/resource.h>

using namespace storyscope;
using namespace storyscope::media;

namespace {

const QString videoFolder = QStringLiteral(STORYSCOPE_SHARED_DATA "/data/video");

QStringList videoFiles() {
    static const QStringList endings{"*.mp4", "*.mov", "*.MOV", "*.mkv", "*.webm",
                                     "*.avi", "*.gif", "*.3gp", "*.flv", "*.ts"};
    QStringList files;
    for (QDirIterator it(videoFolder, endings, QDir::Files, QDirIterator::Subdirectories); it.hasNext();) {
        files << it.next();
    }
    files.sort();
    return files;
}

double peakSignalToNoise(const Picture& a, const Picture& b) {
    if (a.width() != b.width() || a.height() != b.height()) {
        return 0;
    }
    double sum = 0;
    for (std::size_t i = 0; i < a.sizeBytes(); ++i) {
        const double difference = a.data()[i] - b.data()[i];
        sum += difference * difference;
    }
    return 10 * std::log10(255.0 * 255.0 / std::max(1e-9, sum / static_cast<double>(a.sizeBytes())));
}

struct DecodedFrames {
    int count = 0;
    QList<qint64> times; ///< of those that have one
};

/// The frames that FFmpeg's own tool decodes.
DecodedFrames framesOfFfprobe(const QString& file, int stream) {
    QProcess probe;
    probe.start("ffprobe", {"-v", "quiet", "-threads", "1", "-select_streams", QString::number(stream), "-show_entries",
                            "frame=media_type,best_effort_timestamp", "-of", "csv=p=0", file});
    probe.waitForFinished(120000);
    DecodedFrames frames;
    for (const QByteArray& line : probe.readAllStandardOutput().split('\n')) {
        const QList<QByteArray> cells = line.trimmed().split(',');
        if (cells.size() < 2 || cells[0] != "video") {
            continue;
        }
        ++frames.count;
        bool isNumber = false;
        const qint64 time = cells[1].toLongLong(&isNumber);
        if (isNumber) {
            frames.times << time;
        }
    }
    return frames;
}

QList<qint64> timesOf(const VideoIndex& index) {
    QList<qint64> times;
    for (const FrameInfo& frame : index.frames) {
        times << frame.pts;
    }
    return times;
}

/// The references by time were cut with "ffmpeg -ss", which takes the first frame that starts at the time or later.
int firstFrom(const VideoIndex& index, double seconds) {
    const auto isEarlier = [](const FrameInfo& frame, double time) { return frame.ptsSeconds < time; };
    constexpr double rounding = 1e-6;
    const auto found = std::lower_bound(index.frames.begin(), index.frames.end(), seconds - rounding, isEarlier);
    return static_cast<int>(found - index.frames.begin());
}

std::shared_ptr<const VideoIndex> indexOf(const QString& file) {
    return std::make_shared<const VideoIndex>(buildVideoIndex(file.toStdString(), {}, Progress::none()));
}

} // namespace

/// What the table says about one file.
struct FileRow {
    QString file;
    QString frames;
    QString times;
    QString rotation;
    QString verdict;
};

FileRow rowOf(const QString& file, const VideoIndex& index) {
    FileRow row{.file = file.mid(videoFolder.size() + 1),
                .frames = QString::number(index.frameCount()),
                .times = "-",
                .rotation = QString("%1°%2").arg(index.rotationDegrees).arg(index.isMirrored ? " mirrored" : ""),
                .verdict = {}};
    QStringList remarks;
    for (const Issue& issue : index.issues) {
        remarks << QString::fromStdString(issue.place + ": " + issue.text);
    }
    row.verdict = remarks.isEmpty() ? "intact" : remarks.join("; ");
    return row;
}

class MediaRealFilesTest : public QObject {
    Q_OBJECT

private:
    QList<FileRow> m_table;
    void compareWithFfprobe(const QString& file, const VideoIndex& index, FileRow& row);

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void every_file_opens_and_steps_or_says_why_not_data();
    void every_file_opens_and_steps_or_says_why_not();
    void turned_videos_are_shown_as_ffmpeg_shows_them_data();
    void turned_videos_are_shown_as_ffmpeg_shows_them();
    void reference_frames_are_met_and_not_their_neighbours_data();
    void reference_frames_are_met_and_not_their_neighbours();
    void times_are_those_of_the_reference_decoder();
    void memory_stays_small();
};

void MediaRealFilesTest::initTestCase() {
    if (!QDir(videoFolder).exists()) {
        QSKIP("The real videos are not here: set STORYSCOPE_SHARED_DATA");
    }
}

void MediaRealFilesTest::every_file_opens_and_steps_or_says_why_not_data() {
    QTest::addColumn<QString>("file");
    for (const QString& file : videoFiles()) {
        QTest::newRow(qPrintable(file.mid(videoFolder.size() + 1))) << file;
    }
}

void MediaRealFilesTest::compareWithFfprobe(const QString& file, const VideoIndex& index, FileRow& row) {
    if (QStandardPaths::findExecutable("ffprobe").isEmpty()) {
        row.times = "ffprobe is not installed";
        return;
    }
    const DecodedFrames expected = framesOfFfprobe(file, index.streamIndex);
    QCOMPARE(index.frameCount(), expected.count);
    if (index.frameIdentity == FrameIdentity::Pts) {
        QVERIFY(timesOf(index) == expected.times);
        row.times = "equal";
    } else {
        row.times = "count equal";
        row.verdict = "the file stores no presentation times; " + row.verdict;
    }
}

void MediaRealFilesTest::every_file_opens_and_steps_or_says_why_not() {
    QFETCH(QString, file);
    static const QStringList withoutVideo{"sample_audio_only.mp4", "sample_malformed_free_box.mp4"};
    static const QStringList damaged{"corrupted.mp4", "sample_with_invalid_nalu.mp4"};
    const QString name = QFileInfo(file).fileName();
    FileRow row{.file = file.mid(videoFolder.size() + 1), .frames = "-", .times = "-", .rotation = "-", .verdict = {}};
    try {
        const auto index = indexOf(file);
        row = rowOf(file, *index);
        FrameReader reader(index);
        const int last = index->frameCount() - 1;
        for (const int number : {0, last / 2, last, std::max(0, last - 1)}) {
            const Picture picture = reader.frame(number);
            QCOMPARE(picture.width(), index->width);
            QCOMPARE(picture.height(), index->height);
        }
        QVERIFY(reader.damagedFrames().empty() || damaged.contains(name));
        compareWithFfprobe(file, *index, row);
        QVERIFY(!withoutVideo.contains(name));
        QCOMPARE(!index->damaged.empty(), damaged.contains(name));
    } catch (const Error& error) {
        QVERIFY2(withoutVideo.contains(name), error.what());
        QVERIFY(QString(error.what()).contains(name));
        row.verdict = QString::fromStdString(error.message());
    }
    m_table << row;
}

void MediaRealFilesTest::cleanupTestCase() {
    const QString line("%1 %2 %3 %4 %5");
    const auto print = [&](const FileRow& row) {
        qInfo().noquote()
            << line.arg(row.file, -68).arg(row.frames, 6).arg(row.times, -11).arg(row.rotation, -13).arg(row.verdict);
    };
    print({.file = "file", .frames = "frames", .times = "pts", .rotation = "rotation", .verdict = "verdict"});
    for (const FileRow& row : m_table) {
        print(row);
    }
}

void MediaRealFilesTest::turned_videos_are_shown_as_ffmpeg_shows_them_data() {
    QTest::addColumn<QString>("file");
    for (const char* name :
         {"decord/video_0.mov", "decord/video_90.mov", "decord/video_180.mov", "decord/video_270.mov",
          "androidx/sample_rotate_and_reflect.mp4", "androidx/internal_emulator_transformer_output_180_rotated.mp4"}) {
        QTest::newRow(name) << videoFolder + "/" + name;
    }
}

void MediaRealFilesTest::turned_videos_are_shown_as_ffmpeg_shows_them() {
    QFETCH(QString, file);
    if (QStandardPaths::findExecutable("ffmpeg").isEmpty()) {
        QSKIP("ffmpeg is not installed");
    }
    QTemporaryDir folder;
    const QString reference = folder.filePath("first.png");
    QCOMPARE(QProcess::execute("ffmpeg", {"-v", "quiet", "-i", file, "-frames:v", "1", reference}), 0);
    FrameReader reader(indexOf(file));
    QVERIFY(peakSignalToNoise(reader.frame(0), readPicture(reference.toStdString())) > 25);
}

void MediaRealFilesTest::reference_frames_are_met_and_not_their_neighbours_data() {
    QTest::addColumn<QString>("video");
    QTest::addColumn<int>("stream");
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("reference");
    const QDir folder(videoFolder + "/torchcodec/frames");
    static const QRegularExpression byNumber("^(.+\\.\\w+)\\.stream(\\d+)\\.(frame\\d+)\\.png$");
    static const QRegularExpression byTime("^(.+\\.\\w+)\\.(time[\\d.]+)\\.png$");
    for (const QString& name : folder.entryList({"*.png"}, QDir::Files, QDir::Name)) {
        if (const auto match = byNumber.match(name); match.hasMatch()) {
            QTest::newRow(qPrintable(name))
                << match.captured(1) << match.captured(2).toInt() << match.captured(3) << folder.filePath(name);
        } else if (const auto timed = byTime.match(name); timed.hasMatch()) {
            QTest::newRow(qPrintable(name)) << timed.captured(1) << -1 << timed.captured(2) << folder.filePath(name);
        }
    }
}

void MediaRealFilesTest::reference_frames_are_met_and_not_their_neighbours() {
    QFETCH(QString, video);
    QFETCH(int, stream);
    QFETCH(QString, place);
    QFETCH(QString, reference);
    const auto index = indexOf(videoFolder + "/torchcodec/" + video);
    if (stream >= 0 && stream != index->streamIndex) {
        QSKIP("This reference is of the file's smaller stream, which is not the one shown");
    }
    const int number = place.startsWith("frame") ? place.mid(5).toInt() : firstFrom(*index, place.mid(4).toDouble());
    FrameReader reader(index);
    const Picture expected = readPicture(reference.toStdString());
    const double own = peakSignalToNoise(reader.frame(number), expected);
    QVERIFY2(own >= 45, qPrintable(QString("%1 dB").arg(own)));
    for (const int neighbour : {number - 1, number + 1}) {
        if (neighbour >= 0 && neighbour < index->frameCount()) {
            QVERIFY(peakSignalToNoise(reader.frame(neighbour), expected) < own);
        }
    }
}

void MediaRealFilesTest::times_are_those_of_the_reference_decoder() {
    const auto index = indexOf(videoFolder + "/torchcodec/nasa_13013.mp4");
    QFile file(
        QString("%1/torchcodec/nasa_13013.mp4.stream%2.all_frames_info.json").arg(videoFolder).arg(index->streamIndex));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll());
    QList<double> seconds;
    for (const QJsonValue& frame : document.array()) {
        seconds << frame["pts_time"].toString().toDouble();
    }
    QCOMPARE(index->frameCount(), static_cast<int>(seconds.size()));
    for (int i = 0; i < index->frameCount(); ++i) {
        QVERIFY(std::abs(index->frames[static_cast<std::size_t>(i)].ptsSeconds - seconds[i]) < 1e-5);
    }
}

void MediaRealFilesTest::memory_stays_small() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    QVERIFY2(usage.ru_maxrss < 1536 * 1024, qPrintable(QString("%1 KiB").arg(usage.ru_maxrss)));
}

QTEST_GUILESS_MAIN(MediaRealFilesTest)
#include "media_real_files_test.moc"
