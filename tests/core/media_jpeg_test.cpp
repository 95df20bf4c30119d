// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/media/image_file.h"
#include "core/media/jpeg_markers.h"

#include <QTemporaryDir>
#include <QTest>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

using namespace storyscope;
using namespace storyscope::media;

namespace {

/// 320 × 240: soft colours, a dark corner at the top left.
cv::Mat scene() {
    cv::Mat picture(240, 320, CV_8UC3);
    for (int y = 0; y < picture.rows; ++y) {
        for (int x = 0; x < picture.cols; ++x) {
            picture.at<cv::Vec3b>(y, x) =
                cv::Vec3b(static_cast<std::uint8_t>(200 - y / 2), static_cast<std::uint8_t>(60 + y / 3 + x / 4),
                          static_cast<std::uint8_t>(90 + x / 3));
        }
    }
    picture(cv::Rect(0, 0, 80, 60)).setTo(cv::Scalar(10, 10, 10));
    return picture;
}

std::vector<std::uint8_t> encoded(const cv::Mat& picture, int isProgressive = 0) {
    std::vector<std::uint8_t> bytes;
    cv::imencode(".jpg", picture, bytes, {cv::IMWRITE_JPEG_PROGRESSIVE, isProgressive});
    return bytes;
}

/// The file with an EXIF block behind its first marker, numbers in big-endian order.
std::vector<std::uint8_t> withOrientation(std::vector<std::uint8_t> jpeg, std::uint8_t orientation) {
    const std::vector<std::uint8_t> block{0xFF, 0xE1, 0, 34, 'E', 'x',         'i', 'f', 0, 0,  'M', 'M',
                                          0,    42,   0, 0,  0,   8,           0,   1,   1, 18, 0,   3,
                                          0,    0,    0, 1,  0,   orientation, 0,   0,   0, 0,  0,   0};
    jpeg.insert(jpeg.begin() + 2, block.begin(), block.end());
    return jpeg;
}

Picture throughOpenCv(const std::vector<std::uint8_t>& bytes) {
    cv::Mat picture = cv::imdecode(bytes, cv::IMREAD_COLOR);
    cv::cvtColor(picture, picture, cv::COLOR_BGR2RGB);
    return Picture(picture.cols, picture.rows, std::vector<std::uint8_t>(picture.datastart, picture.dataend));
}

} // namespace

class MediaJpegTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    std::filesystem::path write(const std::vector<std::uint8_t>& bytes) {
        const auto path = std::filesystem::path(m_folder.filePath(QStringLiteral("picture.jpg")).toStdString());
        writeFileAtomically(path, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
        return path;
    }

private Q_SLOTS:
    void every_orientation_is_turned_upright_data() {
        QTest::addColumn<int>("orientation");
        for (int orientation = 1; orientation <= 8; ++orientation) {
            QTest::addRow("%d", orientation) << orientation;
        }
    }
    void every_orientation_is_turned_upright() {
        QFETCH(int, orientation);
        const auto bytes = withOrientation(encoded(scene()), static_cast<std::uint8_t>(orientation));
        QCOMPARE(readJpegMarkers(bytes).orientation, orientation);
        const Picture picture = decodePicture(bytes, "turned");
        QCOMPARE(picture.width(), orientation >= 5 ? 240 : 320);
        QVERIFY(picture == throughOpenCv(bytes));
    }

    void grey_and_progressive_pictures_are_read() {
        cv::Mat grey;
        cv::cvtColor(scene(), grey, cv::COLOR_BGR2GRAY);
        QVERIFY(decodePicture(encoded(grey), "grey") == throughOpenCv(encoded(grey)));
        QVERIFY(decodePicture(encoded(scene(), 1), "progressive") == throughOpenCv(encoded(scene(), 1)));
    }

    void a_picture_that_was_cut_off_is_an_error() {
        for (const int isProgressive : {0, 1}) {
            auto bytes = encoded(scene(), isProgressive);
            bytes.resize(bytes.size() / 2);
            try {
                decodePicture(bytes, "half.jpg");
                QFAIL("Half a picture was read");
            } catch (const Error& error) {
                QCOMPARE(error.code(), ErrorCode::Malformed);
                QCOMPARE(error.place().file, std::filesystem::path("half.jpg"));
            }
        }
    }

    void a_picture_that_begins_twice_and_has_no_size_is_no_picture() {
        const QByteArray bytes =
            QByteArray::fromBase64("/9j/4P/Y/+AAEEpGSUYAAQEAAAEAAQAA/"
                                   "9sAQwAQCwwODAoQDg0OEhEQExgoGhgWFhgxIyUdKDozPTw5Mzg3QEhcTkBEV0U3OFBtUVdfYmdo"
                                   "Zz5NcXlwZHhcZWdj/8AACwgAGAAoAQERAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//"
                                   "EALUQAAIBAwMCBAMFBQQEAAABfQEC"
                                   "AwAEEQUSITFBBhNRYQcAEEpGSUYAAQEAAAEAAQAA/"
                                   "9sAQwAQCwwODAoQDg0OEhEQExgoGhgWFhgxIyUdKDozPTw5Mzg3QEhcTkBEV0UicQ==");
        QVERIFY_EXCEPTION_THROWN(decodePicture({bytes.begin(), bytes.end()}, "twice.jpg"), Error);
    }

    void a_picture_with_bytes_behind_its_end_is_read() {
        auto bytes = encoded(scene());
        bytes.insert(bytes.end(), 1000, 0x55);
        QVERIFY(decodePicture(bytes, "appendix") == throughOpenCv(encoded(scene())));
    }

    void a_large_picture_is_shrunk_while_it_is_decoded_data() {
        QTest::addColumn<int>("side");
        QTest::addColumn<int>("width");
        QTest::newRow("whole") << 0 << 320;
        QTest::newRow("half would be too small") << 121 << 320;
        QTest::newRow("half is just enough") << 120 << 160;
        QTest::newRow("a quarter") << 60 << 80;
        QTest::newRow("never below an eighth") << 3 << 40;
    }
    void a_large_picture_is_shrunk_while_it_is_decoded() {
        QFETCH(int, side);
        QFETCH(int, width);
        const auto path = write(encoded(scene()));
        const Picture picture = readPicture(path, {.smallestSide = side});
        QCOMPARE(picture.width(), width);
        QCOMPARE(picture.height(), width * 3 / 4);
        const Picture whole = resized(readPicture(path), picture.width(), picture.height());
        double difference = 0;
        for (std::size_t i = 0; i < whole.sizeBytes(); ++i) {
            difference += std::abs(whole.data()[i] - picture.data()[i]);
        }
        QVERIFY(difference / static_cast<double>(whole.sizeBytes()) < 2.0);
    }

    void damaged_markers_are_survived() {
        const auto good = withOrientation(encoded(scene()), 6);
        for (std::size_t i = 0; i < 80; ++i) {
            auto damaged = good;
            damaged[i] ^= 0xFF;
            QVERIFY(readJpegMarkers(damaged).orientation >= 1);
            damaged.resize(i);
            QVERIFY(!readJpegMarkers(damaged).hasEnd);
        }
    }
};

QTEST_GUILESS_MAIN(MediaJpegTest)
#include "media_jpeg_test.moc"
