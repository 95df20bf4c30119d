// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/hand_made.h"
#include "ui/main/story_choices.h"
#include "ui/player/player_controller.h"
#include "ui/timeline/story_notice.h"
#include "ui/timeline/timeline_actions.h"
#include "ui/timeline/timeline_controller.h"
#include "ui/timeline/timeline_menu.h"
#include "ui/timeline/timeline_view.h"
#include "ui/timeline/timeline_widget.h"

#include <QAction>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

using namespace storyscope;
using namespace storyscope::ui;

using Frames = std::vector<int>;

namespace {

class DamagedSource : public NumberedSource {
public:
    using NumberedSource::NumberedSource;
    std::vector<media::DamagedRange> damagedRanges() const override { return {{4, 9, 5}}; }
};

/// Everything around a timeline, as the window puts it together.
struct Window {
    StoryDocument document;
    StorySelection selection;
    PlayerController player{&selection, &document};
    QWidget parent;
    TimelineWidget* timeline = new TimelineWidget(&parent);
    TimelineController controller{{timeline, &document, &selection, &player}};
    StoryChoices choices{&parent};
    TimelineActions actions{&parent, &controller};
    TimelineView& view = *timeline->view();

    explicit Window(int frames = 100) {
        timeline->resize(900, timeline->sizeHint().height());
        parent.resize(900, 300);
        parent.show();
        [[maybe_unused]] const bool isShown = QTest::qWaitForWindowExposed(&parent, test::patienceMs);
        choices.followDocument(&document);
        QObject::connect(&selection, &StorySelection::frameChanged, timeline, &TimelineWidget::setValue);
        QObject::connect(timeline, &TimelineWidget::frameChosen, &player, &PlayerController::goTo);
        QObject::connect(timeline, &TimelineWidget::frameScrubbed, &player, &PlayerController::scrubTo);
        QObject::connect(timeline, &TimelineWidget::scrubEnded, &player, &PlayerController::endScrub);
        player.setSource(std::make_shared<NumberedSource>(frames));
    }

    /// As the session does it: working, then a story so far, then the whole one.
    void tell(const ToldStoryPtr& story) {
        ToldStory begun = *story;
        begun.isComplete = false;
        controller.showWorking();
        controller.showStory(std::make_shared<const ToldStory>(begun));
        controller.showStory(story);
    }

    QPoint marker(int frame) const { return markerRect(view.frameLayout(), frame).center().toPoint(); }
    void drag(int from, int to) {
        QTest::mousePress(&view, Qt::LeftButton, {}, marker(from));
        QTest::mouseMove(&view, marker(to));
        QTest::mouseRelease(&view, Qt::LeftButton, {}, marker(to));
    }
    bool isNoticeShown() const { return !timeline->notice()->isHidden(); }
    Frames hollow() const {
        Frames frames;
        for (const ShownMarker& marker : view.markers()) {
            if (!marker.isTold) {
                frames.push_back(marker.frame);
            }
        }
        return frames;
    }
};

} // namespace

class TimelineControllerTest : public QObject {
    Q_OBJECT

private slots:
    void a_told_story_is_on_the_timeline() {
        Window window;
        window.tell(handMadeStory());
        QCOMPARE(window.document.storyFrames(), (Frames{10, 20, 30}));
        const TimelineContents& contents = window.view.contents();
        QCOMPARE(contents.captions.size(), 3U);
        QCOMPARE(contents.captions[1].firstFrame, 20);
        QCOMPARE(contents.captions[1].lastFrame, 29);
        QCOMPARE(contents.captions[1].text, QStringLiteral("rain falls now"));
        QCOMPARE(contents.captions[2].lastFrame, 99);
        QVERIFY(window.hollow().empty());
        QVERIFY(!window.isNoticeShown());
        window.controller.setShares(QStringLiteral("Attention"), {0.2F, 0.3F, 0.5F});
        QCOMPARE(window.view.contents().lanes.front().frames, (Frames{10, 20, 30}));
        QCOMPARE(window.view.contents().lanes.front().values.back(), 0.5F);
        window.controller.setShares(QStringLiteral("Attention"), {{}, 0.8F, {}});
        QCOMPARE(window.view.contents().lanes.front().frames, (Frames{20}));
        QCOMPARE(window.view.contents().lanes.front().values, (std::vector<float>{0.8F}));
    }

