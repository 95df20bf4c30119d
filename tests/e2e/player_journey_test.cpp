// SPDX-License-Identifier: GPL-3.0-or-later
// A person at the player: the field's keys, a frame of the story dragged along the timeline, files that go away.
#include "core/base/atomic_file.h"
#include "tests/e2e/real_window.h"
#include "tests/support/numbered_video.h"
#include "ui/common/story_document.h"
#include "ui/player/frame_view.h"
#include "ui/timeline/timeline_view.h"

#include <QFile>
#include <QTest>
#include <algorithm>

using namespace storyscope;

class PlayerJourneyTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        m_video = m_folder.filePath(QStringLiteral("numbered.mp4"));
        test::writeNumberedVideo(m_video.toStdString(),
                                 {.width = 320, .height = 180, .frameCount = 300, .keyFrameInterval = 50});
    }

    void l_plays_k_stops_j_plays_back_and_every_frame_is_the_right_one() {
        test::RealWindow person;
        QVERIFY(person.openQuietly(m_video));
        auto* player = person.window().player();
        player->goTo(100);
        QVERIFY(person.painted().waitFor(100));
        person.typeKey("l");
        QTRY_VERIFY(player->isPlaying());
        QTRY_VERIFY(person.painted().frame() >= 110);
        person.typeKey("k");
        QTRY_VERIFY(!player->isPlaying());
        const int stopped = person.window().selection()->frame();
        QVERIFY(person.painted().waitFor(stopped));
        QCOMPARE(person.numberOnScreen(), std::optional(stopped));
        person.typeKey("j");
        QTRY_VERIFY(person.painted().frame() <= stopped - 10);
        person.typeKey("k");
        QTRY_VERIFY(!player->isPlaying());
        QVERIFY(person.painted().waitFor(person.window().selection()->frame()));
        QCOMPARE(person.numberOnScreen(), std::optional(person.window().selection()->frame()));
    }

    void undo_takes_a_jump_back_and_redo_makes_it_again() {
        test::RealWindow person;
        QVERIFY(person.openQuietly(m_video));
        person.typeKey("period");
        QVERIFY(person.painted().waitFor(1));
        person.typeKey("End");
        QVERIFY(person.painted().waitFor(299));
        person.typeKey("Control_L", "z");
        QVERIFY(person.painted().waitFor(1));
        QCOMPARE(person.numberOnScreen(), std::optional(1));
        person.typeKey("Control_L", "y");
        QVERIFY(person.painted().waitFor(299));
        QCOMPARE(person.numberOnScreen(), std::optional(299));
    }

    void marks_are_set_gone_to_and_played_round() {
        test::RealWindow person;
        QVERIFY(person.openQuietly(m_video));
        auto* player = person.window().player();
        player->goTo(50);
        QVERIFY(person.painted().waitFor(50));
        person.typeKey("i");
        QTRY_COMPARE(person.window().document()->marks().in, std::optional(50));
        player->goTo(60);
        QVERIFY(person.painted().waitFor(60));
        person.typeKey("o");
        QTRY_COMPARE(person.window().document()->marks().out, std::optional(60));
        person.typeKey("Shift_L", "i");
        QVERIFY(person.painted().waitFor(50));
        person.typeKey("Control_L", "l");
        QTRY_VERIFY(player->isLooping());
        QList<int> seen;
        connect(&person.painted(), &test::PaintWatch::painted, this, [&seen](int number) { seen.append(number); });
        person.typeKey("space");
        QTRY_VERIFY(seen.contains(60) && seen.lastIndexOf(50) > seen.indexOf(60));
        person.typeKey("space");
        QTRY_VERIFY(!player->isPlaying());
        QVERIFY(std::ranges::all_of(seen, [](int number) { return number >= 50 && number <= 60; }));
    }

    void a_frame_of_the_story_dragged_along_the_timeline_shows_where_it_is_and_can_be_put_back() {
        test::RealWindow person;
        QVERIFY(person.openQuietly(m_video));
        auto* timeline = person.find<ui::TimelineView>("timeline");
        const ui::StoryDocument& document = *person.window().document();
        QVERIFY(timeline != nullptr);
        person.window().player()->goTo(150);
        QVERIFY(person.painted().waitFor(150));
        person.typeKey("a");
        QTRY_VERIFY(!timeline->markers().empty());
        const auto& layout = timeline->frameLayout();
        const QPoint from(static_cast<int>(layout.centreOf(150)), static_cast<int>(layout.markers().center().y()));
        const QPoint to(static_cast<int>(layout.centreOf(210)), from.y());
        drag(person, timeline, from, to);
        const int frame = person.window().selection()->frame();
        QVERIFY2(std::abs(frame - 210) <= 2, qPrintable(QString::number(frame)));
        QVERIFY(person.painted().waitFor(frame));
        QCOMPARE(person.numberOnScreen(), std::optional(frame));
        QCOMPARE(std::ranges::count(document.storyFrames(), frame), 1);
        person.typeKey("Control_L", "z");
        QTRY_COMPARE(std::ranges::count(document.storyFrames(), 150), 1);
    }

    void a_zoomed_picture_follows_the_wheel_and_the_keys() {
        test::RealWindow person;
        QVERIFY(person.openQuietly(m_video));
        QWidget* view = person.frameView();
        const QPoint middle = view->mapToGlobal(view->rect().center());
        person.input().moveTo(middle.x(), middle.y());
        person.input().pressKey("Control_L");
        for (int notch = 0; notch < 3; ++notch) {
            person.input().turnWheel(test::X11Input::Wheel::Up);
        }
        person.input().releaseKey("Control_L");
        QTRY_VERIFY(person.frameView()->scale() > 3);
        person.typeKey("period");
        QVERIFY(person.painted().waitFor(1));
        QVERIFY(person.frameView()->scale() > 3);
    }

    void a_video_deleted_while_it_is_open_can_still_be_watched() {
        const QString copy = m_folder.filePath(QStringLiteral("short-lived.mp4"));
        QVERIFY(QFile::copy(m_video, copy));
        test::RealWindow person;
        QVERIFY(person.openQuietly(copy));
        QVERIFY(QFile::remove(copy));
        person.window().player()->goTo(240);
        const bool isShown = person.painted().waitFor(240);
        if (isShown) {
            QCOMPARE(person.numberOnScreen(), std::optional(240));
        } else {
            QVERIFY(person.frameView()->accessibleName().contains(QStringLiteral("short-lived.mp4")));
        }
        person.window().player()->goTo(0);
        QVERIFY(person.painted().waitFor(0));
    }

    void a_damaged_video_shows_what_it_has_and_says_what_is_missing() {
        const QString broken = m_folder.filePath(QStringLiteral("broken.mp4"));
        std::string bytes = readFile(m_video.toStdString());
        const std::size_t data = bytes.find("mdat");
        for (std::size_t place = data + (bytes.size() - data) / 2; place < data + (bytes.size() - data) / 2 + 9000;
             ++place) {
            bytes.at(place) = static_cast<char>(place * 37);
        }
        writeFileAtomically(broken.toStdString(), bytes);
        test::RealWindow person;
        QVERIFY(person.openQuietly(broken));
        const auto source = person.window().player()->source();
        const auto damage = source->damagedRanges();
        QCOMPARE(damage.size(), std::size_t{1});
        QCOMPARE(source->frameCount() + damage[0].lostFrames, 300);
        QVERIFY(person.bannerText().contains(QStringLiteral("damaged")));
        for (const int number : {0, damage[0].firstFrame, damage[0].lastFrame, source->frameCount() - 1}) {
            person.window().player()->goTo(number);
            QVERIFY(person.painted().waitFor(number));
            QVERIFY(person.frameView()->note().isEmpty());
            const int lost = number > damage[0].firstFrame ? damage[0].lostFrames : 0;
            QCOMPARE(person.numberOnScreen(), std::optional(number + lost));
        }
        person.window().player()->goTo(damage[0].firstFrame + 1);
        QVERIFY(person.painted().waitFor(damage[0].firstFrame + 1));
        QVERIFY(person.frameView()->note().contains(QStringLiteral("damaged")));
    }

private:
    static void drag(test::RealWindow& person, QWidget* widget, const QPoint& from, const QPoint& to) {
        const auto moveTo = [&](const QPoint& place) {
            const QPoint global = widget->mapToGlobal(place);
            person.input().moveTo(global.x(), global.y());
            QTest::qWait(30);
        };
        moveTo(from);
        person.input().pressButton();
        for (int step = 1; step <= 10; ++step) {
            moveTo(from + (to - from) * step / 10);
        }
        person.input().releaseButton();
        QTest::qWait(100);
    }

    QTemporaryDir m_folder;
    QString m_video;
};

QTEST_MAIN(PlayerJourneyTest)
#include "player_journey_test.moc"
