// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline_view.h"
#include "ui/timeline/timeline_widget.h"

#include <QAccessible>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QWheelEvent>

using namespace storyscope;
using namespace storyscope::ui;

namespace {

TimelineContents contents(int frames) {
    TimelineContents made;
    made.frameCount = frames;
    made.markers = {{20, true}, {50, true}, {80, false}};
    made.captions = {{20, 49, QStringLiteral("first")}, {50, 99, QStringLiteral("second")}};
    made.lanes.push_back({.name = QStringLiteral("Attention"), .frames = {20, 50}, .values = {0.25F, 0.75F}});
    made.timeSeconds = [](int frame) { return std::optional(frame / 25.0); };
    made.frameAtTime = [](double seconds) { return static_cast<int>(seconds * 25); };
    return made;
}

/// A timeline on the screen.
struct Shown {
    TimelineWidget widget;
    TimelineView& view = *widget.view();

    explicit Shown(int frames = 100) {
        view.setContents(contents(frames));
        widget.resize(900, widget.sizeHint().height());
        widget.show();
        [[maybe_unused]] const bool isShown = QTest::qWaitForWindowExposed(&widget, test::patienceMs);
    }

    QPoint marker(int frame) const { return markerRect(view.frameLayout(), frame).center().toPoint(); }
    QPoint picture(int frame) const {
        return QPointF(view.frameLayout().centreOf(frame), view.frameLayout().thumbnails().center().y()).toPoint();
    }
    void drag(const QPoint& from, const QPoint& to) {
        QTest::mousePress(&view, Qt::LeftButton, {}, from);
        const QPoint middle = (from + to) / 2;
        QTest::mouseMove(&view, middle);
        QTest::mouseMove(&view, to);
        QTest::mouseRelease(&view, Qt::LeftButton, {}, to);
    }
};

void turnWheel(QWidget& widget, const QPointF& place, int notches, Qt::KeyboardModifiers modifiers) {
    QWheelEvent event(place, widget.mapToGlobal(place), {}, {0, 120 * notches}, Qt::NoButton, modifiers,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&widget, &event);
}

} // namespace

class TimelineTest : public QObject {
    Q_OBJECT

private slots:
    void every_frame_is_equally_wide_and_found_under_its_place_data() {
        QTest::addColumn<int>("frames");
        QTest::addColumn<double>("zoom");
        QTest::addColumn<double>("scroll");
        QTest::newRow("one") << 1 << 1.0 << 0.0;
        QTest::newRow("few") << 5 << 1.0 << 0.0;
        QTest::newRow("many") << 360 << 1.0 << 0.0;
        QTest::newRow("more than pixels") << 3'000'000 << 1.0 << 0.0;
        QTest::newRow("zoomed") << 15'000 << 300.0 << 7'500.25;
        QTest::newRow("zoomed at the end") << 15'000 << 1e9 << 1e9;
    }

    void every_frame_is_equally_wide_and_found_under_its_place() {
        QFETCH(int, frames);
        QFETCH(double, zoom);
        QFETCH(double, scroll);
        TimelineLayout layout;
        layout.setSize({1000, 120});
        layout.setFrameCount(frames);
        layout.zoom(zoom, 500);
        layout.scrollTo(scroll);
        QVERIFY(layout.pixelsPerFrame() <= std::max(TimelineLayout::widestFrame, 976.0 / frames) + 1e-9);
        for (int step = 0; step <= 20; ++step) {
            const int frame =
                layout.firstVisibleFrame() + (layout.lastVisibleFrame() - layout.firstVisibleFrame()) * step / 20;
            QCOMPARE(layout.frameAt(layout.centreOf(frame)), frame);
            QVERIFY(std::abs(layout.leftOf(frame + 1) - layout.leftOf(frame) - layout.pixelsPerFrame()) < 1e-6);
        }
        QCOMPARE(layout.frameAt(-1e12), 0);
        QCOMPARE(layout.frameAt(1e12), frames - 1);
    }

