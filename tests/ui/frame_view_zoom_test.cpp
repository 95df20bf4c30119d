// SPDX-License-Identifier: GPL-3.0-or-later
// Zooming and panning, in the screen's own pixels: the program is run at several scales of the screen.
#include "tests/ui/hand_made.h"
#include "ui/player/frame_view.h"

#include <QMouseEvent>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>
#include <algorithm>

using namespace storyscope;
using namespace storyscope::ui;

namespace {

Picture noise(int width, int height) {
    QRandomGenerator random(5);
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(width * height * 3));
    std::ranges::generate(pixels, [&] { return static_cast<std::uint8_t>(random.bounded(256)); });
    return Picture(width, height, std::move(pixels));
}

/// Where the picture is, in pixels of the grabbed image.
QRect screenRect(const FrameView& view) {
    const QRectF rect = view.pictureRect();
    const double ratio = view.devicePixelRatioF();
    return {(rect.topLeft() * ratio).toPoint(), (rect.size() * ratio).toSize()};
}

bool zoomTo(FrameView& view, double scale) {
    for (int press = 0; press < 30 && view.scale() < scale; ++press) {
        view.zoomIn();
    }
    return view.scale() == scale;
}

void wheel(FrameView& view, const QPointF& at, int notches) {
    QWheelEvent event(at, view.mapToGlobal(at), {}, {0, notches * QWheelEvent::DefaultDeltasPerStep}, Qt::NoButton,
                      Qt::ControlModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&view, &event);
}

void mouse(FrameView& view, QEvent::Type type, Qt::MouseButton button, const QPointF& at) {
    const bool isUp = type == QEvent::MouseButtonRelease;
    const Qt::MouseButton changed = type == QEvent::MouseMove ? Qt::NoButton : button;
    QMouseEvent event(type, at, view.mapToGlobal(at), changed, isUp ? Qt::NoButton : button, Qt::NoModifier);
    QCoreApplication::sendEvent(&view, &event);
}

void drag(FrameView& view, Qt::MouseButton button, const QPointF& from, const QPointF& to) {
    mouse(view, QEvent::MouseButtonPress, button, from);
    for (int step = 1; step <= 10; ++step) {
        mouse(view, QEvent::MouseMove, button, from + (to - from) * step / 10);
    }
    mouse(view, QEvent::MouseButtonRelease, button, to);
}

} // namespace

class FrameViewZoomTest : public QObject {
    Q_OBJECT

private slots:
    void pixels_are_drawn_unchanged_and_as_squares_data() {
        QTest::addColumn<int>("scale");
        for (const int scale : {1, 4, 6, 16, 64}) {
            QTest::addRow("%d times", scale) << scale;
        }
    }

    void pixels_are_drawn_unchanged_and_as_squares() {
        QFETCH(int, scale);
        FrameView view;
        view.resize(220, 140);
        const Picture picture = noise(701, 503);
        view.showFrame(0, picture);
        view.zoomToPixels();
        QVERIFY(zoomTo(view, scale));
        view.scrollBy(0.31, -0.17);
        const QImage screen = view.grab().toImage();
        const QRect target = screenRect(view);
        QCOMPARE(target.size(), QSize(701, 503) * scale);
        const int above = static_cast<int>(screen.height() * 0.7); // the line with the zoom is below
        for (int y = 0; y < above; ++y) {
            for (int x = 0; x < screen.width(); ++x) {
                const QPoint pixel((x - target.left()) / scale, (y - target.top()) / scale);
                QCOMPARE(screen.pixel(x, y) | 0xff000000, view.shownImage().pixel(pixel));
            }
        }
    }

    void a_shrunk_picture_is_averaged_also_a_large_one_data() {
        QTest::addColumn<QSize>("size");
        QTest::newRow("at once") << QSize(1600, 1200);
        QTest::newRow("on a worker") << QSize(4000, 3000);
    }

