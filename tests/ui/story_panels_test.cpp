// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/hand_made.h"
#include "ui/common/caption_view.h"
#include "ui/common/state_pages.h"
#include "ui/common/value_bar.h"
#include "ui/prediction/picture_box.h"
#include "ui/prediction/prediction_panel.h"
#include "ui/story/filmstrip.h"
#include "ui/story/filmstrip_card.h"
#include "ui/story/story_panel.h"

#include <QComboBox>
#include <QLabel>
#include <QTest>
#include <algorithm>

using namespace storyscope;
using namespace storyscope::ui;

class StoryPanelsTest : public QObject {
    Q_OBJECT

private slots:
    void every_panel_has_its_four_states() {
        StorySelection selection;
        AttentionController attention(&selection);
        Filmstrip filmstrip(&selection, &attention);
        StoryPanel story(&selection);
        PredictionPanel prediction(&selection);
        const auto statesAre = [&](StatePages::State state) {
            return filmstrip.pages()->state() == state && story.pages()->state() == state &&
                   prediction.pages()->state() == state;
        };
        QVERIFY(statesAre(StatePages::State::Empty));
        QVERIFY(!story.pages()->message().isEmpty());
        for (StoryView* view : {static_cast<StoryView*>(&filmstrip), static_cast<StoryView*>(&story),
                                static_cast<StoryView*>(&prediction)}) {
            view->showWorking();
        }
        QVERIFY(statesAre(StatePages::State::Working));
        for (StoryView* view : {static_cast<StoryView*>(&filmstrip), static_cast<StoryView*>(&story),
                                static_cast<StoryView*>(&prediction)}) {
            view->showStory(handMadeStory());
        }
        QVERIFY(statesAre(StatePages::State::Ready));
        for (StoryView* view : {static_cast<StoryView*>(&filmstrip), static_cast<StoryView*>(&story),
                                static_cast<StoryView*>(&prediction)}) {
            view->showFailed(QStringLiteral("The model is missing."));
        }
        QVERIFY(statesAre(StatePages::State::Failed));
        QVERIFY(story.pages()->message().contains(QLatin1String("The model is missing.")));
    }

    void captions_stream_into_filmstrip_and_story_word_by_word() {
        StorySelection selection;
        AttentionController attention(&selection);
        Filmstrip filmstrip(&selection, &attention);
        StoryPanel panel(&selection);
        ToldStory soFar = *handMadeStory();
        soFar.isComplete = false;
        for (ToldFrame& frame : soFar.result.frames) {
            frame.caption = {};
        }
        const auto started = std::make_shared<const ToldStory>(soFar);
        filmstrip.showStory(started);
        panel.showStory(started);
        QCOMPARE(filmstrip.cards()[1]->caption()->text(), QString());
        for (const char* text : {"rain", "rain falls", "rain falls now"}) {
            filmstrip.showCaption(1, caption(text));
            panel.showCaption(1, caption(text));
            QCOMPARE(filmstrip.cards()[1]->caption()->text(), QString::fromLatin1(text));
            QCOMPARE(panel.sentences()[1]->text(), QString::fromLatin1(text));
        }
        QCOMPARE(filmstrip.cards()[0]->caption()->text(), QString());
        filmstrip.showCaption(99, caption("nowhere"));
    }

    void a_word_chosen_in_one_panel_moves_every_other() {
        StorySelection selection;
        AttentionController attention(&selection);
        attention.setStory(handMadeStory());
        Filmstrip filmstrip(&selection, &attention);
        StoryPanel panel(&selection);
        filmstrip.showStory(handMadeStory());
        panel.showStory(handMadeStory());
        panel.resize(400, 300);
        panel.show();
        CaptionView* sentence = panel.sentences()[1];
        QTRY_VERIFY(sentence->width() > 100);
        QTest::mouseClick(sentence, Qt::LeftButton, {}, sentence->wordRect(2).center());
        QCOMPARE(selection.frame(), 20);
        QCOMPARE(selection.word(), (WordRef{Attention::Kind::Caption, 1, 2}));
        for (std::size_t position = 0; position < 3; ++position) {
            const double share = static_cast<double>(*attention.frameShares()[position]);
            QCOMPARE(filmstrip.cards()[position]->shareBar()->value(), share);
        }
        QVERIFY(filmstrip.cards()[2]->shareBar()->value() > 0.5);
    }

