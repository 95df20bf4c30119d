// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/inference_pointing_captioner.h"
#include "tests/ui/hand_made.h"
#include "ui/attention/attention_panel.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace storyscope;
using namespace storyscope::ui;
using test::PointingCaptioner;

/// What the panel finds out on demand, with a captioner whose attention is known.
class AttentionStudyTest : public QObject {
    Q_OBJECT

private:
    /// A frame whose cell in row 1, column 2 is white, told by the captioner.
    ToldStoryPtr told(const PointingCaptioner& captioner) {
        const auto folder = m_folder.filePath(QString::number(++m_count)).toStdString();
        test::writePointingCaptioner(folder, captioner);
        inference::StoryOptions options;
        options.maximumTokens = 2;
        ToldStory story;
        story.isComplete = true;
        story.pictures = {test::blackPicture(160, 80, {80, 20, 120, 40})};
        story.result = inference::Storyteller(folder).tell({{story.pictures.front(), 7, {}, "a"}}, options, {});
        return std::make_shared<const ToldStory>(story);
    }

    QTemporaryDir m_folder;
    int m_count = 0;

private slots:
    void the_button_says_whether_attention_fits_what_the_word_depends_on_data() {
        QTest::addColumn<bool>("isHonest");
        QTest::addColumn<QString>("said");
        QTest::addRow("honest") << true << QStringLiteral("Agrees with occlusion: ρ = 1.00 over 16 parts.");
        QTest::addRow("looks elsewhere") << false << QStringLiteral("Hardly agrees with occlusion");
    }

    void the_button_says_whether_attention_fits_what_the_word_depends_on() {
        QFETCH(const bool, isHonest);
        QFETCH(const QString, said);
        PointingCaptioner captioner{.dependsOnBrightness = true};
        if (!isHonest) {
            captioner.lastLayerLooksAt = 13;
        }
        StorySelection selection;
        AttentionController controller(&selection);
        AttentionPanel panel(&controller);
        panel.showStory(told(captioner));
        selection.setFrame(7);
        auto* begin = panel.findChild<QPushButton*>(QStringLiteral("checkByOcclusion"));
        auto* verdict = panel.findChild<QLabel*>(QStringLiteral("occlusionVerdict"));
        QVERIFY(!begin->isVisibleTo(&panel)); // no word yet
        selection.chooseWord({Attention::Kind::Caption, 0, 0});
        QVERIFY(begin->isVisibleTo(&panel));
        QVERIFY(!verdict->isVisibleTo(&panel));
        begin->click();
        QVERIFY(!begin->isVisibleTo(&panel));
        QVERIFY(panel.findChild<QPushButton*>(QStringLiteral("stopOcclusion"))->isVisibleTo(&panel));
        QTRY_VERIFY(verdict->isVisibleTo(&panel));
        QVERIFY2(verdict->text().contains(said), qPrintable(verdict->text()));
        QVERIFY(verdict->text().contains(QLatin1String("falls from")));
        QVERIFY(!panel.findChild<QPushButton*>(QStringLiteral("stopOcclusion"))->isVisibleTo(&panel));
        selection.chooseWord({Attention::Kind::Caption, 0, 1}); // another word was not checked
        QVERIFY(begin->isVisibleTo(&panel));
    }

    void a_stopped_check_can_be_asked_for_again() {
        StorySelection selection;
        AttentionController controller(&selection);
        AttentionPanel panel(&controller);
        panel.showStory(told({.dependsOnBrightness = true}));
        selection.setFrame(7);
        selection.chooseWord({Attention::Kind::Caption, 0, 0});
        auto* begin = panel.findChild<QPushButton*>(QStringLiteral("checkByOcclusion"));
        begin->click();
        panel.findChild<QPushButton*>(QStringLiteral("stopOcclusion"))->click();
        QVERIFY(begin->isVisibleTo(&panel));
        QVERIFY(!controller.study()->checking());
        begin->click();
        QTRY_VERIFY(panel.findChild<QLabel*>(QStringLiteral("occlusionVerdict"))->isVisibleTo(&panel));
    }

    void roll_out_is_a_layer_of_its_own() {
        StorySelection selection;
        AttentionController controller(&selection);
        AttentionPanel panel(&controller);
        panel.showStory(told({}));
        auto* layers = panel.findChild<QComboBox*>(QStringLiteral("layerChoice"));
        QCOMPARE(layers->count(), 3);
        layers->setCurrentIndex(2);
        emit layers->activated(2);
        QVERIFY(!panel.findChild<QComboBox*>(QStringLiteral("headChoice"))->isEnabled());
        selection.setFrame(7);
        selection.chooseWord({Attention::Kind::Caption, 0, 0});
        QTRY_VERIFY(controller.word());
        QCOMPARE(controller.word()->record->layer, int{Attention::rolledOut});
        const FrameOverlay overlay = controller.overlayFor(0);
        QVERIFY(overlay.title.contains(QLatin1String("through all layers")));
        QCOMPARE(std::max_element(overlay.shares.begin(), overlay.shares.end()) - overlay.shares.begin(),
                 std::ptrdiff_t{6});
        QVERIFY(panel.findChild<QLabel*>(QStringLiteral("attentionBeside"))
                    ->text()
                    .contains(QLatin1String("to the words before it")));
    }

    void another_story_stops_the_check_and_forgets_what_was_found() {
        StorySelection selection;
        AttentionController controller(&selection);
        controller.setStory(told({.dependsOnBrightness = true}));
        controller.study()->check({});
        QVERIFY(controller.study()->checking());
        controller.setStory(handMadeStory());
        QVERIFY(!controller.study()->checking());
        QVERIFY(!controller.study()->occlusion({}));
    }
};

QTEST_MAIN(AttentionStudyTest)
#include "attention_study_test.moc"
