// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/metrics/picture_metrics.h"
#include "core/metrics/structural_similarity.h"

#include <QFile>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>
#include <functional>

using namespace storyscope;
using namespace storyscope::metrics;

namespace {

constexpr int side = 32;

int patternA(int x, int y) {
    return (7 * x + 13 * y) % 256;
}

int patternB(int x, int y) {
    return (7 * x + 13 * y + (x * y) % 31) % 256;
}

/// A square picture; `value(x, y, channel)` gives its values.
Picture pictureOf(const std::function<int(int, int, int)>& value) {
    std::vector<std::uint8_t> rgb;
    for (int index = 0; index < side * side * 3; ++index) {
        rgb.push_back(static_cast<std::uint8_t>(value(index / 3 % side, index / 3 / side, index % 3)));
    }
    return {side, side, std::move(rgb)};
}

Picture grayOf(const std::function<int(int, int)>& value) {
    return pictureOf([&](int x, int y, int) { return value(x, y); });
}

/// The pattern, the same rolled down by 3 rows, and the same rolled right by 5 columns.
Picture rolledOf(const std::function<int(int, int)>& value) {
    return pictureOf([&](int x, int y, int channel) {
        return value((x + (channel == 2 ? side - 5 : 0)) % side, (y + (channel == 1 ? side - 3 : 0)) % side);
    });
}

Picture pictureOfFile(const QString& path) {
    const QImage image = QImage(path).convertToFormat(QImage::Format_RGB888);
    std::vector<std::uint8_t> rgb;
    for (int y = 0; y < image.height(); ++y) {
        rgb.insert(rgb.end(), image.constScanLine(y), image.constScanLine(y) + 3 * image.width());
    }
    return {image.width(), image.height(), std::move(rgb)};
}

Picture constantOf(std::uint8_t value) {
    return {2, 1, std::vector<std::uint8_t>(6, value)};
}

} // namespace

class MetricsPictureTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void similarity_of_patterns_is_the_reference_value() {
        const Picture a = grayOf(patternA);
        QVERIFY(std::abs(pictureSsim(a, grayOf(patternB)) - 0.7036531094) < 1e-9);
        QVERIFY(std::abs(pictureSsim(a, grayOf([](int x, int y) { return std::min(patternA(x, y) + 10, 255); })) -
                         0.9960997987) < 1e-9);
        QVERIFY(std::abs(pictureSsim(rolledOf(patternA), rolledOf(patternB)) - 0.7104280652) < 1e-6);
    }

    void similarity_to_itself_is_one_and_symmetric() {
        const Picture a = grayOf(patternA);
        const Picture b = rolledOf(patternB);
        QCOMPARE(pictureSsim(b, b), 1.0);
        QCOMPARE(pictureSsim(a, b), pictureSsim(b, a));
    }

    void similarity_agrees_with_scikit_image_on_pictures() {
        const QString folder = QStringLiteral(STORYSCOPE_SHARED_DATA "/golden/metrics/");
        QFile file(folder + "ssim_psnr.json");
        if (!file.open(QIODevice::ReadOnly)) {
            QSKIP("the golden files are absent");
        }
        const QJsonObject pairs = QJsonDocument::fromJson(file.readAll())["pairs"].toObject();
        QVERIFY(pairs.size() >= 6);
        for (const QString& name : pairs.keys()) {
            const QJsonObject pair = pairs[name].toObject();
            const Picture a = pictureOfFile(folder + pair["a"].toString());
            const Picture b = pictureOfFile(folder + pair["b"].toString());
            const double expected = pair["ssim_default_uniform7"].toDouble(-2);
            QVERIFY2(std::abs(pictureSsim(a, b) - expected) < 1e-6, qPrintable(name));
        }
    }

    void difference_is_the_mean_over_all_values() {
        QCOMPARE(pictureL1(constantOf(0), constantOf(255)), 1.0);
        QCOMPARE(pictureL1(constantOf(9), constantOf(9)), 0.0);
        QCOMPARE(pictureL1(Picture(1, 1, {0, 0, 0}), Picture(1, 1, {51, 0, 0})), 51.0 / 255 / 3);
    }

    void the_median_is_taken_value_by_value() {
        const std::vector<Picture> pictures{Picture(1, 1, {1, 200, 7}), Picture(1, 1, {3, 100, 7}),
                                            Picture(1, 1, {2, 0, 255})};
        QVERIFY(medianPicture(pictures) == Picture(1, 1, {2, 100, 7}));
        QVERIFY(medianPicture({constantOf(10), constantOf(20)}) == constantOf(10));
        QVERIFY(medianPicture({constantOf(255)}) == constantOf(255));
    }

    void no_constant_guess_is_nearer_than_the_median() {
        std::vector<Picture> pictures;
        for (const int shift : {0, 40, 90, 130, 222}) {
            pictures.push_back(grayOf([shift](int x, int y) { return (patternB(x, y) * 3 + shift * x) % 256; }));
        }
        const Picture median = medianPicture(pictures);
        const auto distance = [&](const Picture& guess) {
            double sum = 0;
            for (const Picture& picture : pictures) {
                sum += pictureL1(guess, picture);
            }
            return sum;
        };
        for (const Picture& picture : pictures) {
            QVERIFY(distance(median) <= distance(picture));
        }
    }

    void pictures_that_cannot_be_compared_are_refused() {
        const Picture small(6, 7, std::vector<std::uint8_t>(6 * 7 * 3));
        const auto codeOf = [](const std::function<void()>& call) {
            try {
                call();
            } catch (const Error& error) {
                return error.code();
            }
            return ErrorCode::Internal;
        };
        QCOMPARE(codeOf([&] { pictureSsim(small, small); }), ErrorCode::BadArgument);
        QCOMPARE(codeOf([&] { pictureSsim(small, constantOf(1)); }), ErrorCode::Mismatch);
        QCOMPARE(codeOf([&] { pictureL1(small, constantOf(1)); }), ErrorCode::Mismatch);
        QCOMPARE(codeOf([] { pictureL1({}, {}); }), ErrorCode::BadArgument);
        QCOMPARE(codeOf([] { medianPicture({}); }), ErrorCode::BadArgument);
        QCOMPARE(codeOf([&] { medianPicture({small, constantOf(1)}); }), ErrorCode::Mismatch);
    }

    void every_definition_agrees_with_scikit_image() {
        QFile file(QStringLiteral(STORYSCOPE_SHARED_DATA "/golden/metrics/ssim_psnr.json"));
        if (!file.open(QIODevice::ReadOnly)) {
            QSKIP("the golden files are absent");
        }
        const QJsonObject pairs = QJsonDocument::fromJson(file.readAll()).object()["pairs"].toObject();
        for (const QString& name : pairs.keys()) {
            const QJsonObject expected = pairs[name].toObject();
            const QString folder = QStringLiteral(STORYSCOPE_SHARED_DATA "/golden/metrics/");
            const Picture a = pictureOfFile(folder + expected["a"].toString());
            const Picture b = pictureOfFile(folder + expected["b"].toString());
            const auto isSame = [&](double value, const char* key) {
                return std::abs(value - expected[QLatin1String(key)].toDouble(-9)) < 1e-6;
            };
            SsimDefinition sample = ssimWang2004;
            sample.covariance = SsimDefinition::Covariance::Sample;
            const SsimMap wang = ssimMap(a, b, ssimWang2004);
            QVERIFY2(isSame(wang.mean(), "ssim_gaussian_sigma1.5_wang2004"), qPrintable(name));
            QVERIFY2(isSame(ssimMap(a, b, sample).mean(), "ssim_gaussian_sigma1.5_sample_cov"), qPrintable(name));
            QVERIFY2(isSame(ssimMap(a, b, {}).mean(), "ssim_default_uniform7"), qPrintable(name));
            QVERIFY2(isSame(ssimMap(a, b, {.side = 11}).mean(), "ssim_uniform11"), qPrintable(name));
            QVERIFY2(isSame(pictureMse(a, b), "mse"), qPrintable(name));
            QVERIFY2(std::isinf(picturePsnr(a, b)) || isSame(picturePsnr(a, b), "psnr_data_range_255"),
                     qPrintable(name));
            for (const auto& sampleOfMap : expected["ssim_map_gaussian_samples"].toArray()) {
                const QJsonArray values = sampleOfMap.toArray();
                for (int channel = 2; channel < values.size(); ++channel) {
                    const double value = wang.at(values[1].toInt(), values[0].toInt(), channel - 2);
                    QVERIFY2(std::abs(value - values[channel].toDouble(-9)) < 1e-6, qPrintable(name));
                }
            }
        }
    }

    void pictures_smaller_than_the_window_have_no_similarity() {
        QVERIFY_EXCEPTION_THROWN(ssimMap(constantOf(1), constantOf(2), ssimWang2004), Error);
        QVERIFY_EXCEPTION_THROWN(ssimMap(grayOf(patternA), constantOf(2), {}), Error);
        QVERIFY_EXCEPTION_THROWN(ssimMap(grayOf(patternA), grayOf(patternB), {.side = 4}), Error);
    }
};

QTEST_GUILESS_MAIN(MetricsPictureTest)
#include "metrics_picture_test.moc"