    void captions_appear_as_they_are_written() {
        Window window;
        ToldStory begun = *handMadeStory();
        begun.isComplete = false;
        window.controller.showWorking();
        window.controller.showStory(std::make_shared<const ToldStory>(begun));
        window.controller.showCaption(1, caption("rain"));
        QCOMPARE(window.view.contents().captions[1].text, QStringLiteral("rain"));
    }

    void a_dragged_marker_is_previewed_moved_and_undone() {
        Window window;
        window.tell(handMadeStory());
        QSignalSpy tell(&window.controller, &TimelineController::tellRequested);
        QTest::mousePress(&window.view, Qt::LeftButton, {}, window.marker(20));
        QTest::mouseMove(&window.view, window.marker(26));
        QCOMPARE(window.selection.frame(), 26);
        QCOMPARE(window.document.storyFrames(), (Frames{10, 20, 30}));
        QTest::mouseRelease(&window.view, Qt::LeftButton, {}, window.marker(26));
        QCOMPARE(window.document.storyFrames(), (Frames{10, 26, 30}));
        QCOMPARE(window.hollow(), Frames{26});
        QVERIFY(window.isNoticeShown());
        QCOMPARE(tell.size(), 0);
        QTest::mouseClick(window.timeline->notice()->findChild<QWidget*>(QStringLiteral("tellFromTimeline")),
                          Qt::LeftButton);
        QCOMPARE(tell.size(), 1);
        window.document.undoStack()->undo();
        QCOMPARE(window.document.storyFrames(), (Frames{10, 20, 30}));
        QVERIFY(!window.isNoticeShown());
    }

    void the_markers_stay_under_the_mouse_when_the_notice_appears() {
        Window window;
        auto* column = new QVBoxLayout(&window.parent);
        column->addStretch(1);
        column->addWidget(window.timeline);
        window.tell(handMadeStory());
        QCoreApplication::processEvents();
        const QPoint before = window.view.mapTo(&window.parent, window.marker(30));
        window.document.removeStoryFrame(20);
        QTRY_VERIFY(window.timeline->notice()->isVisible());
        QCoreApplication::sendPostedEvents();
        QCOMPARE(window.view.mapTo(&window.parent, window.marker(30)), before);
    }

    void a_whole_drag_is_one_jump() {
        Window window;
        window.tell(handMadeStory());
        window.player.step(3);
        const QPoint from(300, 40);
        QTest::mousePress(&window.view, Qt::LeftButton, {}, from);
        for (int x = 320; x <= 500; x += 20) {
            QTest::mouseMove(&window.view, QPoint(x, 40));
        }
        QTest::mouseRelease(&window.view, Qt::LeftButton, {}, QPoint(500, 40));
        QCOMPARE(window.document.undoStack()->count(), 1);
        window.document.undoStack()->undo();
        QCOMPARE(window.selection.frame(), 3);
    }

    void keys_add_move_and_remove_the_shown_frame() {
        Window window;
        window.tell(handMadeStory());
        window.player.goTo(50);
        QVERIFY(window.actions.addFrame->isEnabled());
        QVERIFY(!window.actions.removeFrame->isEnabled());
        window.actions.addFrame->trigger();
        QCOMPARE(window.document.storyFrames(), (Frames{10, 20, 30, 50}));
        QVERIFY(!window.actions.addFrame->isEnabled());
        window.actions.moveForward->trigger();
        window.actions.moveForward->trigger();
        QCOMPARE(window.document.storyFrames(), (Frames{10, 20, 30, 52}));
        QCOMPARE(window.selection.frame(), 52);
        window.actions.removeFrame->trigger();
        QCOMPARE(window.document.storyFrames(), (Frames{10, 20, 30}));
        QVERIFY(!window.isNoticeShown());
    }

