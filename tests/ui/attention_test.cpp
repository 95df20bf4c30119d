// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/hand_made.h"
#include "ui/attention/attention_controller.h"
#include "ui/attention/attention_panel.h"
#include "ui/attention/occlusion_check.h"
#include "ui/common/state_pages.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QTest>

using namespace storyscope;
using namespace storyscope::ui;

Q_DECLARE_METATYPE(std::vector<double>)

class AttentionTest : public QObject {
    Q_OBJECT

private slots:
    void without_a_word_the_shares_are_the_temporal_attention_of_the_shown_frame() {
        StorySelection selection;
        AttentionController controller(&selection);
        controller.setStory(handMadeStory());
        QCOMPARE(controller.frameShares(), (FrameShares{0.2F, 0.3F, 0.5F}));
        selection.setFrame(20);
        QCOMPARE(controller.frameShares(), (FrameShares{0.25F, 0.75F, 0.0F}));
    }

    void a_word_gives_its_shares_its_entropy_and_its_probability() {
        StorySelection selection;
        AttentionController controller(&selection);
        controller.setStory(handMadeStory());
        selection.chooseWord({Attention::Kind::Caption, 0, 1});
        QVERIFY(controller.word());
        QCOMPARE(controller.word()->word, QStringLiteral("red"));
        QVERIFY(std::abs(controller.word()->probability - 0.5) < 1e-6);
        const FrameShares& shares = controller.frameShares();
        QVERIFY(std::abs(*shares[0] + *shares[1] + *shares[2] - 1) < 1e-5F);
        QVERIFY(shares[1] > shares[0] && shares[1] > shares[2]);
        const double rest = 0.3 / 11;
        const double expected = -0.7 * std::log2(0.7) - 11 * rest * std::log2(rest);
        QVERIFY(std::abs(controller.word()->entropyBits - expected) < 1e-4);
        QVERIFY(std::abs(controller.word()->maximumEntropyBits - std::log2(12)) < 1e-9);
    }

    void a_heat_map_carries_the_number_of_its_frame() {
        StorySelection selection;
        AttentionController controller(&selection);
        controller.setStory(handMadeStory());
        QVERIFY(controller.overlayFor(0).isEmpty());
        selection.chooseWord({Attention::Kind::Caption, 0, 1});
        for (int position = 0; position < 3; ++position) {
            QCOMPARE(controller.overlayFor(position).frameNumber, 10 * (position + 1));
        }
        QCOMPARE(controller.overlayFor(1).shares[3], 0.7F);
    }

    void the_scale_is_of_the_frame_or_of_the_story() {
        StorySelection selection;
        AttentionController controller(&selection);
        controller.setStory(handMadeStory());
        selection.chooseWord({Attention::Kind::Caption, 0, 1});
        QVERIFY(controller.scaleMaximum(0) < 0.1F);
        QCOMPARE(controller.scaleMaximum(1), 0.7F);
        AttentionOptions options;
        options.scale = HeatMapScale::PerStory;
        controller.setOptions(options);
        QCOMPARE(controller.scaleMaximum(0), 0.7F);
    }

    void frames_side_by_side_are_comparable() {
        StorySelection selection;
        AttentionController controller(&selection);
        controller.setStory(handMadeStory());
        selection.chooseWord({Attention::Kind::Caption, 0, 1});
        const auto inkOf = [](const FrameOverlay& overlay) { return qAlpha(overlay.image.pixel(1, 1)); };
        QVERIFY(inkOf(controller.overlayFor(1, HeatMapScale::PerStory)) >
                3 * inkOf(controller.overlayFor(0, HeatMapScale::PerStory)));
        QCOMPARE(inkOf(controller.overlayFor(1, HeatMapScale::PerFrame)),
                 inkOf(controller.overlayFor(0, HeatMapScale::PerFrame)));
    }

