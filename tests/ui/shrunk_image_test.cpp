// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/shrunk_image.h"

#include <QRandomGenerator>
#include <QTest>
#include <algorithm>
#include <array>
#include <cmath>

using namespace storyscope::ui;

namespace {

/// The exact mean of the area that a pixel of the smaller picture stands for.
std::array<double, 3> meanOf(const QImage& picture, const QSize& size, const QPoint& at) {
    const double width = static_cast<double>(picture.width()) / size.width();
    const double height = static_cast<double>(picture.height()) / size.height();
    const QRectF area(at.x() * width, at.y() * height, width, height);
    std::array<double, 3> sums{};
    for (int y = static_cast<int>(area.top()); y < std::min<double>(picture.height(), area.bottom()); ++y) {
        for (int x = static_cast<int>(area.left()); x < std::min<double>(picture.width(), area.right()); ++x) {
            const QRectF part = area.intersected(QRectF(x, y, 1, 1));
            const QColor color = picture.pixelColor(x, y);
            const double share = part.width() * part.height() / (width * height);
            sums[0] += share * color.red();
            sums[1] += share * color.green();
            sums[2] += share * color.blue();
        }
    }
    return sums;
}

} // namespace

class ShrunkImageTest : public QObject {
    Q_OBJECT

private slots:
    void each_pixel_is_the_mean_of_its_area_data() {
        QTest::addColumn<QSize>("from");
        QTest::addColumn<QSize>("to");
        QTest::newRow("half") << QSize(64, 48) << QSize(32, 24);
        QTest::newRow("odd") << QSize(101, 67) << QSize(37, 29);
        QTest::newRow("nearly the same") << QSize(100, 80) << QSize(99, 79);
        QTest::newRow("the same") << QSize(20, 10) << QSize(20, 10);
        QTest::newRow("one column") << QSize(7, 90) << QSize(1, 13);
        QTest::newRow("one pixel") << QSize(33, 21) << QSize(1, 1);
    }

    void each_pixel_is_the_mean_of_its_area() {
        QFETCH(QSize, from);
        QFETCH(QSize, to);
        QImage picture(from, QImage::Format_RGB888);
        QRandomGenerator random(3);
        for (int y = 0; y < from.height(); ++y) {
            std::generate_n(picture.scanLine(y), 3 * from.width(),
                            [&] { return static_cast<uchar>(random.bounded(256)); });
        }
        const QImage small = shrunkImage(picture, to);
        QCOMPARE(small.size(), to);
        for (int y = 0; y < to.height(); ++y) {
            for (int x = 0; x < to.width(); ++x) {
                const auto mean = meanOf(picture, to, {x, y});
                const QColor color = small.pixelColor(x, y);
                QVERIFY(std::abs(color.red() - mean[0]) < 2 && std::abs(color.green() - mean[1]) < 2 &&
                        std::abs(color.blue() - mean[2]) < 2);
            }
        }
    }

    void plain_colours_stay_exactly_what_they_are() {
        for (const QColor& color : {QColor(0, 0, 0), QColor(255, 255, 255), QColor(1, 128, 254)}) {
            QImage picture(1003, 701, QImage::Format_RGB888);
            picture.fill(color);
            QImage expected(QSize(311, 97), QImage::Format_RGB32);
            expected.fill(color);
            QCOMPARE(shrunkImage(picture, {311, 97}), expected);
        }
    }
};

QTEST_APPLESS_MAIN(ShrunkImageTest)
#include "shrunk_image_test.moc"