    void zooming_keeps_the_frame_under_the_pointer() {
        Shown shown(10'000);
        const QPointF place(600.5, 40);
        const int frame = shown.view.frameLayout().frameAt(place.x());
        for (int notch = 0; notch < 8; ++notch) {
            turnWheel(shown.view, place, 1, Qt::ControlModifier);
            QVERIFY(std::abs(shown.view.frameLayout().frameAt(place.x()) - frame) <= 1);
        }
        QVERIFY(shown.view.frameLayout().isZoomed());
        const double pixels = shown.view.frameLayout().pixelsPerFrame();
        QVERIFY(std::abs(pixels / (10'000 > 0 ? (shown.view.width() - 24) / 10'000.0 : 1) - 16) < 0.01);
        for (int notch = 0; notch < 20; ++notch) {
            turnWheel(shown.view, place, -1, Qt::ControlModifier);
        }
        QVERIFY(!shown.view.frameLayout().isZoomed());
        QCOMPARE(shown.view.frameLayout().scrollPosition(), 0.0);
    }

    void the_wheel_scrolls_and_the_scroll_bar_follows() {
        Shown shown(10'000);
        auto* bar = shown.widget.findChild<QScrollBar*>();
        QVERIFY(!bar->isVisible());
        shown.view.zoom(32);
        QVERIFY(bar->isVisible());
        const double before = shown.view.frameLayout().scrollPosition();
        turnWheel(shown.view, {300, 40}, -2, Qt::NoModifier);
        QVERIFY(shown.view.frameLayout().scrollPosition() > before);
        QVERIFY(std::abs(bar->value() / 16.0 - shown.view.frameLayout().scrollPosition()) < 0.1);
        bar->setValue(bar->maximum());
        QCOMPARE(shown.view.frameLayout().lastVisibleFrame(), 9'999);
    }

    void the_buttons_zoom_and_fit() {
        Shown shown(10'000);
        const auto button = [&](const char* name) {
            return shown.widget.findChild<QToolButton*>(QString::fromLatin1(name));
        };
        QVERIFY(!button("timelineFitButton")->isEnabled());
        QTest::mouseClick(button("timelineZoomInButton"), Qt::LeftButton);
        QVERIFY(shown.view.frameLayout().isZoomed());
        QTest::mouseClick(button("timelineZoomInButton"), Qt::LeftButton);
        QTest::mouseClick(button("timelineZoomOutButton"), Qt::LeftButton);
        QVERIFY(std::abs(shown.view.frameLayout().visibleFrames() - 5'000) < 1e-6);
        QTest::mouseClick(button("timelineFitButton"), Qt::LeftButton);
        QVERIFY(!shown.view.frameLayout().isZoomed());
    }

    void the_playhead_stays_in_sight_while_playing() {
        Shown shown(2'000);
        shown.view.zoom(20);
        for (int frame = 0; frame < 2'000; ++frame) {
            shown.widget.setValue(frame);
            QVERIFY(shown.view.frameLayout().leftOf(frame) >= 0);
            QVERIFY(shown.view.frameLayout().leftOf(frame + 1) <= shown.view.width());
        }
        shown.widget.setValue(0);
        QVERIFY(shown.view.frameLayout().leftOf(0) >= 0);
    }

    void pressing_and_dragging_goes_along_the_frames() {
        Shown shown;
        QSignalSpy passed(&shown.widget, &TimelineWidget::frameScrubbed);
        QSignalSpy ended(&shown.widget, &TimelineWidget::scrubEnded);
        shown.drag(shown.picture(30), shown.picture(60));
        QCOMPARE(passed.first()[0].toInt(), 30);
        QCOMPARE(passed.last()[0].toInt(), 60);
        QCOMPARE(ended.size(), 1);
    }

    void a_clicked_marker_goes_to_its_frame() {
        Shown shown;
        QSignalSpy chosen(&shown.widget, &TimelineWidget::frameChosen);
        QSignalSpy moved(&shown.view, &TimelineView::markerMoved);
        QTest::mouseClick(&shown.view, Qt::LeftButton, {}, shown.marker(50) + QPoint(5, 3));
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].toInt(), 50);
        QCOMPARE(moved.size(), 0);
    }

    void a_dragged_marker_shows_each_frame_and_moves_once() {
        Shown shown;
        QSignalSpy chosen(&shown.widget, &TimelineWidget::frameScrubbed);
        QSignalSpy moved(&shown.view, &TimelineView::markerMoved);
        QTest::mousePress(&shown.view, Qt::LeftButton, {}, shown.marker(50));
        QTest::mouseMove(&shown.view, shown.marker(60));
        QCOMPARE(chosen.last()[0].toInt(), 60);
        QCOMPARE(shown.view.markers().back().frame, 60);
        QVERIFY(!shown.view.markers().back().isTold);
        QTest::mouseMove(&shown.view, shown.marker(65));
        QCOMPARE(chosen.last()[0].toInt(), 65);
        QCOMPARE(moved.size(), 0);
        QTest::mouseRelease(&shown.view, Qt::LeftButton, {}, shown.marker(65));
        QCOMPARE(moved.size(), 1);
        QCOMPARE(moved[0][0].toInt(), 50);
        QCOMPARE(moved[0][1].toInt(), 65);
    }

    void a_marker_dragged_over_another_keeps_its_distance_and_counts_anew() {
        Shown shown;
        QTest::mousePress(&shown.view, Qt::LeftButton, {}, shown.marker(20));
        QTest::mouseMove(&shown.view, shown.marker(49));
        QTest::mouseMove(&shown.view, shown.marker(50));
        QCOMPARE(shown.view.markers().back().frame, 49);
        QTest::mouseMove(&shown.view, shown.marker(55));
        QCOMPARE(shown.view.markers().back().frame, 55);
        QCOMPARE(shown.view.markers().back().number, 2);
        QTest::mouseRelease(&shown.view, Qt::LeftButton, {}, shown.marker(55));
    }

    void a_marker_dragged_off_is_removed() {
        Shown shown;
        QSignalSpy moved(&shown.view, &TimelineView::markerMoved);
        QSignalSpy removed(&shown.view, &TimelineView::markerRemoved);
        shown.drag(shown.marker(50), QPoint(shown.marker(50).x(), shown.view.height() + 60));
        QCOMPARE(removed.size(), 1);
        QCOMPARE(removed[0][0].toInt(), 50);
        QCOMPARE(moved.size(), 0);
    }

    void escape_takes_a_drag_back() {
        Shown shown;
        shown.view.setFocus();
        QSignalSpy chosen(&shown.widget, &TimelineWidget::frameScrubbed);
        QSignalSpy moved(&shown.view, &TimelineView::markerMoved);
        QTest::mousePress(&shown.view, Qt::LeftButton, {}, shown.marker(50));
        QTest::mouseMove(&shown.view, shown.marker(60));
        QTest::keyClick(&shown.view, Qt::Key_Escape);
        QTest::mouseRelease(&shown.view, Qt::LeftButton, {}, shown.marker(60));
        QCOMPARE(moved.size(), 0);
        QCOMPARE(chosen.last()[0].toInt(), 50);
    }

    void a_double_click_asks_for_a_story_frame_but_not_on_a_marker() {
        Shown shown;
        QSignalSpy added(&shown.view, &TimelineView::frameAddRequested);
        QTest::mouseDClick(&shown.view, Qt::LeftButton, {}, shown.marker(50));
        QCOMPARE(added.size(), 0);
        QTest::mouseDClick(&shown.view, Qt::LeftButton, {}, shown.picture(33));
        QCOMPARE(added.size(), 1);
        QCOMPARE(added[0][0].toInt(), 33);
    }

    void the_timeline_is_moved_by_keys() {
        Shown shown;
        shown.widget.setValue(50);
        QSignalSpy chosen(&shown.widget, &TimelineWidget::frameChosen);
        QTest::keyClick(&shown.view, Qt::Key_Right);
        QCOMPARE(chosen.last()[0].toInt(), 51);
        QTest::keyClick(&shown.view, Qt::Key_Home);
        QCOMPARE(chosen.last()[0].toInt(), 0);
    }

    void a_screen_reader_finds_a_slider_over_the_frames() {
        Shown shown;
        shown.widget.setValue(42);
        QAccessibleInterface* found = QAccessible::queryAccessibleInterface(&shown.view);
        QVERIFY(found != nullptr);
        QCOMPARE(found->role(), QAccessible::Slider);
        QVERIFY(!found->text(QAccessible::Name).isEmpty());
        QCOMPARE(found->valueInterface()->currentValue().toInt(), 42);
        QCOMPARE(found->valueInterface()->maximumValue().toInt(), 99);
        QVERIFY(shown.view.focusPolicy() & Qt::TabFocus);
    }

    void the_whole_timeline_is_low_enough_to_leave_room_for_the_picture() {
        Shown shown;
        QVERIFY2(shown.widget.height() <= 136, qPrintable(QString::number(shown.widget.height())));
    }

    void the_ruler_counts_in_readable_times_data() {
        QTest::addColumn<double>("seconds");
        QTest::addColumn<double>("step");
        QTest::addColumn<QString>("text");
        QTest::newRow("start") << 0.0 << 1.0 << QStringLiteral("0:00");
        QTest::newRow("minutes") << 605.0 << 5.0 << QStringLiteral("10:05");
        QTest::newRow("hours") << 3'600.0 << 600.0 << QStringLiteral("1:00:00");
        QTest::newRow("fine") << 5.2 << 0.1 << QStringLiteral("0:05.20");
        QTest::newRow("day") << 108'000.0 << 3'600.0 << QStringLiteral("30:00:00");
    }

    void the_ruler_counts_in_readable_times() {
        QFETCH(double, seconds);
        QFETCH(double, step);
        QFETCH(QString, text);
        QCOMPARE(rulerTimeText(seconds, step), text);
    }

    void the_cells_cover_every_visible_frame_once() {
        for (const double zoom : {1.0, 3.0, 50.0, 1e6}) {
            TimelineLayout layout;
            layout.setSize({1000, 120});
            layout.setFrameCount(5'000);
            layout.zoom(zoom, 400);
            const std::vector<TimelineCell> cells = visibleCells(layout, 16.0 / 9);
            QVERIFY(cells.front().frames.firstFrame <= layout.firstVisibleFrame());
            QVERIFY(cells.back().frames.lastFrame >= layout.lastVisibleFrame());
            for (std::size_t place = 1; place < cells.size(); ++place) {
                QCOMPARE(cells[place].frames.firstFrame, cells[place - 1].frames.lastFrame + 1);
            }
        }
    }
};

QTEST_MAIN(TimelineTest)
#include "timeline_test.moc"
