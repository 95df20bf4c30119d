// SPDX-License-Identifier: GPL-3.0-or-later
// Journeys of a new person through the real window.
#include "tests/e2e/real_window.h"
#include "tests/support/numbered_video.h"
#include "ui/common/caption_view.h"
#include "ui/player/frame_view.h"
#include "ui/runs/runs_panel.h"
#include "ui/training/train_dialog.h"

#include <QAbstractButton>
#include <QFile>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace storyscope;

namespace {

constexpr int storyTimeoutMs = 60'000;
constexpr int trainingTimeoutMs = 300'000;

} // namespace

class JourneyTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        m_video = m_folder.filePath(QStringLiteral("numbered.mp4"));
        test::writeNumberedVideo(m_video.toStdString(),
                                 {.width = 640, .height = 360, .frameCount = 200, .keyFrameInterval = 50});
    }

    void a_click_on_the_first_page_tells_the_samples_story() {
        test::RealWindow person;
        auto* button = person.find<QAbstractButton>("openSampleButton");
        QVERIFY(button != nullptr && button->isVisible());
        QSignalSpy finished(person.window().session(), &ui::StorySession::storyFinished);
        person.click(button);
        QVERIFY2(finished.wait(storyTimeoutMs), qPrintable(person.bannerText()));
        const auto story = person.window().session()->story();
        QVERIFY(story != nullptr);
        for (int frame = 1; frame <= 5; ++frame) {
            const auto* caption = person.find<ui::CaptionView>(qPrintable(QStringLiteral("caption%1").arg(frame)));
            QVERIFY(caption != nullptr && !caption->text().isEmpty());
        }
    }

    void a_clicked_word_is_shown_on_its_own_frame_and_on_no_other() {
        test::RealWindow person;
        QSignalSpy finished(person.window().session(), &ui::StorySession::storyFinished);
        person.click(person.find<QAbstractButton>("openSampleButton"));
        QVERIFY(finished.wait(storyTimeoutMs));

        auto* caption = person.find<ui::CaptionView>("caption2");
        person.click(caption, caption->wordRect(0).center());
        const int frame = person.window().selection()->frame();
        QTRY_COMPARE(person.frameView()->shownFrame(), frame);
        QTRY_VERIFY(person.frameView()->isOverlayShown());
        const QRect picture = person.frameView()->pictureRect().toRect();
        QTest::qWait(200);
        const QImage withHeat = person.grab(person.frameView(), picture);

        person.typeKey("period");
        QTRY_COMPARE(person.frameView()->shownFrame(), frame + 1);
        QVERIFY(!person.frameView()->isOverlayShown());

        person.typeKey("comma");
        QTRY_COMPARE(person.frameView()->shownFrame(), frame);
        QVERIFY(person.frameView()->isOverlayShown());
        person.typeKey("Escape");
        QTRY_VERIFY(!person.frameView()->isOverlayShown());
        QTest::qWait(200);
        QVERIFY(person.grab(person.frameView(), picture) != withHeat);
    }

    void a_video_dragged_from_another_program_is_opened() {
        test::RealWindow person;
        QVERIFY(person.dragFiles({m_video}, &person.window()));
        QTRY_COMPARE(person.frameView()->shownFrame(), 0);
        QTRY_COMPARE(person.numberOnScreen(), std::optional(0));
        QCOMPARE(person.window().player()->frameCount(), 200);
    }

    void the_screen_shows_the_frame_that_was_asked_for() {
        test::RealWindow person;
        person.window().open({m_video});
        QTRY_COMPARE(person.frameView()->shownFrame(), 0);
        for (int step = 1; step <= 12; ++step) {
            person.typeKey(step % 2 == 0 ? "period" : "Right");
            QTRY_COMPARE(person.frameView()->shownFrame(), step);
            QTRY_COMPARE(person.numberOnScreen(), std::optional(step));
        }
        for (int step = 11; step >= 6; --step) {
            person.typeKey(step % 2 == 0 ? "comma" : "Left");
            QTRY_COMPARE(person.numberOnScreen(), std::optional(step));
        }
        person.typeKey("End");
        QTRY_COMPARE(person.numberOnScreen(), std::optional(199));
        QRandomGenerator random(7);
        for (int jump = 0; jump < 20; ++jump) {
            const int number = random.bounded(200);
            person.window().player()->goTo(number);
            QTRY_COMPARE(person.frameView()->shownFrame(), number);
            QTRY_COMPARE(person.numberOnScreen(), std::optional(number));
        }
    }

    void while_playing_every_grab_shows_the_frame_the_player_names() {
        test::RealWindow person;
        person.window().open({m_video});
        QTRY_COMPARE(person.frameView()->shownFrame(), 0);
        person.typeKey("space");
        QTRY_VERIFY(person.window().player()->isPlaying());
        int seen = 0;
        while (seen < 15 && person.window().player()->isPlaying()) {
            person.frameView()->repaint();
            const int named = person.frameView()->shownFrame();
            QCOMPARE(person.numberOnScreen(), std::optional(named));
            ++seen;
            QTest::qWait(70);
        }
        QCOMPARE(seen, 15);
        person.typeKey("space");
        QTRY_VERIFY(!person.window().player()->isPlaying());
        QVERIFY(person.frameView()->shownFrame() > 5);
    }

    void a_strange_file_is_refused_in_one_sentence_and_the_window_keeps_what_it_had() {
        test::RealWindow person;
        person.window().open({m_video});
        QTRY_COMPARE(person.frameView()->shownFrame(), 0);
        const QString strange = m_folder.filePath(QStringLiteral("letter.mp4"));
        QFile file(strange);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("Dear reader, this is not a film.");
        file.close();

        QVERIFY(person.dragFiles({strange}, person.frameView()));
        QTRY_VERIFY(person.bannerText().contains(QStringLiteral("letter.mp4")));
        QCOMPARE(person.window().player()->frameCount(), 200);
        QTRY_COMPARE(person.numberOnScreen(), std::optional(0));
    }

    void two_epochs_are_trained_from_the_dialog_with_the_keyboard_alone() {
        test::RealWindow person;
        person.typeKey("Control_L", "t");
        ui::TrainDialog* dialog = nullptr;
        QTRY_VERIFY((dialog = person.window().findChild<ui::TrainDialog*>()) != nullptr && dialog->isVisible());
        QVERIFY(person.activate(dialog));
        auto* stories = dialog->findChild<QWidget*>(QStringLiteral("storiesField"));
        QVERIFY(stories != nullptr);
        stories->setFocus();
        person.typeKey("Control_L", "a");
        person.typeText(QStringLiteral("60"));
        person.typeKey("Alt_L", "e");
        person.typeKey("Control_L", "a");
        person.typeText(QStringLiteral("2"));

        auto* runs = person.window().findChild<ui::RunsPanel*>();
        QSignalSpy started(runs, &ui::RunsPanel::runStarted);
        QSignalSpy ended(runs, &ui::RunsPanel::runFinished);
        person.typeKey("Return");
        QTRY_COMPARE(started.size(), 1);
        QVERIFY(runs->isVisible());
        QVERIFY(ended.wait(trainingTimeoutMs));

        QSignalSpy used(runs, &ui::RunsPanel::useModelRequested);
        auto* use = runs->findChild<QAbstractButton*>(QStringLiteral("useModelButton"));
        QVERIFY(use != nullptr && use->isEnabled());
        QVERIFY(person.activate(&person.window()));
        person.click(use);
        QTRY_COMPARE(used.size(), 1);
        QVERIFY(QFile::exists(used.first().first().toString() + QStringLiteral("/model.safetensors")));
    }

private:
    QTemporaryDir m_folder;
    QString m_video;
};

QTEST_MAIN(JourneyTest)
#include "journey_test.moc"