    void a_shrunk_picture_is_averaged_also_a_large_one() {
        QFETCH(QSize, size);
        std::vector<std::uint8_t> stripes(static_cast<std::size_t>(size.width() * size.height() * 3));
        for (std::size_t pixel = 0; pixel < stripes.size() / 3; ++pixel) {
            std::fill_n(stripes.begin() + static_cast<std::ptrdiff_t>(3 * pixel), 3, pixel % 2 == 0 ? 0 : 200);
        }
        FrameView view;
        view.resize(200, 150);
        view.showFrame(0, Picture(size.width(), size.height(), std::move(stripes)));
        const auto isGray = [&view] {
            const QImage screen = view.grab().toImage();
            for (int x = 0; x < screen.width(); ++x) {
                if (std::abs(qRed(screen.pixel(x, screen.height() / 2)) - 100) > 20) {
                    return false;
                }
            }
            return true;
        };
        QTRY_VERIFY(isGray());
    }

    void steps_lead_from_the_whole_frame_to_squares_and_back() {
        FrameView view;
        view.resize(200, 150);
        view.showFrame(0, noise(800, 600));
        QVERIFY(view.isFitted());
        const double whole = view.scale();
        QList<double> scales;
        for (int press = 0; press < 40; ++press) {
            view.zoomIn();
            scales.append(view.scale());
        }
        QVERIFY(std::ranges::is_sorted(scales));
        QVERIFY(scales.contains(1.0) && scales.contains(2.0));
        QCOMPARE(scales.last(), FrameZoom::largestScale);
        for (int press = 0; press < 40; ++press) {
            view.zoomOut();
        }
        QVERIFY(view.isFitted());
        QCOMPARE(view.scale(), whole);
    }

    void a_small_picture_can_be_seen_at_its_own_size() {
        FrameView view;
        view.resize(200, 150);
        view.showFrame(0, noise(32, 24));
        QVERIFY(view.scale() > 4);
        view.zoomToPixels();
        QCOMPARE(screenRect(view).size(), QSize(32, 24));
        const QPointF middle = view.pictureRect().center() - QRectF(view.rect()).center();
        QVERIFY(middle.manhattanLength() <= 1);
        view.zoomOut();
        QCOMPARE(view.scale(), 1.0);
        view.zoomToFit();
        QVERIFY(view.isFitted());
    }

    void the_wheel_zooms_around_the_pointer() {
        FrameView view;
        view.resize(300, 200);
        view.showFrame(0, noise(900, 600));
        const QPointF pointer(180.5, 120.5);
        const QPoint pixel = view.pixelAt(pointer).value();
        for (int notch = 0; notch < 8; ++notch) {
            wheel(view, pointer, 1);
            const QPoint off = view.pixelAt(pointer).value() - pixel;
            QVERIFY2(off.manhattanLength() <= 4, qPrintable(QStringLiteral("%1 %2").arg(off.x()).arg(off.y())));
        }
        QVERIFY(view.scale() > 4);
        wheel(view, pointer, -20);
        QVERIFY(view.isFitted());
    }

    void dragging_moves_a_zoomed_picture_and_is_no_click_data() {
        QTest::addColumn<Qt::MouseButton>("button");
        QTest::newRow("left") << Qt::LeftButton;
        QTest::newRow("middle") << Qt::MiddleButton;
    }

