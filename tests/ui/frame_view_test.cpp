// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/hand_made.h"
#include "ui/attention/heat_map.h"
#include "ui/player/frame_view.h"

#include <QSignalSpy>
#include <QTest>

using namespace storyscope;
using namespace storyscope::ui;

namespace {

FrameOverlay overlayOf(int frameNumber) {
    FrameOverlay overlay;
    overlay.frameNumber = frameNumber;
    overlay.rows = 1;
    overlay.columns = 2;
    overlay.shares = {0, 1};
    overlay.image = heatMapImage({overlay.shares, 1, 2, 1}, ColorMap::Magma);
    overlay.title = QStringLiteral("Attention of “red”");
    return overlay;
}

QRgb centreOf(FrameView& view) {
    const QImage shot = view.grab().toImage();
    return shot.pixel(shot.width() / 2, shot.height() / 2) | 0xff000000;
}

} // namespace

class FrameViewTest : public QObject {
    Q_OBJECT

private slots:
    void the_picture_is_exactly_what_the_media_gave() {
        FrameView view;
        view.resize(160, 80);
        const Picture picture = NumberedSource::pictureOf(7);
        view.showFrame(7, picture);
        QCOMPARE(view.shownFrame(), 7);
        QCOMPARE(view.shownImage().size(), QSize(16, 8));
        QCOMPARE(static_cast<const void*>(view.shownImage().constBits()), static_cast<const void*>(picture.data()));
        QCOMPARE(centreOf(view), qRgb(7, 50, 200));
    }

    void the_whole_picture_is_shown_in_its_own_proportions() {
        FrameView view;
        view.resize(100, 100);
        view.showFrame(0, NumberedSource::pictureOf(0));
        QCOMPARE(view.pictureRect(), QRectF(0, 25, 100, 50));
        QCOMPARE(view.grab().toImage().pixel(50, 5) | 0xff000000, qRgb(0, 0, 0));
    }

    void an_overlay_is_drawn_on_its_own_frame_only_data() {
        QTest::addColumn<int>("shown");
        QTest::addColumn<int>("overlay");
        QTest::newRow("same frame") << 4 << 4;
        QTest::newRow("frame before") << 4 << 3;
        QTest::newRow("frame after") << 4 << 5;
        QTest::newRow("none") << 4 << -1;
    }

    void an_overlay_is_drawn_on_its_own_frame_only() {
        QFETCH(int, shown);
        QFETCH(int, overlay);
        FrameView view;
        view.resize(160, 80);
        view.showFrame(shown, NumberedSource::pictureOf(shown));
        const QImage plain = view.grab().toImage();
        view.setOverlay(overlayOf(overlay));
        QCOMPARE(view.isOverlayShown(), shown == overlay);
        QCOMPARE(view.grab().toImage() == plain, shown != overlay);
    }

    void an_overlay_vanishes_with_its_frame_and_comes_back_with_it() {
        FrameView view;
        view.resize(160, 80);
        view.showFrame(1, NumberedSource::pictureOf(1));
        view.setOverlay(overlayOf(1));
        view.showFrame(2, NumberedSource::pictureOf(2));
        QVERIFY(!view.isOverlayShown());
        QCOMPARE(centreOf(view), qRgb(2, 50, 200));
        view.showFrame(1, NumberedSource::pictureOf(1));
        QVERIFY(view.isOverlayShown());
    }

    void a_screen_reader_is_told_what_is_shown() {
        FrameView view;
        view.showFrame(12, NumberedSource::pictureOf(12));
        QVERIFY(view.accessibleName().contains(QLatin1String("12")));
        view.setOverlay(overlayOf(12));
        QVERIFY(view.accessibleName().contains(QStringLiteral("red")));
        view.showProblem(13, QStringLiteral("Frame 13 is broken"));
        QVERIFY(view.accessibleName().contains(QLatin1String("broken")));
    }

    void a_click_names_the_place_on_the_picture_not_on_the_widget() {
        FrameView view;
        view.resize(100, 100);
        view.showFrame(0, NumberedSource::pictureOf(0));
        QSignalSpy clicks(&view, &FrameView::pictureClicked);
        QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(50, 10));
        QCOMPARE(clicks.size(), 0);
        QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(75, 50));
        QCOMPARE(clicks.size(), 1);
        QVERIFY(std::abs(clicks[0][0].toDouble() - 0.75) < 0.02);
        QVERIFY(std::abs(clicks[0][1].toDouble() - 0.5) < 0.02);
    }
};

QTEST_MAIN(FrameViewTest)
#include "frame_view_test.moc"