    void a_clicked_thumbnail_selects_its_frame() {
        StorySelection selection;
        AttentionController attention(&selection);
        Filmstrip filmstrip(&selection, &attention);
        filmstrip.showStory(handMadeStory());
        QTest::mouseClick(filmstrip.cards()[2]->thumbnail(), Qt::LeftButton);
        QCOMPARE(selection.frame(), 30);
    }

    void a_caption_in_a_narrow_filmstrip_wraps_inside_its_card() {
        StorySelection selection;
        AttentionController attention(&selection);
        Filmstrip filmstrip(&selection, &attention);
        ToldStory story = *handMadeStory();
        story.result.frames[0].caption =
            caption("the girl with the red umbrella walks slowly home through the pouring rain");
        filmstrip.showStory(std::make_shared<const ToldStory>(story));
        filmstrip.resize(420, 400);
        filmstrip.show();
        const CaptionView* view = filmstrip.cards()[0]->caption();
        QTRY_VERIFY(view->height() >= view->heightForWidth(view->width()));
        for (int token = 0; token < 13; ++token) {
            QVERIFY(view->rect().contains(view->wordRect(token)));
        }
    }

    void the_prediction_is_labelled_and_stands_beside_the_truth() {
        StorySelection selection;
        PredictionPanel panel(&selection);
        const ToldStoryPtr story = handMadeStory();
        panel.showStory(story);
        const auto* predicted = panel.findChild<PictureBox*>(QStringLiteral("predictedPicture"));
        const auto* truth = panel.findChild<PictureBox*>(QStringLiteral("truePicture"));
        QCOMPARE(predicted->title(), QStringLiteral("Predicted"));
        QCOMPARE(predicted->image().pixelColor(0, 0), QColor(1, 2, 3));
        QCOMPARE(truth->image().pixelColor(0, 0), QColor(120, 100, 100));
        QCOMPARE(panel.findChild<CaptionView*>(QStringLiteral("predictedSentence"))->text(),
                 QStringLiteral("she walks home"));
        QCOMPARE(panel.findChild<QLabel*>(QStringLiteral("truthSentence"))->text(), QStringLiteral("she runs home"));
        QVERIFY(panel.findChild<QLabel*>(QStringLiteral("truthTitle"))->text().contains(QLatin1String("own caption")));
        QVERIFY(std::abs(panel.findChild<ValueBar*>(QStringLiteral("storyScore"))->value() - 0.8) < 1e-6);
    }

    void tags_are_those_of_the_story_frame_that_was_passed_last_data() {
        QTest::addColumn<int>("frame");
        QTest::addColumn<QString>("title");
        QTest::newRow("before the first") << 0 << QStringLiteral("Tags of frame 1");
        QTest::newRow("on the second") << 20 << QStringLiteral("Tags of frame 2");
        QTest::newRow("behind the second") << 29 << QStringLiteral("Tags of frame 2");
        QTest::newRow("behind the last") << 99 << QStringLiteral("Tags of frame 3");
    }

    void tags_are_those_of_the_story_frame_that_was_passed_last() {
        QFETCH(int, frame);
        QFETCH(QString, title);
        StorySelection selection;
        PredictionPanel panel(&selection);
        selection.setFrame(frame);
        panel.showStory(handMadeStory());
        QCOMPARE(panel.findChild<QLabel*>(QStringLiteral("tagsTitle"))->text(), title);
    }

    void without_a_truth_the_panel_says_so_and_shows_no_picture() {
        ToldStory story = *handMadeStory();
        story.result.predictions[0].truthFrame.reset();
        StorySelection selection;
        PredictionPanel panel(&selection);
        panel.showStory(std::make_shared<const ToldStory>(story));
        const auto* truth = panel.findChild<PictureBox*>(QStringLiteral("truePicture"));
        QVERIFY(truth->image().isNull());
        QVERIFY(truth->accessibleName().contains(QLatin1String("ends here")));
    }

    void the_prediction_follows_the_selected_frame() {
        ToldStory story = *handMadeStory();
        NextPrediction after = story.result.predictions[0];
        after.contextFrames = {0, 1, 2};
        after.truthFrame.reset();
        story.result.predictions.push_back(after);
        StorySelection selection;
        PredictionPanel panel(&selection);
        panel.showStory(std::make_shared<const ToldStory>(story));
        QCOMPARE(panel.shownPrediction(), 0);
        selection.setFrame(30);
        QCOMPARE(panel.shownPrediction(), 1);
        selection.setFrame(20);
        QCOMPARE(panel.shownPrediction(), 0);
    }

