// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/hand_made.h"
#include "ui/common/caption_view.h"

#include <QSignalSpy>
#include <QTest>

using namespace storyscope;
using namespace storyscope::ui;

class CaptionViewTest : public QObject {
    Q_OBJECT

private slots:
    void a_long_caption_wraps_and_no_word_is_cut() {
        StorySelection selection;
        CaptionView view(&selection);
        view.setCaption(caption("the girl packs a very long sentence into a rather narrow column of the filmstrip"));
        const int wide = view.heightForWidth(2000);
        view.resize(120, view.heightForWidth(120));
        QVERIFY(view.height() >= 3 * wide);
        for (int token = 0; token < 14; ++token) {
            QVERIFY2(view.rect().contains(view.wordRect(token)), qPrintable(QString::number(token)));
        }
    }

    void a_clicked_word_is_chosen_and_activates_the_caption() {
        StorySelection selection;
        CaptionView view(&selection);
        view.setSubject(Attention::Kind::Caption, 2);
        view.setCaption(caption("a red umbrella"));
        view.resize(400, 30);
        QSignalSpy activated(&view, &CaptionView::activated);
        QTest::mouseClick(&view, Qt::LeftButton, {}, view.wordRect(1).center());
        QCOMPARE(selection.chosenWord(), (WordRef{Attention::Kind::Caption, 2, 1}));
        QCOMPARE(activated.size(), 1);
    }

    void hovering_previews_a_word_only_as_long_as_the_mouse_is_there() {
        StorySelection selection;
        CaptionView view(&selection);
        view.setCaption(caption("a red umbrella"));
        view.resize(400, 30);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view, test::patienceMs));
        selection.chooseWord({Attention::Kind::Caption, 0, 0});
        QTest::mouseMove(&view, view.wordRect(2).center());
        QCOMPARE(selection.word(), (WordRef{Attention::Kind::Caption, 0, 2}));
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(&view, &leave);
        QCOMPARE(selection.word(), (WordRef{Attention::Kind::Caption, 0, 0}));
    }

    void the_keyboard_reaches_every_word() {
        StorySelection selection;
        CaptionView view(&selection);
        view.setCaption(caption("a red umbrella"));
        view.show();
        view.setFocus();
        QTest::keyClick(&view, Qt::Key_Right);
        QCOMPARE(selection.word()->token, 0);
        QTest::keyClick(&view, Qt::Key_Right);
        QTest::keyClick(&view, Qt::Key_Right);
        QCOMPARE(selection.word()->token, 2);
        QVERIFY(view.accessibleDescription().contains(QLatin1String("umbrella")));
        QTest::keyClick(&view, Qt::Key_Return);
        QCOMPARE(selection.chosenWord()->token, 2);
    }

    void tokens_are_found_in_text_that_is_not_ascii() {
        StorySelection selection;
        CaptionView view(&selection);
        view.setCaption(caption("ein schöner größerer Schirm"));
        view.resize(600, 30);
        QTest::mouseClick(&view, Qt::LeftButton, {}, view.wordRect(3).center());
        QCOMPARE(selection.chosenWord()->token, 3);
        QVERIFY(view.wordRect(3).left() > view.wordRect(2).right() - 2);
    }

    void a_growing_caption_keeps_its_earlier_words_clickable() {
        StorySelection selection;
        CaptionView view(&selection);
        view.setPlaceholder(QStringLiteral("…"));
        view.resize(400, 30);
        QVERIFY(view.wordRect(0).isEmpty());
        for (const char* text : {"a", "a red", "a red umbrella"}) {
            view.setCaption(caption(text));
            QCOMPARE(view.text(), QString::fromLatin1(text));
            QVERIFY(!view.wordRect(0).isEmpty());
        }
    }
};

QTEST_MAIN(CaptionViewTest)
#include "caption_view_test.moc"
