// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/frame_reader.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <array>
#include <cstdlib>

using namespace storyscope;
using namespace storyscope::media;

/// Known colours, written by FFmpeg's tool with different matrices, ranges and depths.
class MediaPictureConverterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void colours_come_back_with_the_streams_matrix_and_range_data();
    void colours_come_back_with_the_streams_matrix_and_range();
};

void MediaPictureConverterTest::colours_come_back_with_the_streams_matrix_and_range_data() {
    QTest::addColumn<QString>("matrix");     // as the scaler calls it
    QTest::addColumn<QString>("colorspace"); // as the stream calls it
    QTest::addColumn<QString>("range");
    QTest::addColumn<QString>("format");
    QTest::addColumn<QStringList>("codec");
    const QStringList lossless{"-c:v", "ffv1"};
    const QStringList h264{"-c:v", "libx264", "-crf", "4"};
    QTest::newRow("BT.601, limited, H.264") << "bt601"
                                            << "smpte170m"
                                            << "tv"
                                            << "yuv420p" << h264;
    QTest::newRow("BT.709, limited, H.264") << "bt709"
                                            << "bt709"
                                            << "tv"
                                            << "yuv420p" << h264;
    QTest::newRow("BT.601, full, H.264") << "bt601"
                                         << "smpte170m"
                                         << "pc"
                                         << "yuv420p" << h264;
    QTest::newRow("BT.709, full, H.264") << "bt709"
                                         << "bt709"
                                         << "pc"
                                         << "yuv420p" << h264;
    QTest::newRow("BT.709, limited, 10 bits") << "bt709"
                                              << "bt709"
                                              << "tv"
                                              << "yuv420p10le" << h264;
    QTest::newRow("BT.2020, limited, 10 bits") << "bt2020"
                                               << "bt2020nc"
                                               << "tv"
                                               << "yuv420p10le" << h264;
    QTest::newRow("BT.709, full, 10 bits 4:4:4") << "bt709"
                                                 << "bt709"
                                                 << "pc"
                                                 << "yuv444p10le" << lossless;
    QTest::newRow("BT.601, limited, 4:2:2") << "bt601"
                                            << "smpte170m"
                                            << "tv"
                                            << "yuv422p" << lossless;
}

void MediaPictureConverterTest::colours_come_back_with_the_streams_matrix_and_range() {
    if (QStandardPaths::findExecutable("ffmpeg").isEmpty()) {
        QSKIP("ffmpeg is not installed");
    }
    QFETCH(QString, matrix);
    QFETCH(QString, colorspace);
    QFETCH(QString, range);
    QFETCH(QString, format);
    QFETCH(QStringList, codec);
    static constexpr std::array<unsigned, 6> colours{0xD03020, 0x30B040, 0x2040C8, 0xE0D020, 0x808080, 0xF8F8F8};
    QTemporaryDir folder;
    const QString file = folder.filePath("colours.mkv");
    QString patches;
    QString names;
    for (std::size_t i = 0; i < colours.size(); ++i) {
        patches +=
            QString("color=0x%1:s=64x64:d=0.2:r=10,format=rgb24[p%2];").arg(colours[i], 6, 16, QChar('0')).arg(i);
        names += QString("[p%1]").arg(i);
    }
    const QString graph = patches + names +
                          QString("hstack=inputs=%1,scale=out_color_matrix=%2:out_range=%3:flags=accurate_rnd+full_"
                                  "chroma_int,format=%4")
                              .arg(colours.size())
                              .arg(matrix, range, format);
    const QStringList arguments = QStringList{"-v", "error", "-filter_complex", graph} + codec +
                                  QStringList{"-colorspace", colorspace, "-color_range", range, file};
    QCOMPARE(QProcess::execute("ffmpeg", arguments), 0);
    const auto index = std::make_shared<const VideoIndex>(buildVideoIndex(file.toStdString(), {}, Progress::none()));
    const Picture picture = FrameReader(index).frame(1);
    QCOMPARE(picture.width(), 384);
    for (std::size_t i = 0; i < colours.size(); ++i) {
        const std::uint8_t* pixel = picture.data() + 32 * picture.strideBytes() + 3 * (64 * static_cast<int>(i) + 32);
        for (int channel = 0; channel < 3; ++channel) {
            const int expected = static_cast<int>(colours[i] >> (16 - 8 * channel)) & 0xFF;
            QVERIFY2(std::abs(pixel[channel] - expected) <= 4,
                     qPrintable(QString("patch %1: %2 instead of %3").arg(i).arg(pixel[channel]).arg(expected)));
        }
    }
}

QTEST_GUILESS_MAIN(MediaPictureConverterTest)
#include "media_picture_converter_test.moc"
