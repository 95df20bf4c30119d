// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/story_document.h"

#include <QSignalSpy>
#include <QTest>
#include <random>

using namespace storyscope::ui;

using Frames = std::vector<int>;

class StoryDocumentTest : public QObject {
    Q_OBJECT

private slots:
    void edits_are_done_only_where_they_make_sense_data() {
        QTest::addColumn<QString>("edit");
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("second");
        QTest::addColumn<bool>("isDone");
        QTest::addColumn<Frames>("frames");
        QTest::newRow("move") << "move" << 20 << 25 << true << Frames{10, 25, 30};
        QTest::newRow("move past another") << "move" << 10 << 40 << true << Frames{20, 30, 40};
        QTest::newRow("move onto another") << "move" << 10 << 20 << false << Frames{10, 20, 30};
        QTest::newRow("move nowhere") << "move" << 10 << 10 << false << Frames{10, 20, 30};
        QTest::newRow("move what is not there") << "move" << 11 << 12 << false << Frames{10, 20, 30};
        QTest::newRow("move past the end") << "move" << 30 << 100 << false << Frames{10, 20, 30};
        QTest::newRow("move before the beginning") << "move" << 10 << -1 << false << Frames{10, 20, 30};
        QTest::newRow("add") << "add" << 0 << 0 << true << Frames{0, 10, 20, 30};
        QTest::newRow("add the last frame") << "add" << 99 << 0 << true << Frames{10, 20, 30, 99};
        QTest::newRow("add past the end") << "add" << 100 << 0 << false << Frames{10, 20, 30};
        QTest::newRow("add twice") << "add" << 30 << 0 << false << Frames{10, 20, 30};
        QTest::newRow("remove") << "remove" << 20 << 0 << true << Frames{10, 30};
        QTest::newRow("remove what is not there") << "remove" << 21 << 0 << false << Frames{10, 20, 30};
    }

    void edits_are_done_only_where_they_make_sense() {
        QFETCH(QString, edit);
        QFETCH(int, first);
        QFETCH(int, second);
        QFETCH(bool, isDone);
        QFETCH(Frames, frames);
        StoryDocument document;
        document.reset(100);
        document.setStoryFrames({30, 10, 20, 20});
        QSignalSpy changed(&document, &StoryDocument::storyFramesChanged);
        const bool wasDone = edit == QLatin1String("move")  ? document.moveStoryFrame(first, second)
                             : edit == QLatin1String("add") ? document.addStoryFrame(first)
                                                            : document.removeStoryFrame(first);
        QCOMPARE(wasDone, isDone);
        QCOMPARE(document.storyFrames(), frames);
        QCOMPARE(document.areChosenByHand(), isDone);
        QCOMPARE(document.undoStack()->count(), isDone ? 1 : 0);
        QCOMPARE(changed.size(), isDone ? 1 : 0);
        document.undoStack()->undo();
        QCOMPARE(document.storyFrames(), (Frames{10, 20, 30}));
        QVERIFY(!document.areChosenByHand());
        document.undoStack()->redo();
        QCOMPARE(document.storyFrames(), frames);
    }

    void the_last_frame_stays_and_there_are_never_too_many() {
        StoryDocument document;
        document.reset(1000);
        for (int number = 0; number < 30; ++number) {
            document.addStoryFrame(10 * number);
        }
        QCOMPARE(document.storyFrames().size(), StoryDocument::mostStoryFrames);
        for (int number = 0; number < 30; ++number) {
            document.removeStoryFrame(10 * number);
        }
        QCOMPARE(document.storyFrames(), Frames{190});
    }