    void dragging_moves_a_zoomed_picture_and_is_no_click() {
        QFETCH(Qt::MouseButton, button);
        FrameView view;
        view.resize(200, 150);
        view.showFrame(0, noise(800, 600));
        QSignalSpy clicks(&view, &FrameView::pictureClicked);
        QVERIFY(zoomTo(view, 2));
        const QPointF before = view.pictureRect().topLeft();
        drag(view, button, {100, 80}, {60, 100});
        const QPointF moved = view.pictureRect().topLeft() - before - QPointF(-40, 20);
        QVERIFY(moved.manhattanLength() <= 2);
        QCOMPARE(clicks.size(), 0);
        QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(30, 30));
        QCOMPARE(clicks.size(), 1);
        const QRectF target = view.pictureRect();
        QVERIFY(std::abs(clicks[0][0].toDouble() - (30 - target.left()) / target.width()) < 1e-6);
    }

    void a_picture_cannot_be_moved_away_from_the_edges() {
        FrameView view;
        view.resize(200, 150);
        view.showFrame(0, noise(800, 600));
        QVERIFY(zoomTo(view, 1));
        for (const auto& [x, y] : {std::pair(5.0, 5.0), std::pair(-50.0, 0.0), std::pair(20.0, -20.0)}) {
            view.scrollBy(x, y);
            QVERIFY(view.pictureRect().contains(QRectF(view.rect())));
        }
        drag(view, Qt::MiddleButton, {10, 10}, {190, 140});
        QVERIFY(view.pictureRect().contains(QRectF(view.rect())));
    }

    void the_place_stays_from_frame_to_frame_until_other_media_come() {
        FrameView view;
        view.resize(200, 150);
        view.showFrame(0, noise(800, 600));
        QVERIFY(zoomTo(view, 8));
        view.scrollBy(0.5, 0.25);
        const QRectF before = view.pictureRect();
        view.showFrame(1, noise(800, 600));
        QCOMPARE(view.pictureRect(), before);
        view.clear();
        view.showFrame(0, noise(800, 600));
        QVERIFY(view.isFitted());
    }

    void the_overlay_lies_on_the_same_pixels_at_every_scale_data() {
        QTest::addColumn<int>("presses");
        for (const int presses : {0, 1, 3, 6, 9}) {
            QTest::addRow("%d presses", presses) << presses;
        }
    }

    void the_overlay_lies_on_the_same_pixels_at_every_scale() {
        QFETCH(int, presses);
        FrameView view;
        view.resize(200, 150);
        view.showFrame(3, plainPicture(320, 240, 9, 9, 9));
        QImage halves(2, 1, QImage::Format_ARGB32_Premultiplied);
        halves.setPixelColor(0, 0, Qt::red);
        halves.setPixelColor(1, 0, Qt::blue);
        view.setOverlay({3, 1, 2, {0.5F, 0.5F}, halves, QStringLiteral("Halves")});
        for (int press = 0; press < presses; ++press) {
            view.zoomIn();
        }
        const QImage screen = view.grab().toImage();
        const QRect target = screenRect(view);
        const int middle = target.left() + target.width() / 2;
        const int y = screen.height() / 2;
        QCOMPARE(screen.pixelColor(middle - 2, y), QColor(Qt::red));
        QCOMPARE(screen.pixelColor(middle + 1, y), QColor(Qt::blue));
        QCOMPARE(screen.pixelColor(std::max(0, target.left() + 1), y), QColor(Qt::red));
        QCOMPARE(screen.pixelColor(std::min(screen.width(), target.right()) - 1, y), QColor(Qt::blue));
    }

    void a_zoomed_view_says_how_much_and_names_the_pixel_under_the_mouse() {
        FrameView view;
        view.resize(300, 200);
        view.showFrame(0, noise(800, 600));
        QVERIFY(view.readout().isEmpty());
        QVERIFY(zoomTo(view, 8));
        QVERIFY(view.readout().contains(QStringLiteral("800")));
        const QPointF at(120.5, 60.5);
        mouse(view, QEvent::MouseMove, Qt::NoButton, at);
        const QPoint pixel = view.pixelAt(at).value();
        const QColor color = view.shownImage().pixelColor(pixel);
        QVERIFY(view.readout().contains(QStringLiteral("%1, %2").arg(pixel.x()).arg(pixel.y())));
        QVERIFY(
            view.readout().contains(QStringLiteral("%1 %2 %3").arg(color.red()).arg(color.green()).arg(color.blue())));
        QVERIFY(view.accessibleDescription().contains(QStringLiteral("800")));
    }

    void without_a_picture_nothing_zooms() {
        FrameView view;
        view.resize(300, 200);
        view.zoomIn();
        view.zoomToPixels();
        wheel(view, {10, 10}, 3);
        drag(view, Qt::LeftButton, {10, 10}, {100, 100});
        QVERIFY(view.isFitted());
        QCOMPARE(view.scale(), 0.0);
        view.showFrame(0, noise(40, 30));
        QVERIFY(view.isFitted());
    }
};

QTEST_MAIN(FrameViewZoomTest)
#include "frame_view_zoom_test.moc"