    void the_sentence_of_all_frames_stands_above_the_others() {
        ToldStory story = *handMadeStory();
        StorySelection selection;
        StoryPanel panel(&selection);
        panel.showStory(std::make_shared<const ToldStory>(story));
        QVERIFY(!panel.clipSentence()->isVisibleTo(&panel));
        story.result.clipCaption = caption("a walk in the rain");
        story.result.attention.push_back(
            focusedAttention(Attention::Kind::ClipCaption, 0, 3, {"a", "walk", "in", "the", "rain"}));
        for (ToldFrame& frame : story.result.frames) {
            frame.caption = {};
            frame.captionOrigin = CaptionOrigin::Untold;
        }
        panel.showStory(std::make_shared<const ToldStory>(story));
        QVERIFY(panel.clipSentence()->isVisibleTo(&panel));
        QCOMPARE(panel.clipSentence()->text(), QStringLiteral("a walk in the rain"));
        QCOMPARE(panel.sentences()[0]->text(), QString());
        AttentionController attention(&selection);
        attention.setStory(std::make_shared<const ToldStory>(story));
        selection.chooseWord({Attention::Kind::ClipCaption, 0, 1});
        QVERIFY(*attention.frameShares()[1] > 0.5F);
    }

    void a_sentence_that_was_said_before_is_marked() {
        StorySelection selection;
        StoryPanel panel(&selection);
        ToldStory story = *handMadeStory();
        story.result.frames[2].repeatsEarlier = true;
        panel.showStory(std::make_shared<const ToldStory>(story));
        const auto isMarked = [&](int number) {
            return panel.findChild<QLabel*>(QStringLiteral("repeat%1").arg(number))->isVisibleTo(&panel);
        };
        QVERIFY(!isMarked(1) && !isMarked(2) && isMarked(3));
        const auto* author = panel.findChild<QLabel*>(QStringLiteral("storyAuthor"));
        QVERIFY(author->text().contains(QStringLiteral("says what an earlier frame says")));
        panel.showStory(handMadeStory());
        QVERIFY(!isMarked(3));
        QVERIFY(!author->text().contains(QStringLiteral("earlier")));
    }

    void a_model_that_predicts_nothing_says_so() {
        StorySelection selection;
        PredictionPanel panel(&selection);
        ToldStory story = *handMadeStory();
        story.result.predictions.clear();
        story.result.score.reset();
        panel.showStory(std::make_shared<const ToldStory>(story));
        const QList<QLabel*> labels = panel.findChildren<QLabel*>();
        QVERIFY(std::ranges::any_of(labels, [&](const QLabel* label) {
            return label->isVisibleTo(&panel) && label->text().contains(QStringLiteral("does not predict"));
        }));
    }

    void without_a_predicted_picture_the_nearest_real_one_is_named() {
        ToldStory story = *handMadeStory();
        NextPrediction& prediction = story.result.predictions[0];
        prediction.picture = {};
        prediction.nearestFrame = 1;
        StorySelection selection;
        PredictionPanel panel(&selection);
        panel.showStory(std::make_shared<const ToldStory>(story));
        const auto* predicted = panel.findChild<PictureBox*>(QStringLiteral("predictedPicture"));
        QVERIFY(predicted->title().contains(QLatin1String("frame 2")));
        QCOMPARE(predicted->image().pixelColor(0, 0), QColor(60, 100, 100));
        prediction.nearestFrame.reset();
        panel.showStory(std::make_shared<const ToldStory>(story));
        QVERIFY(predicted->image().isNull());
        QVERIFY(predicted->accessibleName().contains(QLatin1String("predicts no picture")));
    }

    void a_model_that_predicts_nothing_leaves_no_empty_boxes() {
        ToldStory story = *handMadeStory();
        story.result.predictions.clear();
        story.result.score.reset();
        StorySelection selection;
        PredictionPanel panel(&selection);
        panel.showStory(std::make_shared<const ToldStory>(story));
        QVERIFY(!panel.findChild<QComboBox*>(QStringLiteral("predictionChoice"))->isVisibleTo(&panel));
        QVERIFY(!panel.findChild<ValueBar*>(QStringLiteral("storyScore"))->isVisibleTo(&panel));
    }
};

QTEST_MAIN(StoryPanelsTest)
#include "story_panels_test.moc"