    void no_heat_map_is_made_while_it_is_switched_off() {
        StorySelection selection;
        AttentionController controller(&selection);
        controller.setStory(handMadeStory());
        selection.chooseWord({Attention::Kind::Caption, 0, 1});
        AttentionOptions options;
        options.isHeatMapOn = false;
        controller.setOptions(options);
        QVERIFY(controller.overlayFor(1).isEmpty());
        QVERIFY(controller.word());
    }

    void a_clicked_patch_selects_the_word_that_looked_at_it_most() {
        StorySelection selection;
        AttentionController controller(&selection);
        controller.setStory(handMadeStory());
        selection.setFrame(20);
        controller.chooseWordAt(0.9, 0.9);
        QCOMPARE(selection.chosenWord(), (WordRef{Attention::Kind::Caption, 1, 1}));
    }

    void a_word_of_the_predicted_sentence_has_attention_too() {
        StorySelection selection;
        AttentionController controller(&selection);
        controller.setStory(handMadeStory());
        selection.chooseWord({Attention::Kind::NextCaption, 0, 1});
        QCOMPARE(controller.word()->word, QStringLiteral("walks"));
        QCOMPARE(controller.frameShares().size(), std::size_t{3});
        QVERIFY2(!controller.frameShares()[2], "the last frame is what was to be foretold");
    }

    void broken_records_and_unknown_words_are_ignored() {
        ToldStory story = *handMadeStory();
        story.result.attention[0].values.pop_back();
        StorySelection selection;
        AttentionController controller(&selection);
        controller.setStory(std::make_shared<const ToldStory>(story));
        selection.chooseWord({Attention::Kind::Caption, 0, 0});
        QVERIFY(!controller.word());
        selection.chooseWord({Attention::Kind::Caption, 7, 0});
        QVERIFY(!controller.word());
        selection.chooseWord({Attention::Kind::Caption, 1, 99});
        QVERIFY(!controller.word());
    }

    void a_layer_and_a_head_show_their_own_numbers() {
        ToldStory story = *handMadeStory();
        const Attention last = story.result.attention[0];
        const auto cells = static_cast<float>(last.columnCount());
        for (int layer = 0; layer < 2; ++layer) {
            for (int head = 0; head < 2; ++head) {
                Attention record = last;
                record.layer = layer;
                record.head = head;
                // Everything on one cell, a different one for each layer and head.
                std::fill(record.values.begin(), record.values.end(), 0.0F);
                for (std::size_t row = 0; row < record.rows.size(); ++row) {
                    record.values[row * record.columnCount() + static_cast<std::size_t>(2 * layer + head)] = 1;
                }
                story.result.attention.push_back(record);
            }
        }
        QVERIFY(cells > 4);
        const auto told = std::make_shared<const ToldStory>(story);
        const WordRef word{last.kind, last.subject, 0};
        const auto row = [&](LayerAndHead place) { return chooseAttention(told, word, place)->row(0); };
        QCOMPARE(row({.layer = 0, .head = 1})[1], 1.0F);
        QCOMPARE(row({.layer = 1, .head = 0})[2], 1.0F);
        QCOMPARE(row({.layer = Attention::averaged, .head = 1})[3], 1.0F);
        QCOMPARE(row({.layer = 1, .head = Attention::averaged})[0], last.row(0)[0]);
        const auto mean = chooseAttention(told, word, {.layer = 0, .head = Attention::averaged});
        QCOMPARE(mean->row(0)[0], 0.5F);
        QCOMPARE(mean->row(0)[1], 0.5F);
    }

    /// The hand-made story as a captioner tells it that sees the middle half of each frame, and each frame by itself.
    static ToldStory captionerStory() {
        ToldStory story = *handMadeStory();
        for (Attention& record : story.result.attention) {
            if (record.kind == Attention::Kind::Caption) {
                record = focusedAttention(Attention::Kind::Caption, record.subject, 1, record.rows, 0.5F);
                record.frames = {record.subject};
                record.areas = {Box{0.25F, 0, 0.5F, 1}};
                for (float& value : record.values) {
                    value *= 0.8F;
                }
                record.classShares.assign(record.rows.size(), 0.2F);
            }
        }
        return story;
    }

