// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/ngrams.h"
#include "core/text/ptb_tokenizer.h"
#include "core/text/stem_porter.h"
#include "core/text/stem_snowball.h"
#include "tests/core/metrics_golden.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace storyscope;
using namespace storyscope::test;

namespace {

QString joined(const std::vector<std::string>& words) {
    return QString::fromStdString(metrics::joinedBySpaces(words));
}

} // namespace

/// Stems and tokens that the caption metrics compare.
class MetricsWordsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void stems_agree_with_nltk_and_snowball() {
        const QJsonObject golden = goldenObject("stems.json");
        SKIP_WITHOUT_GOLDEN(golden.keys());
        for (const QString& word : golden.keys()) {
            const QJsonObject expected = golden[word].toObject();
            QCOMPARE(QString::fromStdString(text::porterStem(word.toStdString())), expected["porter_nltk"].toString());
            QCOMPARE(QString::fromStdString(text::snowballStem(word.toStdString())),
                     expected["snowball_english_nltk"].toString());
            QCOMPARE(QString::fromStdString(text::snowballStem(word.toStdString())),
                     expected["snowball_meteor_java"].toString());
        }
    }

    void porters_stems_are_the_reference_values_data() {
        QTest::addColumn<QString>("word");
        QTest::addColumn<QString>("stem");
        for (const auto& [word, stem] :
             std::initializer_list<std::pair<const char*, const char*>>{{"ponies", "poni"},
                                                                        {"flies", "fli"},
                                                                        {"dies", "die"},
                                                                        {"skies", "sky"},
                                                                        {"enjoy", "enjoy"},
                                                                        {"innings", "inning"},
                                                                        {"agreed", "agre"},
                                                                        {"relational", "relat"},
                                                                        {"controll", "control"},
                                                                        {"", ""},
                                                                        {"a", "a"}}) {
            QTest::addRow("\"%s\"", word) << QString(word) << QString(stem);
        }
    }
    void porters_stems_are_the_reference_values() {
        QFETCH(QString, word);
        QTEST(QString::fromStdString(text::porterStem(word.toStdString())), "stem");
    }

    void snowballs_stems_are_the_reference_values_data() {
        QTest::addColumn<QString>("word");
        QTest::addColumn<QString>("stem");
        for (const auto& [word, stem] :
             std::initializer_list<std::pair<const char*, const char*>>{{"generously", "generous"},
                                                                        {"ties", "tie"},
                                                                        {"happily", "happili"},
                                                                        {"national", "nation"},
                                                                        {"controlling", "control"},
                                                                        {"biked", "bike"},
                                                                        {"bicycle", "bicycl"},
                                                                        {"families", "famili"},
                                                                        {"", ""},
                                                                        {"'", "'"}}) {
            QTest::addRow("\"%s\"", word) << QString(word) << QString(stem);
        }
    }
    void snowballs_stems_are_the_reference_values() {
        QFETCH(QString, word);
        QTEST(QString::fromStdString(text::snowballStem(word.toStdString())), "stem");
    }

    void tokens_agree_with_stanfords_tokenizer() {
        QFile file(goldenPath("ptb_tokenizer.json"));
        if (!file.open(QIODevice::ReadOnly)) {
            QSKIP("the golden files are absent");
        }
        const QJsonArray golden = QJsonDocument::fromJson(file.readAll()).array();
        QVERIFY(golden.size() > 70);
        for (const auto& value : golden) {
            const QJsonObject line = value.toObject();
            const std::string text = line["text"].toString().toStdString();
            QCOMPARE(joined(text::ptbTokens(text)), line["ptb_lower"].toString());
            QCOMPARE(joined(text::cocoWords(text)), line["after_coco_punctuation_removal"].toString());
        }
    }

    void words_of_published_captions_agree() {
        const auto captions = goldenCaptions();
        SKIP_WITHOUT_GOLDEN(captions);
        for (const GoldenCaption& caption : captions) {
            QCOMPARE(joined(text::cocoWords(caption.hypothesis)), QString::fromStdString(caption.ptbHypothesis));
            for (std::size_t index = 0; index < caption.references.size(); ++index) {
                QCOMPARE(joined(text::cocoWords(caption.references[index])),
                         QString::fromStdString(caption.ptbReferences[index]));
            }
        }
    }

    void sentences_are_split_as_documented_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("tokens");
        QTest::newRow("brackets") << "The Iron Age (ca. 1300 – ca. 300 BC)."
                                  << "the iron age -lrb- ca. 1300 -- ca. 300 bc -rrb- .";
        QTest::newRow("contractions") << "I can't believe they wanna keep 40% of that."
                                      << "i ca n't believe they wan na keep 40 % of that .";
        QTest::newRow("currency") << "You should've paid only$16.75."
                                  << "you should 've paid only $ 16.75 .";
        QTest::newRow("time") << "I said at 4:45pm."
                              << "i said at 4:45 pm .";
        QTest::newRow("broken bytes") << QString::fromLatin1("\xff\xfe") << QString::fromLatin1("\xff\xfe").toLower();
        QTest::newRow("lines") << "a\nb\r\n c"
                               << "a b c";
    }
    void sentences_are_split_as_documented() {
        QFETCH(QString, text);
        QTEST(joined(text::ptbTokens(text.toStdString())), "tokens");
    }

    void invalid_utf8_is_no_obstacle() {
        QVERIFY(text::ptbTokens("\xff\xc3 cat \xe2\x82").size() >= 1);
        QVERIFY(text::ptbTokens(std::string(20000, '\'')).size() >= 1);
    }
};

QTEST_GUILESS_MAIN(MetricsWordsTest)
#include "metrics_words_test.moc"
