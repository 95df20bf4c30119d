// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/hand_made.h"
#include "ui/player/frame_view.h"
#include "ui/player/go_to_popup.h"
#include "ui/player/player_widget.h"
#include "ui/timeline/timeline_widget.h"

#include <QLabel>
#include <QSignalSpy>
#include <QTest>

using namespace storyscope;
using namespace storyscope::ui;

class PlayerTest : public QObject {
    Q_OBJECT

private slots:
    void stepping_shows_exactly_the_frame_asked_for() {
        StorySelection selection;
        PlayerController controller(&selection);
        PlayerWidget player(&controller, &selection);
        controller.setSource(std::make_shared<NumberedSource>(40));
        QTRY_COMPARE(player.frameView()->shownFrame(), 0);
        for (const int delta : {1, 1, 10, -1, 10, -10, -2}) {
            const int wanted = selection.frame() + delta;
            controller.step(delta);
            QTRY_COMPARE(player.frameView()->shownFrame(), wanted);
            QCOMPARE(player.frameView()->shownImage().pixelColor(3, 3), QColor(wanted, 50, 200));
        }
    }

    void fast_steps_add_up_and_stop_at_the_ends() {
        StorySelection selection;
        PlayerController controller(&selection);
        PlayerWidget player(&controller, &selection);
        controller.setSource(std::make_shared<NumberedSource>(40));
        for (int press = 0; press < 7; ++press) {
            controller.step(1);
        }
        QTRY_COMPARE(player.frameView()->shownFrame(), 7);
        controller.step(1000);
        QTRY_COMPARE(player.frameView()->shownFrame(), 39);
        controller.step(-1000);
        QTRY_COMPARE(player.frameView()->shownFrame(), 0);
    }

    void playing_shows_every_frame_in_order() {
        StorySelection selection;
        PlayerController controller(&selection);
        QList<int> shown;
        connect(&controller, &PlayerController::frameReady, this, [&](int number) { shown.append(number); });
        controller.setSource(std::make_shared<NumberedSource>(20));
        QTRY_COMPARE(shown.size(), 1);
        controller.play();
        QTRY_VERIFY(!controller.isPlaying());
        QCOMPARE(shown.size(), 20);
        for (int number = 0; number < 20; ++number) {
            QCOMPARE(shown[number], number);
        }
    }

    void a_frame_chosen_while_playing_is_kept() {
        StorySelection selection;
        PlayerController controller(&selection);
        controller.setSource(std::make_shared<NumberedSource>(200));
        controller.play();
        QTRY_VERIFY(selection.frame() > 2);
        selection.setFrame(120);
        QVERIFY(!controller.isPlaying());
        QTest::qWait(60);
        QCOMPARE(selection.frame(), 120);
    }

    void a_broken_frame_is_said_to_be_broken_and_the_next_one_is_shown() {
        const auto source = std::make_shared<NumberedSource>(10);
        source->broken = {3};
        StorySelection selection;
        PlayerController controller(&selection);
        PlayerWidget player(&controller, &selection);
        controller.setSource(source);
        controller.goTo(3);
        QTRY_COMPARE(player.frameView()->shownFrame(), 3);
        QVERIFY(player.frameView()->shownImage().isNull());
        QVERIFY(player.frameView()->accessibleName().contains(QLatin1String("Frame 3 is broken")));
        controller.step(1);
        QTRY_COMPARE(player.frameView()->shownFrame(), 4);
        QVERIFY(!player.frameView()->shownImage().isNull());
    }

    void frames_of_the_video_before_are_not_shown_any_more() {
        StorySelection selection;
        PlayerController controller(&selection);
        QSignalSpy shown(&controller, &PlayerController::frameReady);
        controller.setSource(std::make_shared<NumberedSource>(40));
        controller.goTo(33);
        controller.setSource(std::make_shared<NumberedSource>(5));
        QTRY_VERIFY(!shown.isEmpty());
        QTest::qWait(50);
        for (const auto& call : shown) {
            QCOMPARE(call[0].toInt(), 0);
        }
    }

    void time_and_number_belong_to_the_shown_picture() {
        StorySelection selection;
        PlayerController controller(&selection);
        PlayerWidget player(&controller, &selection);
        controller.setSource(std::make_shared<NumberedSource>(40));
        QTRY_COMPARE(player.frameView()->shownFrame(), 0);
        controller.goTo(25);
        QCOMPARE(player.timeline()->value(), 25);
        const auto text = [&](const char* name) {
            return player.findChild<QLabel*>(QString::fromLatin1(name))->text();
        };
        QCOMPARE(text("positionLabel"), QStringLiteral("0 / 40"));
        QTRY_COMPARE(player.frameView()->shownFrame(), 25);
        QCOMPARE(text("positionLabel"), QStringLiteral("25 / 40"));
        QCOMPARE(text("timeLabel"), QStringLiteral("00:00.25"));
        QCOMPARE(text("durationLabel"), QStringLiteral(" / 00:00.40"));
    }

    void go_to_understands_numbers_and_times_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("frame");
        QTest::newRow("number") << QStringLiteral("75") << 75;
        QTest::newRow("last") << QStringLiteral("199") << 199;
        QTest::newRow("past the end") << QStringLiteral("200") << -1;
        QTest::newRow("time") << QStringLiteral("0:01.5") << 150;
        QTest::newRow("seconds") << QStringLiteral("0.25") << 25;
        QTest::newRow("word") << QStringLiteral("home") << -1;
        QTest::newRow("negative") << QStringLiteral("-3") << -1;
        QTest::newRow("empty") << QString() << -1;
    }

    void go_to_understands_numbers_and_times() {
        QFETCH(QString, text);
        QFETCH(int, frame);
        QCOMPARE(GoToPopup::frameOf(text, NumberedSource(200)).value_or(-1), frame);
    }
};

QTEST_MAIN(PlayerTest)
#include "player_test.moc"