    void the_map_covers_what_the_model_saw_of_the_frame() {
        StorySelection selection;
        AttentionController controller(&selection);
        controller.setStory(std::make_shared<const ToldStory>(captionerStory()));
        selection.chooseWord({Attention::Kind::Caption, 1, 1});
        const FrameOverlay overlay = controller.overlayFor(1);
        QCOMPARE(overlay.area, QRectF(0.25, 0, 0.5, 1));
        QVERIFY(!overlay.cellAt(0.2, 0.5));
        QVERIFY(!overlay.cellAt(0.8, 0.5));
        QCOMPARE(overlay.cellAt(0.3, 0.1), std::optional(0));
        QCOMPARE(overlay.cellAt(0.7, 0.9), std::optional(3));
        QCOMPARE(controller.word()->classShare, static_cast<double>(0.2F));
        QVERIFY(std::abs(*controller.frameShares()[1] - 0.8F) < 1e-5F);
    }

    void entropy_is_of_what_went_to_places() {
        StorySelection selection;
        AttentionController controller(&selection);
        ToldStory story = captionerStory();
        std::fill(story.result.attention[0].values.begin(), story.result.attention[0].values.end(), 0.2F);
        controller.setStory(std::make_shared<const ToldStory>(story));
        selection.chooseWord({Attention::Kind::Caption, 0, 1});
        QVERIFY(std::abs(controller.word()->entropyBits - 2) < 1e-6);
    }

    void a_click_on_what_the_model_did_not_see_selects_nothing() {
        StorySelection selection;
        AttentionController controller(&selection);
        controller.setStory(std::make_shared<const ToldStory>(captionerStory()));
        selection.setFrame(20);
        controller.chooseWordAt(0.1, 0.9);
        QVERIFY(!selection.chosenWord());
        controller.chooseWordAt(0.7, 0.9);
        QVERIFY(selection.chosenWord());
    }

    void the_panel_says_what_is_not_in_the_map() {
        StorySelection selection;
        AttentionController controller(&selection);
        AttentionPanel panel(&controller);
        panel.showStory(std::make_shared<const ToldStory>(captionerStory()));
        selection.setFrame(20);
        selection.chooseWord({Attention::Kind::Caption, 1, 1});
        const auto* beside = panel.findChild<QLabel*>(QStringLiteral("attentionBeside"));
        QVERIFY(beside->text().contains(QLatin1String("0.20")));
        QVERIFY(beside->text().contains(QLatin1String("class token")));
        const auto* note = panel.findChild<QLabel*>(QStringLiteral("heatMapNote"));
        QVERIFY(note->isVisibleTo(&panel));
        QVERIFY(note->text().contains(QLatin1String("hatched")));
        QVERIFY(panel.findChild<QPushButton*>(QStringLiteral("checkByOcclusion"))->isVisibleTo(&panel));
    }

    void roll_out_is_offered_where_there_are_class_tokens() {
        StorySelection selection;
        AttentionController controller(&selection);
        AttentionPanel panel(&controller);
        const auto* layers = panel.findChild<QComboBox*>(QStringLiteral("layerChoice"));
        panel.showStory(handMadeStory());
        QCOMPARE(layers->findData(int{Attention::rolledOut}), -1);
        panel.showStory(std::make_shared<const ToldStory>(captionerStory()));
        QVERIFY(layers->findData(int{Attention::rolledOut}) >= 0);
    }

    void a_roll_out_that_fails_says_why() {
        StorySelection selection;
        AttentionController controller(&selection);
        AttentionPanel panel(&controller);
        ToldStory story = captionerStory();
        story.result.modelPath = "/no/such/model";
        panel.showStory(std::make_shared<const ToldStory>(story));
        AttentionOptions options;
        options.place.layer = Attention::rolledOut;
        controller.setOptions(options);
        selection.setFrame(20);
        selection.chooseWord({Attention::Kind::Caption, 1, 1});
        QVERIFY(!controller.word());
        QTRY_VERIFY(!controller.study()->problem().isEmpty());
        const auto* title = panel.findChild<QLabel*>(QStringLiteral("attentionTitle"));
        QTRY_VERIFY(title->text().contains(QLatin1String("/no/such/model")));
    }

