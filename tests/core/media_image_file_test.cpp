// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/media/image_file.h"
#include "tests/support/numbered_video.h"

#include <QTemporaryDir>
#include <QTest>
#include <cstdlib>
#include <opencv2/imgcodecs.hpp>

using namespace storyscope;
using namespace storyscope::media;

namespace {

/// The EXIF block of a JPEG that asks for this orientation (TIFF 6.0, tag 274).
std::string exifBlock(char orientation) {
    const std::string tiff = std::string("II*\0\x08\0\0\0", 8) + std::string("\x01\0", 2) +
                             std::string("\x12\x01\x03\0\x01\0\0\0", 8) + std::string{orientation, 0, 0, 0} +
                             std::string(4, '\0');
    const std::string body = std::string("Exif\0\0", 6) + tiff;
    return std::string("\xFF\xE1") + static_cast<char>((body.size() + 2) >> 8) +
           static_cast<char>((body.size() + 2) & 0xFF) + body;
}

std::vector<std::uint8_t> encoded(const char* ending, const cv::Mat& picture) {
    std::vector<std::uint8_t> bytes;
    cv::imencode(ending, picture, bytes);
    return bytes;
}

void write(const std::filesystem::path& path, const std::vector<std::uint8_t>& bytes) {
    writeFileAtomically(path, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

/// Red, green, blue of a pixel.
std::vector<int> pixelAt(const Picture& picture, int x, int y) {
    const std::uint8_t* pixel = picture.data() + y * picture.strideBytes() + 3 * x;
    return {pixel[0], pixel[1], pixel[2]};
}

} // namespace

class MediaImageFileTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::filesystem::path at(const QString& name) const { return m_folder.filePath(name).toStdString(); }

private Q_SLOTS:
    void a_png_is_read_back_exactly() {
        const Picture picture = test::numberedPicture(5, 161, 97);
        writePng(at("a.png"), picture);
        QVERIFY(readPicture(at("a.png")) == picture);
        QVERIFY(decodePicture(encodePng(picture), "memory") == picture);
    }

    void every_kind_of_picture_is_read_in_rgb_order_data() {
        QTest::addColumn<QString>("ending");
        for (const char* ending : {".jpg", ".png", ".webp", ".bmp", ".tiff"}) {
            QTest::newRow(ending) << ending;
        }
    }
    void every_kind_of_picture_is_read_in_rgb_order() {
        QFETCH(QString, ending);
        const auto path = at("kind" + ending);
        write(path, encoded(qPrintable(ending), cv::Mat(32, 48, CV_8UC3, cv::Scalar(10, 120, 240))));
        const Picture picture = readPicture(path);
        QCOMPARE(picture.width(), 48);
        QCOMPARE(picture.height(), 32);
        const std::vector<int> pixel = pixelAt(picture, 20, 20);
        QVERIFY(std::abs(pixel[0] - 240) < 6 && std::abs(pixel[1] - 120) < 6 && std::abs(pixel[2] - 10) < 6);
        QVERIFY(isPictureName(path));
    }

    void grey_and_sixteen_bit_pictures_become_rgb() {
        QCOMPARE(pixelAt(decodePicture(encoded(".png", cv::Mat(9, 9, CV_8UC1, cv::Scalar(77))), "grey"), 4, 4),
                 (std::vector{77, 77, 77}));
        const auto deep = encoded(".png", cv::Mat(9, 9, CV_16UC3, cv::Scalar(0, 128 * 257, 255 * 257)));
        const std::vector<int> pixel = pixelAt(decodePicture(deep, "deep"), 4, 4);
        QVERIFY(pixel[0] >= 254 && std::abs(pixel[1] - 128) <= 1 && pixel[2] == 0);
    }

    void transparency_is_laid_over_white() {
        for (const char* ending : {".png", ".webp"}) {
            cv::Mat picture(16, 16, CV_8UC4, cv::Scalar(0, 0, 200, 255));
            picture.colRange(8, 16).setTo(cv::Scalar(0, 0, 0, 0));
            const Picture read = decodePicture(encoded(ending, picture), ending);
            QCOMPARE(pixelAt(read, 12, 8), (std::vector{255, 255, 255}));
            QVERIFY(pixelAt(read, 3, 8)[0] > 180 && pixelAt(read, 3, 8)[1] < 40);
        }
    }

    void the_exif_orientation_is_applied() {
        cv::Mat picture(32, 64, CV_8UC3, cv::Scalar(0, 0, 0));
        picture.colRange(0, 32).setTo(cv::Scalar(255, 255, 255));
        const auto plain = encoded(".jpg", picture);
        std::string bytes(plain.begin(), plain.end());
        bytes.insert(2, exifBlock(6)); // turn clockwise: what was left is on top
        writeFileAtomically(at("turned.jpg"), bytes);
        const Picture read = readPicture(at("turned.jpg"));
        QCOMPARE(read.width(), 32);
        QCOMPARE(read.height(), 64);
        QVERIFY(pixelAt(read, 16, 10)[0] > 240 && pixelAt(read, 16, 54)[0] < 15);
    }

    void what_is_no_picture_gives_a_clear_error_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("cause");
        QByteArray png = QByteArray::fromStdString(std::string());
        const auto whole = encodePng(test::numberedPicture(1, 128, 64));
        png = QByteArray(reinterpret_cast<const char*>(whole.data()), static_cast<int>(whole.size()));
        QByteArray huge = png;
        huge.replace(16, 8, QByteArray::fromHex("0000753000007530")); // 30,000 × 30,000
        QByteArray none = png;
        none.replace(16, 8, QByteArray(8, '\0'));
        QTest::newRow("empty") << QByteArray() << "empty";
        QTest::newRow("text") << QByteArray("Once upon a time") << "not a JPEG";
        QTest::newRow("only the signature") << png.left(8) << "damaged";
        QTest::newRow("cut after the header") << png.left(40) << "damaged";
        QTest::newRow("no size") << none << "no size";
        QTest::newRow("hostile size") << huge << "too large";
    }
    void what_is_no_picture_gives_a_clear_error() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, cause);
        const auto path = at("bad.png");
        writeFileAtomically(path, bytes.toStdString());
        try {
            readPicture(path);
            QFAIL("No error");
        } catch (const Error& error) {
            const QString sentence = error.what();
            QVERIFY2(sentence.contains(cause), qPrintable(sentence));
            QVERIFY2(sentence.contains("bad.png"), qPrintable(sentence));
        }
    }

    void any_damage_gives_a_picture_or_an_error() {
        const auto jpeg = encoded(".jpg", cv::Mat(40, 40, CV_8UC3, cv::Scalar(9, 99, 199)));
        for (const auto& good : {jpeg, encodePng(test::numberedPicture(3, 128, 32))}) {
            for (std::size_t i = 0; i < good.size(); i += 1 + good.size() / 150) {
                auto damaged = good;
                damaged[i] ^= 0x5A;
                for (const auto& bytes :
                     {damaged, std::vector(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(i))}) {
                    try {
                        QVERIFY(!decodePicture(bytes, "damaged").isEmpty());
                    } catch (const Error& error) {
                        QVERIFY(error.code() == ErrorCode::Malformed || error.code() == ErrorCode::Unsupported);
                    }
                }
            }
        }
    }

    void shrinking_averages_and_growing_blends() {
        std::vector<std::uint8_t> pixels;
        for (int i = 0; i < 16; ++i) {
            const std::uint8_t level = i % 2 == 0 ? 0 : 200;
            pixels.insert(pixels.end(), {level, level, level});
        }
        const Picture stripes(4, 4, pixels);
        QCOMPARE(pixelAt(resized(stripes, 2, 2), 0, 0), (std::vector{100, 100, 100}));
        const Picture grown = resized(stripes, 8, 8);
        QCOMPARE(grown.width(), 8);
        QVERIFY(resized(stripes, 4, 4) == stripes);
        QVERIFY_EXCEPTION_THROWN(resized(stripes, 0, 4), Error);
        QVERIFY_EXCEPTION_THROWN(resized(Picture(), 4, 4), Error);
    }
};

QTEST_GUILESS_MAIN(MediaImageFileTest)
#include "media_image_file_test.moc"
