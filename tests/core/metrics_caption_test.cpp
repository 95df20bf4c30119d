// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/caption_metrics.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>

using namespace storyscope::metrics;

namespace {

std::vector<std::string> wordsOf(const QString& text) {
    std::vector<std::string> words;
    for (const QString& word : text.split(' ', Qt::SkipEmptyParts)) {
        words.push_back(word.toStdString());
    }
    return words;
}

CaptionPair pairOf(const QString& hypothesis, const QStringList& references) {
    CaptionPair pair{.hypothesis = wordsOf(hypothesis), .references = {}};
    for (const QString& reference : references) {
        pair.references.push_back(wordsOf(reference));
    }
    return pair;
}

const std::vector<CaptionPair> toyCorpus{
    pairOf("a man is riding a bike down the street",
           {"a man rides a bike down the street", "a person riding a bicycle on a road",
            "a man is riding a bicycle along a street"}),
    pairOf("two dogs are running in the grass",
           {"two dogs run across a grassy field", "a pair of dogs running through the grass",
            "two brown dogs are running in a field"}),
    pairOf("a woman slices a carrot", {"a woman is cutting vegetables in the kitchen",
                                       "a woman chops a carrot on a board", "someone slices vegetables with a knife"}),
};

QJsonDocument goldenJson(const QString& name) {
    QFile file(QStringLiteral(STORYSCOPE_SHARED_DATA "/golden/metrics/") + name);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()) : QJsonDocument();
}

bool areClose(const std::array<double, 4>& scores, const QJsonObject& expected) {
    bool close = true;
    for (int order = 1; order <= 4; ++order) {
        const double score = scores[static_cast<std::size_t>(order - 1)];
        close = close && std::abs(score - expected["Bleu_" + QString::number(order)].toDouble(-1)) < 1e-9;
    }
    return close;
}

} // namespace

class MetricsCaptionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bleu_of_the_toy_corpus_is_the_reference_value() {
        const auto scores = bleuCoco(toyCorpus);
        const std::array expected{0.9534969547, 0.8704196510, 0.7276543629, 0.6254907195};
        for (std::size_t order = 0; order < 4; ++order) {
            QVERIFY(std::abs(scores[order] - expected[order]) < 1e-10);
        }
    }

    void bleu_of_single_captions_is_the_reference_value_data() {
        QTest::addColumn<int>("caption");
        QTest::addColumn<double>("bleu1");
        QTest::addColumn<double>("bleu4");
        QTest::addColumn<double>("tolerance4");
        QTest::newRow("first") << 0 << 0.99999999978 << 0.86944 << 5e-6;
        QTest::newRow("second") << 1 << 0.99999999971 << 0.53728 << 5e-6;
        QTest::newRow("third") << 2 << 0.81873 << 1.39e-8 << 5e-11;
    }
    void bleu_of_single_captions_is_the_reference_value() {
        QFETCH(int, caption);
        QFETCH(double, bleu1);
        QFETCH(double, bleu4);
        QFETCH(double, tolerance4);
        const auto scores = bleuCoco({toyCorpus[static_cast<std::size_t>(caption)]});
        QVERIFY(std::abs(scores[0] - bleu1) < 5e-6);
        QVERIFY(std::abs(scores[3] - bleu4) < tolerance4);
    }

    void bleu_has_its_limits_data() {
        QTest::addColumn<QString>("hypothesis");
        QTest::addColumn<QStringList>("references");
        QTest::addColumn<double>("bleu4");
        QTest::newRow("equal") << "a b c d e" << QStringList{"a b c d e"} << 1.0;
        QTest::newRow("nothing in common") << "a b c d e" << QStringList{"f g h i j"} << 0.0;
        QTest::newRow("nothing said") << "" << QStringList{"a b"} << 0.0;
        QTest::newRow("no references") << "a b c d" << QStringList{} << 0.0;
        QTest::newRow("repetition is not rewarded") << "a a a a a" << QStringList{"a b c d e"} << 0.0;
        QTest::newRow("half as long") << "a b c d" << QStringList{"a b c d e f g h"} << std::exp(-1.0);
        QTest::newRow("of two equally near lengths the shorter counts")
            << "a b c d e" << QStringList{"a b c d", "a b c d e f"} << 1.0;
    }
    void bleu_has_its_limits() {
        QFETCH(QString, hypothesis);
        QFETCH(QStringList, references);
        QFETCH(double, bleu4);
        QVERIFY(std::abs(bleuCoco({pairOf(hypothesis, references)})[3] - bleu4) < 1e-3);
    }

    void an_empty_corpus_scores_zero() { QCOMPARE(bleuCoco(std::vector<CaptionPair>())[0], 0.0); }

    void bleu_agrees_with_coco_caption_on_published_captions() {
        const QJsonArray sets = goldenJson("sets.json").array();
        const QJsonObject expected = goldenJson("coco_caption.json")["ptb_tokens"].toObject();
        if (sets.isEmpty() || expected.isEmpty()) {
            QSKIP("the golden files are absent");
        }
        std::vector<CaptionPair> corpus;
        for (const auto& set : sets) {
            const QString id = set.toObject()["id"].toString();
            corpus.push_back(
                pairOf(set.toObject()["hyp_ptb"].toString(), set.toObject()["refs_ptb"].toVariant().toStringList()));
            const QJsonObject scores = expected["per_set"].toObject()[id].toObject();
            QVERIFY2(areClose(bleuCoco({corpus.back()}), scores), qPrintable(id));
        }
        QVERIFY(areClose(bleuCoco(corpus), expected["corpus"].toObject()));
    }

    void captions_are_compared_by_lower_case_words_data() {
        QTest::addColumn<QString>("caption");
        QTest::addColumn<QStringList>("words");
        QTest::newRow("sentence") << "Mia packs a red umbrella." << QStringList{"mia", "packs", "a", "red", "umbrella"};
        QTest::newRow("marks only") << "...!" << QStringList{};
        QTest::newRow("quotes and possessive") << "\"Ben's\" well-known" << QStringList{"ben", "'s", "well-known"};
        QTest::newRow("accents") << "ÉCOLE" << QStringList{"école"};
    }
    void captions_are_compared_by_lower_case_words() {
        QFETCH(QString, caption);
        QStringList words;
        for (const std::string& word : captionWords(caption.toStdString())) {
            words << QString::fromStdString(word);
        }
        QTEST(words, "words");
    }
};

QTEST_GUILESS_MAIN(MetricsCaptionTest)
#include "metrics_caption_test.moc"
