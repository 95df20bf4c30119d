// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/cider_d.h"
#include "core/metrics/rouge_coco.h"
#include "core/metrics/rouge_google.h"
#include "tests/core/metrics_golden.h"

#include <QJsonArray>
#include <QTest>

#include <numeric>

using namespace storyscope::metrics;
using namespace storyscope::test;

namespace {

double meanOf(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

std::string lowered(const std::string& text) {
    return QString::fromStdString(text).toLower().toStdString();
}

/// The captions in the form and choice of one part of coco_caption.json.
std::vector<GoldenCaption> captionsOf(const QString& part, const QJsonObject& perSet) {
    std::vector<GoldenCaption> chosen;
    for (GoldenCaption caption : goldenCaptions()) {
        if (part.startsWith("whitespace")) {
            caption.ptbHypothesis = lowered(caption.hypothesis);
            caption.ptbReferences.clear();
            for (const std::string& reference : caption.references) {
                caption.ptbReferences.push_back(lowered(reference));
            }
        }
        if (perSet.contains(caption.id)) {
            chosen.push_back(caption);
        }
    }
    return chosen;
}

bool isSame(const RougeScore& score, const QJsonValue& expected) {
    const QJsonArray values = expected.toArray();
    return isNear(score.precision, values[0].toDouble(-1)) && isNear(score.recall, values[1].toDouble(-1)) &&
           isNear(score.f1, values[2].toDouble(-1));
}

} // namespace

class MetricsOverlapTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rouge_and_cider_agree_with_coco_caption_data() {
        QTest::addColumn<QString>("part");
        for (const char* part : {"ptb_tokens", "whitespace_lowercase_tokens", "ptb_tokens_30_vist_stories_only",
                                 "ptb_tokens_single_set_vist_arel_72157594538251999"}) {
            QTest::newRow(part) << QString(part);
        }
    }
    void rouge_and_cider_agree_with_coco_caption() {
        QFETCH(QString, part);
        const QJsonObject golden = goldenObject("coco_caption.json")[part].toObject();
        SKIP_WITHOUT_GOLDEN(golden);
        const QJsonObject perSet = golden["per_set"].toObject();
        const auto captions = captionsOf(part, perSet);
        std::vector<CaptionPair> corpus;
        std::vector<double> rouge;
        for (const GoldenCaption& caption : captions) {
            corpus.push_back(caption.ptbWords());
            rouge.push_back(rougeLCoco(corpus.back()));
            QVERIFY2(isNear(rouge.back(), perSet[caption.id].toObject()["ROUGE_L"].toDouble(-1)),
                     qPrintable(caption.id));
        }
        const auto cider = ciderD(corpus, {});
        for (std::size_t index = 0; index < captions.size(); ++index) {
            QVERIFY2(isNear(cider[index], perSet[captions[index].id].toObject()["CIDEr"].toDouble(-1)),
                     qPrintable(captions[index].id));
        }
        QVERIFY(isNear(meanOf(rouge), golden["corpus"].toObject()["ROUGE_L"].toDouble(-1)));
        QVERIFY(isNear(meanOf(cider), golden["corpus"].toObject()["CIDEr"].toDouble(-1)));
    }

    void the_toy_corpus_scores_as_the_reference_says() {
        const auto corpus = toyCorpus();
        const std::vector<double> expectedRouge{0.8323586745, 0.6587473002, 0.5907990315};
        const std::vector<double> expectedCider{3.7343709, 2.4798659, 1.2710163};
        const auto cider = ciderD(corpus, {});
        for (std::size_t index = 0; index < corpus.size(); ++index) {
            QVERIFY(isNear(rougeLCoco(corpus[index]), expectedRouge[index], 1e-9));
            QVERIFY(isNear(cider[index], expectedCider[index], 1e-7));
        }
    }

    void cider_of_equal_captions_is_ten_and_of_one_alone_zero() {
        const CaptionPair first = wordPair("a b c d e", {"a b c d e"});
        const auto scores = ciderD({first, wordPair("f g h i j", {"f g h i j"})}, {});
        QVERIFY(isNear(scores[0], 10));
        QCOMPARE(ciderD({first}, {}), std::vector<double>{0});
        QCOMPARE(ciderD({}, {}), std::vector<double>{});
    }