    void a_hundred_edits_and_a_hundred_undos_lead_back_to_the_start() {
        StoryDocument document;
        document.reset(500);
        document.setStoryFrames({50, 150, 250, 350, 450});
        std::mt19937 random(7);
        const auto number = [&random](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
        std::vector<std::pair<Frames, StoryDocument::Marks>> states;
        while (document.undoStack()->count() < 100) {
            const auto before = std::pair(document.storyFrames(), document.marks());
            const int count = document.undoStack()->count();
            const auto frames = static_cast<int>(document.storyFrames().size());
            const int chosen = document.storyFrames()[static_cast<std::size_t>(number(frames))];
            switch (number(5)) {
            case 0:
                document.moveStoryFrame(chosen, number(500));
                break;
            case 1:
                document.addStoryFrame(number(500));
                break;
            case 2:
                document.removeStoryFrame(chosen);
                break;
            case 3:
                document.setMarkIn(number(500));
                break;
            default:
                document.setMarkOut(number(500));
            }
            if (document.undoStack()->count() > count) {
                states.push_back(before);
            }
        }
        for (int step = 99; step >= 0; --step) {
            document.undoStack()->undo();
            QCOMPARE(document.storyFrames(), states[static_cast<std::size_t>(step)].first);
            QVERIFY(document.marks() == states[static_cast<std::size_t>(step)].second);
        }
        QCOMPARE(document.storyFrames(), (Frames{50, 150, 250, 350, 450}));
        QVERIFY(document.marks() == StoryDocument::Marks());
        QVERIFY(!document.areChosenByHand());
        QVERIFY(!document.undoStack()->canUndo());
    }

    void telling_the_chosen_frames_keeps_what_can_be_undone() {
        StoryDocument document;
        document.reset(100);
        document.setStoryFrames({10, 20, 30});
        document.moveStoryFrame(20, 22);
        document.setStoryFrames({10, 22, 30});
        QVERIFY(document.areChosenByHand());
        document.undoStack()->undo();
        QCOMPARE(document.storyFrames(), (Frames{10, 20, 30}));
    }

    void telling_other_frames_forgets_the_hand_and_its_edits() {
        StoryDocument document;
        document.reset(100);
        document.setStoryFrames({10, 20, 30});
        document.moveStoryFrame(20, 22);
        document.setStoryFrames({5, 50});
        QVERIFY(!document.areChosenByHand());
        QVERIFY(!document.undoStack()->canUndo());
        QCOMPARE(document.storyFrames(), (Frames{5, 50}));
    }

    void telling_other_frames_leaves_jumps_and_marks_undoable() {
        StoryDocument document;
        document.reset(100);
        document.setMarkIn(4);
        document.recordJump(0, 40);
        document.setStoryFrames({5, 50});
        QCOMPARE(document.undoStack()->count(), 2);
    }

    void a_mark_that_turns_the_range_around_takes_the_other_away() {
        StoryDocument document;
        document.reset(100);
        document.setMarkIn(40);
        document.setMarkOut(60);
        QVERIFY((document.marks() == StoryDocument::Marks{40, 60}));
        document.setMarkOut(39);
        QVERIFY((document.marks() == StoryDocument::Marks{std::nullopt, 39}));
        document.setMarkIn(39);
        QVERIFY((document.marks() == StoryDocument::Marks{39, 39}));
        document.setMarkIn(70);
        QVERIFY((document.marks() == StoryDocument::Marks{70, std::nullopt}));
        document.undoStack()->undo();
        QVERIFY((document.marks() == StoryDocument::Marks{39, 39}));
        document.setMarkIn(39);
        QCOMPARE(document.undoStack()->count(), 5);
    }

    void undoing_a_jump_asks_to_go_back_and_doing_it_does_not() {
        StoryDocument document;
        document.reset(100);
        QSignalSpy asked(&document, &StoryDocument::jumpRequested);
        document.recordJump(5, 5);
        QCOMPARE(document.undoStack()->count(), 0);
        document.recordJump(5, 80);
        QCOMPARE(asked.size(), 0);
        document.undoStack()->undo();
        QCOMPARE(asked.takeFirst()[0].toInt(), 5);
        document.undoStack()->redo();
        QCOMPARE(asked.takeFirst()[0].toInt(), 80);
    }

    void other_media_start_from_nothing() {
        StoryDocument document;
        document.reset(100);
        document.addStoryFrame(5);
        document.setMarkIn(4);
        document.reset(50);
        QCOMPARE(document.frameCount(), 50);
        QVERIFY(document.storyFrames().empty());
        QVERIFY(document.marks() == StoryDocument::Marks());
        QVERIFY(!document.areChosenByHand());
        QCOMPARE(document.undoStack()->count(), 0);
    }
};

QTEST_GUILESS_MAIN(StoryDocumentTest)
#include "story_document_test.moc"