    void the_verdict_says_how_well_attention_fits_data() {
        QTest::addColumn<std::vector<double>>("losses");
        QTest::addColumn<QString>("said");
        QTest::addRow("agrees") << std::vector<double>{0, 0, 0, 2} << QStringLiteral("Agrees with occlusion: ρ = 1.00");
        QTest::addRow("little") << std::vector<double>{0, 2, 0, 0} << QStringLiteral("Hardly agrees");
        QTest::addRow("nothing") << std::vector<double>{0, 0, 0, 0} << QStringLiteral("No single part counts");
    }

    void the_verdict_says_how_well_attention_fits() {
        QFETCH(const std::vector<double>, losses);
        QFETCH(const QString, said);
        inference::OcclusionMap map;
        map.rows = 2;
        map.columns = 2;
        map.logProbability = std::log(0.5);
        map.losses = losses;
        const Attention attention = focusedAttention(Attention::Kind::Caption, 0, 1, {"a"});
        const QString text = occlusionText(map, inference::agreement(attention, 0, map));
        QVERIFY2(text.contains(said), qPrintable(text));
    }

    void the_panel_says_the_numbers_and_offers_the_layers_there_are() {
        ToldStory story = *handMadeStory();
        Attention layered = story.result.attention[0];
        layered.layer = 1;
        layered.head = 3;
        story.result.attention.push_back(layered);
        StorySelection selection;
        AttentionController controller(&selection);
        AttentionPanel panel(&controller);
        QCOMPARE(panel.pages()->state(), StatePages::State::Empty);
        panel.showStory(std::make_shared<const ToldStory>(story));
        QCOMPARE(panel.findChild<QComboBox*>(QStringLiteral("layerChoice"))->count(), 2);
        QCOMPARE(panel.findChild<QComboBox*>(QStringLiteral("headChoice"))->count(), 5);
        selection.setFrame(10);
        selection.chooseWord({Attention::Kind::Caption, 0, 2});
        QVERIFY(panel.findChild<QLabel*>(QStringLiteral("attentionTitle"))->text().contains(QLatin1String("umbrella")));
        QVERIFY(
            panel.findChild<QLabel*>(QStringLiteral("attentionNumbers"))->text().contains(QLatin1String("frame 3")));
    }

    void a_model_without_attention_is_said_to_have_none() {
        StorySelection selection;
        AttentionController controller(&selection);
        AttentionPanel panel(&controller);
        ToldStory story = *handMadeStory();
        story.result.attention.clear();
        story.isComplete = false; // its attention may still come
        panel.showStory(std::make_shared<const ToldStory>(story));
        QCOMPARE(panel.pages()->state(), StatePages::State::Ready);
        story.isComplete = true;
        panel.showStory(std::make_shared<const ToldStory>(story));
        QCOMPARE(panel.pages()->state(), StatePages::State::Empty);
        const auto labels = panel.pages()->findChildren<QLabel*>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
            return label->text().contains(QLatin1String("This model has no attention"));
        }));
    }

    void a_frame_outside_of_the_story_is_said_to_have_no_heat_map() {
        StorySelection selection;
        AttentionController controller(&selection);
        AttentionPanel panel(&controller);
        panel.showStory(handMadeStory());
        selection.setFrame(11);
        selection.chooseWord({Attention::Kind::Caption, 0, 2});
        const auto* note = panel.findChild<QLabel*>(QStringLiteral("heatMapNote"));
        QVERIFY(note->isVisibleTo(&panel));
        QVERIFY(note->text().contains(QLatin1String("not one of the story's frames")));
    }
};

QTEST_MAIN(AttentionTest)
#include "attention_test.moc"