    void odd_inputs_score_as_coco_caption_does() {
        const QJsonObject odd = goldenObject("odd_inputs.json");
        SKIP_WITHOUT_GOLDEN(odd);
        for (const QString& name : odd.keys()) {
            const QJsonObject expected = odd[name].toObject();
            std::vector<std::string> references;
            for (const auto& reference : expected["refs"].toArray()) {
                references.push_back(reference.toString().toStdString());
            }
            const CaptionPair pair = wordPair(expected["hyp"].toString().toStdString(), references);
            QVERIFY2(isNear(rougeLCoco(pair), expected["coco_rouge_l"].toDouble(-1)), qPrintable(name));
            QVERIFY2(
                isNear(ciderD({pair, wordPair("x y z w", {"x y z w"})}, {})[0], expected["coco_cider"].toDouble(-1)),
                qPrintable(name));
            const auto hypothesis = rougeTokens(expected["hyp"].toString().toStdString(), RougeStems::Off);
            const auto reference = rougeTokens(references.front(), RougeStems::Off);
            QVERIFY2(isSame(rougeLGoogle(reference, hypothesis), expected["google_rougeL"]), qPrintable(name));
            QVERIFY2(isSame(rougeNGoogle(reference, hypothesis, 1), expected["google_rouge1"]), qPrintable(name));
        }
    }

    void googles_rouge_agrees_data() {
        QTest::addColumn<QString>("part");
        QTest::addColumn<bool>("stems");
        QTest::newRow("words") << "use_stemmer_false" << false;
        QTest::newRow("stems") << "use_stemmer_true" << true;
    }
    void googles_rouge_agrees() {
        QFETCH(QString, part);
        QFETCH(bool, stems);
        const auto captions = goldenCaptions();
        SKIP_WITHOUT_GOLDEN(captions);
        const RougeStems kind = stems ? RougeStems::On : RougeStems::Off;
        const QJsonObject golden = goldenObject("rouge_score.json")[part].toObject();
        for (const GoldenCaption& caption : captions) {
            const QJsonArray expected = golden[caption.id].toArray();
            const auto prediction = rougeTokens(caption.hypothesis, kind);
            for (std::size_t index = 0; index < caption.references.size(); ++index) {
                const QJsonObject scores = expected[static_cast<int>(index)].toObject();
                const std::string& text = caption.references[index];
                const auto target = rougeTokens(text, kind);
                for (const int order : {1, 2, 3}) {
                    QVERIFY2(isSame(rougeNGoogle(target, prediction, order), scores["rouge" + QString::number(order)]),
                             qPrintable(caption.id));
                }
                QVERIFY2(isSame(rougeLGoogle(target, prediction), scores["rougeL"]), qPrintable(caption.id));
                QVERIFY2(isSame(rougeLsumGoogle(text, caption.hypothesis, kind), scores["rougeLsum"]),
                         qPrintable(caption.id));
            }
        }
    }

    void googles_summary_rouge_of_sentences_agrees() {
        const auto captions = goldenCaptions();
        SKIP_WITHOUT_GOLDEN(captions);
        const QJsonObject golden =
            goldenObject("rouge_score.json")["rougeLsum_split_on_space_dot_space_stemmer_true"].toObject();
        const auto lines = [](const std::string& text) {
            return QString::fromStdString(text).replace(" . ", "\n").toStdString();
        };
        int compared = 0;
        for (const GoldenCaption& caption : captions) {
            const QJsonArray expected = golden[caption.id].toArray();
            for (int index = 0; index < expected.size(); ++index) {
                const std::string& reference = caption.references[static_cast<std::size_t>(index)];
                QVERIFY2(isSame(rougeLsumGoogle(lines(reference), lines(caption.hypothesis), RougeStems::On),
                                expected[index]),
                         qPrintable(caption.id));
                ++compared;
            }
        }
        QVERIFY(compared > 100);
    }
};

QTEST_GUILESS_MAIN(MetricsOverlapTest)
#include "metrics_overlap_test.moc"