    void by_hand_is_chosen_by_the_first_edit_and_left_by_another_choice() {
        Window window;
        window.tell(handMadeStory());
        QSignalSpy changed(&window.choices, &StoryChoices::changed);
        QCOMPARE(window.choices.frameChoice(), FrameChoice::Evenly);
        window.drag(20, 26);
        QCOMPARE(window.choices.frameChoice(), FrameChoice::ByHand);
        QCOMPARE(changed.size(), 0);
        QCOMPARE(window.choices.request().frames, (Frames{10, 26, 30}));
        QCOMPARE(window.choices.nextFrameCount(), 3);
        const auto isChecked = [&](const char* name) {
            return window.parent.findChild<QAction*>(QString::fromLatin1(name))->isChecked();
        };
        QVERIFY(isChecked("framesByHand"));
        window.document.undoStack()->undo();
        QVERIFY(isChecked("framesEvenly"));
        QVERIFY(window.choices.request().frames.empty());
        window.document.undoStack()->redo();
        QVERIFY(isChecked("framesByHand"));
        window.parent.findChild<QAction*>(QStringLiteral("framesUniform"))->trigger();
        QCOMPARE(changed.size(), 1);
        QCOMPARE(window.choices.request().frameChoice, FrameChoice::UniformSteps);
        QVERIFY(window.choices.request().frames.empty());
        window.tell(handMadeStory());
        QCOMPARE(window.document.storyFrames(), (Frames{10, 20, 30}));
        QVERIFY(isChecked("framesUniform"));
    }

    void a_number_of_frames_ends_choosing_by_hand() {
        Window window;
        window.tell(handMadeStory());
        window.drag(20, 26);
        window.parent.findChild<QAction*>(QStringLiteral("frames8"))->trigger();
        QCOMPARE(window.choices.frameChoice(), FrameChoice::Evenly);
        QCOMPARE(window.choices.request().frameCount, 8);
    }

    void edits_survive_a_story_that_ends_or_is_stopped_after_them() {
        Window window;
        window.tell(handMadeStory());
        window.drag(20, 26);
        window.controller.showStory(handMadeStory());
        QCOMPARE(window.document.storyFrames(), (Frames{10, 26, 30}));
        window.controller.showWorking();
        QVERIFY(!window.isNoticeShown());
        window.controller.showStory(handMadeStory());
        QCOMPARE(window.document.storyFrames(), (Frames{10, 26, 30}));
        QVERIFY(window.isNoticeShown());
    }

    void the_menu_adds_removes_and_marks() {
        Window window;
        window.tell(handMadeStory());
        const auto trigger = [&](const TimelinePlace& place, const char* name) {
            const std::unique_ptr<QMenu> menu(makeTimelineMenu(&window.parent, &window.document, place));
            auto* action = menu->findChild<QAction*>(QString::fromLatin1(name));
            QVERIFY(action != nullptr && action->isEnabled());
            action->trigger();
        };
        trigger({44, -1}, "timelineAddHere");
        trigger({20, 20}, "timelineRemoveHere");
        QCOMPARE(window.document.storyFrames(), (Frames{10, 30, 44}));
        trigger({5, -1}, "timelineMarkIn");
        trigger({60, -1}, "timelineMarkOut");
        QVERIFY((window.view.contents().marks == StoryDocument::Marks{5, 60}));
        trigger({60, -1}, "timelineClearMarks");
        QVERIFY(window.document.marks() == StoryDocument::Marks());
        window.document.undoStack()->undo();
        QVERIFY((window.document.marks() == StoryDocument::Marks{5, 60}));
    }

    void damage_is_shown_and_other_media_forget_it() {
        Window window;
        window.tell(handMadeStory());
        window.player.setSource(std::make_shared<DamagedSource>(50));
        QCOMPARE(window.view.contents().frameCount, 50);
        QCOMPARE(window.view.contents().damage.size(), 1U);
        QVERIFY(window.view.contents().markers.empty());
        QVERIFY(window.view.contents().captions.empty());
        QVERIFY(!window.isNoticeShown());
        window.player.setSource(std::make_shared<NumberedSource>(60));
        QVERIFY(window.view.contents().damage.empty());
    }

    void more_frames_of_the_same_media_keep_what_was_chosen() {
        Window window(50);
        window.tell(handMadeStory());
        window.document.setMarkIn(7);
        window.player.replaceSource(std::make_shared<NumberedSource>(500));
        QCOMPARE(window.view.contents().frameCount, 500);
        QCOMPARE(window.view.contents().markers.size(), 3U);
        QCOMPARE(window.document.marks().in.value_or(-1), 7);
    }
};

QTEST_MAIN(TimelineControllerTest)
#include "timeline_controller_test.moc"
