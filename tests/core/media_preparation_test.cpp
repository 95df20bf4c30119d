// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures are prepared exactly as the Python libraries do it: against files written by Pillow, torchvision and Hugging
// Face's image processors, and against short vectors of Pillow 9.4.
#include "core/base/error.h"
#include "core/media/equalize.h"
#include "core/media/image_file.h"
#include "core/media/picture_preparation.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <array>
#include <cmath>
#include <cstdlib>
#include <map>
#include <numeric>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

using namespace storyscope;
using namespace storyscope::media;

namespace {

const QString golden = QStringLiteral(STORYSCOPE_SHARED_DATA "/golden/preprocess/");

Picture readGolden(const QString& name) {
    return readPicture((golden + name).toStdString());
}

/// The colours of a PNG whatever its transparency says: Pillow keeps the marks of a palette's transparent colour.
Picture readColours(const QString& name) {
    cv::Mat picture = cv::imread((golden + name).toStdString(), cv::IMREAD_COLOR);
    cv::cvtColor(picture, picture, cv::COLOR_BGR2RGB);
    return Picture(picture.cols, picture.rows, std::vector<std::uint8_t>(picture.datastart, picture.dataend));
}

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

PicturePreparation preparationOf(const QString& variant) {
    const std::map<QString, PicturePreparation> preparations{
        {QStringLiteral("tv_resize256_crop224"), PicturePreparation::imageNet()},
        {QStringLiteral("tv_tensor_antialias_resize256_crop224"), PicturePreparation::imageNet()},
        {QStringLiteral("tv_resize224x224_bilinear"), PicturePreparation::stretched(224, PictureFilter::Bilinear)},
        {QStringLiteral("hf_clip224_bicubic"), PicturePreparation::clip()},
        {QStringLiteral("hf_vit224_bicubic"), PicturePreparation::stretched(224, PictureFilter::Bicubic)},
        {QStringLiteral("hf_blip384_bicubic"), PicturePreparation::stretched(384, PictureFilter::Bicubic)}};
    return preparations.at(variant);
}

int largestDifference(const Picture& a, const Picture& b) {
    int largest = a.width() == b.width() && a.height() == b.height() ? 0 : 256;
    for (std::size_t i = 0; largest < 256 && i < a.sizeBytes(); ++i) {
        largest = std::max(largest, std::abs(a.data()[i] - b.data()[i]));
    }
    return largest;
}

/// A grey picture of these levels.
Picture greyPicture(const std::vector<std::vector<int>>& rows) {
    std::vector<std::uint8_t> pixels;
    for (const auto& row : rows) {
        for (const int level : row) {
            pixels.insert(pixels.end(), 3, static_cast<std::uint8_t>(level));
        }
    }
    return Picture(static_cast<int>(rows.front().size()), static_cast<int>(rows.size()), std::move(pixels));
}

/// p(x, y) = 37x + 91y + 13xy, 8 wide and 6 high.
Picture smallSource() {
    std::vector<std::vector<int>> rows(6, std::vector<int>(8));
    for (int y = 0; y < 6; ++y) {
        for (int x = 0; x < 8; ++x) {
            rows[y][x] = (37 * x + 91 * y + 13 * x * y) % 256;
        }
    }
    return greyPicture(rows);
}

/// 100 × 80: R = 3x + y, G = x + 5y, B = xy.
Picture colourSource() {
    std::vector<std::uint8_t> pixels;
    for (int y = 0; y < 80; ++y) {
        for (int x = 0; x < 100; ++x) {
            for (const int level : {3 * x + y, x + 5 * y, x * y}) {
                pixels.push_back(static_cast<std::uint8_t>(level % 256));
            }
        }
    }
    return Picture(100, 80, std::move(pixels));
}

std::vector<int> pixelAt(const Picture& picture, int x, int y) {
    const std::uint8_t* pixel = picture.data() + y * picture.strideBytes() + 3 * x;
    return {pixel[0], pixel[1], pixel[2]};
}

std::vector<int> sumsOf(const Picture& picture) {
    std::vector<int> sums(3);
    for (std::size_t i = 0; i < picture.sizeBytes(); ++i) {
        sums[i % 3] += picture.data()[i];
    }
    return sums;
}

} // namespace

class MediaPreparationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void prepared_pictures_are_those_of_the_python_libraries_data() {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("variant");
        QTest::addColumn<QString>("expected");
        const QStringList sources = QDir(golden + QStringLiteral("src")).entryList(QDir::Files, QDir::Name);
        for (const QString& source : sources) {
            const QString base = QFileInfo(source).completeBaseName();
            for (const QString& file : QDir(golden + QStringLiteral("out")).entryList({base + QStringLiteral(".*")})) {
                const QString variant = file.mid(base.size() + 1).chopped(4);
                if (variant.endsWith(QStringLiteral("decoded_rgb"))) {
                    continue;
                }
                const bool isUpright = variant.startsWith(QStringLiteral("exif_"));
                const QString decoded =
                    base + (isUpright ? QStringLiteral(".exif_decoded_rgb.png") : QStringLiteral(".decoded_rgb.png"));
                const bool hasDecoded = QFile::exists(golden + QStringLiteral("out/") + decoded);
                QTest::newRow(qPrintable(file))
                    << (hasDecoded ? QStringLiteral("out/") + decoded : QStringLiteral("src/") + source)
                    << (isUpright ? variant.mid(5) : variant) << QStringLiteral("out/") + file;
            }
        }
        if (sources.isEmpty()) {
            QTest::newRow("none") << QString() << QString() << QString();
        }
    }
    void prepared_pictures_are_those_of_the_python_libraries() {
        QFETCH(QString, source);
        QFETCH(QString, variant);
        QFETCH(QString, expected);
        if (source.isEmpty()) {
            QSKIP("The golden pictures are not here");
        }
        const Picture picture = prepared(readColours(source), preparationOf(variant));
        const int tolerance = variant.startsWith(QStringLiteral("tv_tensor")) ? 1 : 0;
        const int difference = largestDifference(picture, readColours(expected));
        QVERIFY2(difference <= tolerance, qPrintable(QStringLiteral("differs by %1").arg(difference)));
    }

    void jpegs_are_decoded_as_pillow_does_data() {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("expected");
        QTest::newRow("photograph") << "src/5_owl_512x384.jpg"
                                    << "out/5_owl_512x384.decoded_rgb.png";
        QTest::newRow("turned by EXIF") << "src/6_hopper_exif6.jpg"
                                        << "out/6_hopper_exif6.exif_decoded_rgb.png";
    }
    void jpegs_are_decoded_as_pillow_does() {
        QFETCH(QString, source);
        QFETCH(QString, expected);
        if (!QFile::exists(golden + source)) {
            QSKIP("The golden pictures are not here");
        }
        // Another version of libjpeg-turbo may round its transform differently.
        QVERIFY(largestDifference(readGolden(source), readGolden(expected)) <= 1);
    }

    void lines_are_resampled_as_pillow_does() {
        const QByteArray json = contentOf(golden + QStringLiteral("pil_1d_resize.json"));
        if (json.isEmpty()) {
            QSKIP("The golden lines are not here");
        }
        const QJsonObject root = QJsonDocument::fromJson(json).object();
        const QJsonArray input = root[QStringLiteral("input_16")].toArray();
        const QJsonObject lines = root[QStringLiteral("resized")].toObject();
        int checked = 0;
        for (const PictureFilter filter : {PictureFilter::Nearest, PictureFilter::Box, PictureFilter::Bilinear,
                                           PictureFilter::Bicubic, PictureFilter::Lanczos}) {
            for (const int size : {5, 8, 11, 16, 24, 37}) {
                const QString name = QStringLiteral("%1_%2").arg(QLatin1String(filterName(filter))).arg(size);
                const QJsonArray expected = lines[name].toArray();
                const std::vector<PillowTaps> taps = pillowTaps(16, size, filter);
                for (int i = 0; size != 16 && i < size; ++i, ++checked) {
                    double value = 0;
                    for (std::size_t j = 0; j < taps[i].weights.size(); ++j) {
                        value += taps[i].weights[j] * input[taps[i].first + static_cast<int>(j)].toDouble();
                    }
                    QVERIFY2(std::abs(value - expected[i].toDouble()) < 1e-4, qPrintable(name));
                }
            }
        }
        QCOMPARE(checked, 5 * (5 + 8 + 11 + 24 + 37));
    }

    void small_pictures_are_resized_to_the_level() {
        const auto resized = [](int width, int height, PictureFilter filter) {
            return pillowResized(smallSource(), {width, height}, filter);
        };
        QVERIFY(resized(4, 3, PictureFilter::Bilinear) ==
                greyPicture({{93, 135, 136, 131}, {131, 146, 145, 125}, {122, 142, 135, 132}}));
        QVERIFY(resized(3, 2, PictureFilter::Bilinear) == greyPicture({{120, 140, 132}, {126, 144, 130}}));
        QVERIFY(resized(4, 3, PictureFilter::Bicubic) ==
                greyPicture({{85, 138, 135, 132}, {134, 147, 147, 122}, {119, 144, 134, 132}}));
        QVERIFY(resized(3, 2, PictureFilter::Bicubic) == greyPicture({{116, 142, 132}, {125, 147, 129}}));
        const PictureWindow firstRow{.left = 0, .top = 0, .size = {10, 1}};
        const PictureWindow lastRow{.left = 0, .top = 6, .size = {10, 1}};
        const Picture bicubic = resized(10, 7, PictureFilter::Bicubic);
        QVERIFY(cropped({bicubic, firstRow}) == greyPicture({{0, 21, 52, 81, 111, 147, 178, 224, 163, 0}}));
        QVERIFY(cropped({bicubic, lastRow}) == greyPicture({{209, 78, 79, 191, 247, 98, 180, 122, 58, 147}}));
        const Picture bilinear = resized(10, 7, PictureFilter::Bilinear);
        QVERIFY(cropped({bilinear, lastRow}) == greyPicture({{199, 91, 96, 178, 234, 110, 166, 120, 74, 145}}));
    }

    void colours_are_resized_and_equalised_to_the_level() {
        const Picture bilinear = pillowResized(colourSource(), {125, 60}, PictureFilter::Bilinear);
        QCOMPARE(pixelAt(bilinear, 20, 10), (std::vector{62, 84, 215}));
        QCOMPARE(sumsOf(bilinear), (std::vector{884021, 935295, 909814}));
        const Picture bicubic = pillowResized(colourSource(), {384, 384}, PictureFilter::Bicubic);
        QCOMPARE(pixelAt(bicubic, 200, 100), (std::vector{175, 154, 55}));
        QCOMPARE(sumsOf(bicubic), (std::vector{17340853, 18349519, 17869323}));
        const Picture even = equalized(colourSource());
        QCOMPARE(pixelAt(even, 20, 10), (std::vector{84, 62, 207}));
        QCOMPARE(sumsOf(even), (std::vector{1028082, 1027886, 1025572}));
        QCOMPARE(sumsOf(pillowResized(even, {125, 60}, PictureFilter::Bilinear)),
                 (std::vector{965216, 964805, 962610}));
    }

    void pictures_that_cannot_be_spread_stay_as_they_are() {
        const Picture plain = greyPicture({{7, 7, 7}, {7, 7, 7}});
        QVERIFY(equalized(plain) == plain);
        QVERIFY(equalized(smallSource()) == smallSource());
        QVERIFY(equalized(Picture()).isEmpty());
    }

    void a_window_is_cut_from_the_same_pixels() {
        const Picture source = colourSource();
        for (const PictureSize size : {PictureSize{37, 61}, PictureSize{100, 33}, PictureSize{33, 80},
                                       PictureSize{211, 173}, PictureSize{100, 80}}) {
            for (const PictureFilter filter :
                 {PictureFilter::Nearest, PictureFilter::Box, PictureFilter::Bilinear, PictureFilter::Lanczos}) {
                const PictureWindow window{.left = 5, .top = 7, .size = {size.width - 9, size.height - 12}};
                QVERIFY(pillowResized(source, size, filter, window) ==
                        cropped({pillowResized(source, size, filter), window}));
            }
        }
    }

    void a_part_is_resized_as_if_it_were_cut_out_first() {
        const Picture source = colourSource();
        const int width = source.width();
        const int height = source.height();
        for (const PictureWindow& part :
             {PictureWindow{3, 2, {41, 37}}, PictureWindow{width - 33, height - 30, {33, 30}},
              PictureWindow{0, 5, {width, height - 5}}, PictureWindow{7, 0, {20, height}}}) {
            const Picture cut = cropped({source, part});
            for (const PictureSize size : {PictureSize{16, 23}, PictureSize{50, 30}, PictureSize{20, 9}, part.size}) {
                for (const PictureFilter filter :
                     {PictureFilter::Nearest, PictureFilter::Bilinear, PictureFilter::Lanczos}) {
                    const PictureWindow window{.left = 1, .top = 2, .size = {size.width - 3, size.height - 4}};
                    QVERIFY(pillowResized({source, part}, size, filter, window) ==
                            pillowResized(cut, size, filter, window));
                }
            }
        }
    }

    void sizes_and_crops_are_rounded_as_published() {
        QCOMPARE(shorterSideSize({640, 481}, 256), (PictureSize{340, 256}));
        QCOMPARE(shorterSideSize({333, 500}, 256), (PictureSize{256, 384}));
        for (const auto& [whole, even, down] : {std::array{225, 0, 0}, std::array{227, 2, 1}, std::array{229, 2, 2}}) {
            QCOMPARE(centreWindow({whole, 224}, {224, 224}, CropRounding::HalfToEven).left, even);
            QCOMPARE(centreWindow({whole, 224}, {224, 224}, CropRounding::Down).left, down);
        }
    }

    void impossible_sizes_are_refused() {
        const Picture source = smallSource();
        QVERIFY_EXCEPTION_THROWN(pillowResized(source, {0, 5}, PictureFilter::Box), Error);
        QVERIFY_EXCEPTION_THROWN(pillowResized(source, {1 << 20, 1 << 20}, PictureFilter::Box), Error);
        QVERIFY_EXCEPTION_THROWN(pillowResized(Picture(), {5, 5}, PictureFilter::Box), Error);
        QVERIFY_EXCEPTION_THROWN(cropped({source, {.left = 5, .top = 0, .size = {4, 1}}}), Error);
        QVERIFY_EXCEPTION_THROWN(centreWindow({100, 100}, {101, 50}, CropRounding::Down), Error);
        QVERIFY_EXCEPTION_THROWN(prepared(Picture(), {}), Error);
        const Picture thread(1, 100000, std::vector<std::uint8_t>(300000));
        QVERIFY_EXCEPTION_THROWN(prepared(thread, PicturePreparation::imageNet()), Error);
    }

    void planes_hold_one_colour_each() {
        std::array<std::uint8_t, 12> planes{};
        copyPlanes(Picture(2, 2, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}), planes);
        QCOMPARE(planes, (std::array<std::uint8_t, 12>{1, 4, 7, 10, 2, 5, 8, 11, 3, 6, 9, 12}));
    }

    void a_preparation_has_a_name_of_its_own() {
        QCOMPARE(preparationName(PicturePreparation::imageNet()),
                 std::string("shorter 256 bilinear, crop 224 half-even"));
        QCOMPARE(preparationName(PicturePreparation::clip()), std::string("shorter 224 bicubic, crop 224 down"));
        PicturePreparation even = PicturePreparation::stretched(64, PictureFilter::Lanczos);
        even.equalization = PicturePreparation::Equalization::Last;
        QCOMPARE(preparationName(even), std::string("stretched 64x64 lanczos, equalized"));
        even.equalization = PicturePreparation::Equalization::First;
        QVERIFY(preparationName(even) != std::string("stretched 64x64 lanczos, equalized"));
    }

    void the_part_that_is_shown_is_known_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::addColumn<QString>("variant");
        QTest::addColumn<QVector<double>>("expected"); // left, top, width, height in pixels of the picture
        const auto stretched = QStringLiteral("hf_blip384_bicubic");
        const auto clip = QStringLiteral("hf_clip224_bicubic");
        const auto imageNet = QStringLiteral("tv_resize256_crop224");
        QTest::addRow("stretched 1:1") << 300 << 300 << stretched << QVector<double>{0, 0, 300, 300};
        QTest::addRow("stretched 4:3") << 320 << 240 << stretched << QVector<double>{0, 0, 320, 240};
        QTest::addRow("stretched 16:9") << 640 << 360 << stretched << QVector<double>{0, 0, 640, 360};
        QTest::addRow("stretched 9:16") << 360 << 640 << stretched << QVector<double>{0, 0, 360, 640};
        QTest::addRow("clip 1:1") << 300 << 300 << clip << QVector<double>{0, 0, 300, 300};
        // 298 × 224 of which (298 − 224) // 2 = 37 are cut off, and as many on the right.
        QTest::addRow("clip 4:3") << 320 << 240 << clip << QVector<double>{37 * 320.0 / 298, 0, 224 * 320.0 / 298, 240};
        // 398 × 224, 87 on each side.
        QTest::addRow("clip 16:9") << 640 << 360 << clip
                                   << QVector<double>{87 * 640.0 / 398, 0, 224 * 640.0 / 398, 360};
        QTest::addRow("clip 9:16") << 360 << 640 << clip
                                   << QVector<double>{0, 87 * 640.0 / 398, 360, 224 * 640.0 / 398};
        // 256 × 256, 16 on each side; 455 × 256: 115.5 is rounded to the even 116.
        QTest::addRow("ImageNet 1:1") << 512 << 512 << imageNet << QVector<double>{32, 32, 448, 448};
        QTest::addRow("ImageNet 16:9") << 640 << 360 << imageNet
                                       << QVector<double>{116 * 640.0 / 455, 16 * 360.0 / 256, 224 * 640.0 / 455,
                                                          224 * 360.0 / 256};
    }

    void the_part_that_is_shown_is_known() {
        QFETCH(const int, width);
        QFETCH(const int, height);
        QFETCH(const QString, variant);
        QFETCH(const QVector<double>, expected);
        const PicturePreparation preparation = preparationOf(variant);
        const Box part = shownPart({width, height}, preparation);
        const std::array<double, 4> found{
            static_cast<double>(part.left) * width, static_cast<double>(part.top) * height,
            static_cast<double>(part.width) * width, static_cast<double>(part.height) * height};
        for (int side = 0; side < 4; ++side) {
            QVERIFY2(std::abs(found[static_cast<std::size_t>(side)] - expected[side]) < 1e-3,
                     qPrintable(QString::number(found[static_cast<std::size_t>(side)])));
        }
        // What is bright inside of it and dark outside comes out bright all over, but for a blurred edge.
        std::vector<std::uint8_t> pixels;
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) {
                const bool isInside = x + 0.5 >= found[0] && x + 0.5 < found[0] + found[2] && y + 0.5 >= found[1] &&
                                      y + 0.5 < found[1] + found[3];
                pixels.insert(pixels.end(), 3, isInside ? 255 : 0);
            }
        }
        const Picture result = prepared(Picture(width, height, std::move(pixels)), preparation);
        for (int y = 4; y < result.height() - 4; ++y) {
            for (int x = 4; x < result.width() - 4; ++x) {
                QVERIFY(result.data()[(y * result.width() + x) * 3] > 250);
            }
        }
    }

    void equalizing_first_is_equalizing_the_whole_picture() {
        std::vector<std::uint8_t> levels(std::size_t{40} * 30 * 3);
        for (std::size_t i = 0; i < levels.size(); ++i) {
            levels[i] = static_cast<std::uint8_t>(i * i % 97);
        }
        const Picture picture(40, 30, levels);
        PicturePreparation first = PicturePreparation::stretched({125, 60}, PictureFilter::Bilinear);
        const Picture equalizedByHand = prepared(equalized(picture), first);
        first.equalization = PicturePreparation::Equalization::First;
        const Picture result = prepared(picture, first);
        QCOMPARE(result.width(), 125);
        QCOMPARE(result.height(), 60);
        QVERIFY(result == equalizedByHand);
    }
};

QTEST_GUILESS_MAIN(MediaPreparationTest)
#include "media_preparation_test.moc"
