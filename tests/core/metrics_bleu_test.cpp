// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/bleu_coco.h"
#include "core/metrics/bleu_evaluate.h"
#include "core/metrics/bleu_nltk.h"
#include "core/metrics/bleu_sacrebleu.h"
#include "core/metrics/ngrams.h"
#include "tests/core/metrics_golden.h"

#include <QJsonArray>
#include <QTest>

#include <map>

using namespace storyscope::metrics;
using namespace storyscope::test;

namespace {

constexpr double noMatch = 1e-50; ///< NLTK's method 0 gives tiny numbers instead of 0

const std::map<QString, NltkSmoothing> nltkMethods{
    {"method0", NltkSmoothing::Method0}, {"method1", NltkSmoothing::Method1}, {"method2", NltkSmoothing::Method2},
    {"method3", NltkSmoothing::Method3}, {"method4", NltkSmoothing::Method4}, {"method5", NltkSmoothing::Method5},
    {"method7", NltkSmoothing::Method7}};

bool isSameBleu(double value, double expected) {
    return isNear(value, expected) || (value < noMatch && expected < noMatch);
}

std::string lowered(const std::string& text) {
    return QString::fromStdString(text).toLower().toStdString();
}

struct SacrebleuRun {
    SacrebleuTokenizer tokenizer = SacrebleuTokenizer::Mteval13a;
    bool lowerCase = false;
    SacrebleuOptions options{};
};

BleuStatistics statisticsOf(const std::string& hypothesis, const std::vector<std::string>& references,
                            const SacrebleuRun& run) {
    const auto tokens = [&](const std::string& text) {
        return sacrebleuTokens(run.lowerCase ? lowered(text) : text, run.tokenizer);
    };
    CaptionPair pair{.hypothesis = tokens(hypothesis), .references = {}};
    for (const std::string& reference : references) {
        pair.references.push_back(tokens(reference));
    }
    return bleuStatistics(pair);
}

} // namespace

Q_DECLARE_METATYPE(SacrebleuRun)

class MetricsBleuTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sacrebleus_corpus_scores_agree_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<SacrebleuRun>("run");
        using Smoothing = SacrebleuOptions::Smoothing;
        const auto row = [](const char* name, const SacrebleuRun& run) { QTest::newRow(name) << QString(name) << run; };
        row("bleu_13a", {});
        row("bleu_intl", {.tokenizer = SacrebleuTokenizer::International});
        row("bleu_char", {.tokenizer = SacrebleuTokenizer::Characters});
        row("bleu_none", {.tokenizer = SacrebleuTokenizer::None});
        row("bleu_13a_lowercase", {.lowerCase = true});
        row("bleu_13a_floor", {.options = {.smoothing = Smoothing::Floor}});
        row("bleu_13a_addk", {.options = {.smoothing = Smoothing::AddK, .value = 1}});
        row("bleu_13a_none", {.options = {.smoothing = Smoothing::None}});
    }
    void sacrebleus_corpus_scores_agree() {
        QFETCH(QString, name);
        QFETCH(SacrebleuRun, run);
        const auto captions = goldenCaptions();
        SKIP_WITHOUT_GOLDEN(captions);
        const QJsonObject expected = goldenObject("sacrebleu.json")["corpus"].toObject()[name].toObject();
        BleuStatistics sum;
        for (const GoldenCaption& caption : captions) {
            sum += statisticsOf(caption.hypothesis, caption.references, run);
        }
        const SacrebleuScore score = bleuSacrebleu(sum, run.options);
        QVERIFY(isNear(score.score, expected["score"].toDouble(-1)));
        QVERIFY(isNear(score.brevityPenalty, expected["bp"].toDouble(-1)));
        QCOMPARE(sum.hypothesisLength, std::lround(expected["sys_len"].toDouble()));
        QCOMPARE(sum.referenceLength, std::lround(expected["ref_len"].toDouble()));
        for (int order = 0; order < 4; ++order) {
            QVERIFY(isNear(score.precisions[static_cast<std::size_t>(order)],
                           expected["precisions"].toArray()[order].toDouble(-1)));
        }
    }

    void sacrebleus_sentence_scores_agree_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("lowerCase");
        QTest::newRow("case kept") << "bleu_13a_effective_order" << false;
        QTest::newRow("lower case") << "bleu_13a_lowercase_effective_order" << true;
    }
    void sacrebleus_sentence_scores_agree() {
        QFETCH(QString, name);
        QFETCH(bool, lowerCase);
        const auto captions = goldenCaptions();
        SKIP_WITHOUT_GOLDEN(captions);
        const QJsonObject expected = goldenObject("sacrebleu.json")["sentence"].toObject()[name].toObject();
        const SacrebleuRun run{.lowerCase = lowerCase};
        for (const GoldenCaption& caption : captions) {
            const double score =
                bleuSacrebleu(statisticsOf(caption.hypothesis, caption.references, run), {.effectiveOrder = true})
                    .score;
            QVERIFY2(isNear(score, expected[caption.id].toDouble(-1)), qPrintable(caption.id));
        }
    }

    void sacrebleus_tokens_agree_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("tokenizer");
        QTest::newRow("13a") << "tokenized_13a" << static_cast<int>(SacrebleuTokenizer::Mteval13a);
        QTest::newRow("intl") << "tokenized_intl" << static_cast<int>(SacrebleuTokenizer::International);
    }
    void sacrebleus_tokens_agree() {
        QFETCH(QString, name);
        QFETCH(int, tokenizer);
        const QJsonObject expected = goldenObject("sacrebleu.json")[name].toObject();
        SKIP_WITHOUT_GOLDEN(expected);
        for (const GoldenCaption& caption : goldenCaptions()) {
            if (expected.contains(caption.id)) {
                const auto tokens = sacrebleuTokens(caption.hypothesis, static_cast<SacrebleuTokenizer>(tokenizer));
                QCOMPARE(QString::fromStdString(joinedBySpaces(tokens)),
                         expected[caption.id].toObject()["hyp"].toString());
            }
        }
    }

    void the_13a_tokenizer_follows_mteval_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("tokens");
        QTest::newRow("marks")
            << R"(Hello, world! It's 3.5% (approx.) of "all" state-of-the-art 5-6 items...)"
            << R"(Hello , world ! It's 3.5 % ( approx . ) of " all " state-of-the-art 5 - 6 items . . .)";
        QTest::newRow("numbers") << "U.S. price: $1,234.50, ok?"
                                 << "U . S . price : $ 1,234.50 , ok ?";
        QTest::newRow("entities") << "&quot;a&quot; &amp; b"
                                  << "\" a \" & b";
        QTest::newRow("nothing") << ""
                                 << "";
    }
    void the_13a_tokenizer_follows_mteval() {
        QFETCH(QString, text);
        QFETCH(QString, tokens);
        QCOMPARE(
            QString::fromStdString(joinedBySpaces(sacrebleuTokens(text.toStdString(), SacrebleuTokenizer::Mteval13a))),
            tokens);
    }

    void nltks_scores_agree() {
        const auto captions = goldenCaptions();
        SKIP_WITHOUT_GOLDEN(captions);
        const QJsonObject golden = goldenObject("nltk.json");
        std::vector<CaptionPair> corpus;
        for (const GoldenCaption& caption : captions) {
            corpus.push_back(caption.ptbWords());
        }
        for (const auto& [method, smoothing] : nltkMethods) {
            const QJsonObject expected = golden["sentence_bleu"].toObject()[method].toObject();
            for (std::size_t index = 0; index < captions.size(); ++index) {
                const QJsonObject scores = expected[captions[index].id].toObject();
                for (const int orders : {4, 2, 1}) {
                    const double score = bleuNltkSentence(corpus[index], smoothing, orders);
                    QVERIFY2(isSameBleu(score, scores["bleu" + QString::number(orders)].toDouble(-1)),
                             qPrintable(method + ' ' + captions[index].id));
                }
            }
            QVERIFY2(isNear(bleuNltkCorpus(corpus, smoothing), golden["corpus_bleu"].toObject()[method].toDouble(-1)),
                     qPrintable(method));
        }
    }

    void hugging_faces_score_of_the_toy_corpus_is_the_reference_value() {
        BleuStatistics sum;
        for (const CaptionPair& pair : toyCorpus()) {
            sum += bleuStatistics(pair, ReferenceLength::Shortest);
        }
        QVERIFY(isNear(bleuEvaluate(sum), 0.6559965571, 1e-10));
    }

    void hugging_faces_score_is_zero_without_a_match_in_one_order() {
        const CaptionPair pair = wordPair("a b c x d", {"a b c y d"});
        QCOMPARE(bleuEvaluate(bleuStatistics(pair, ReferenceLength::Shortest)), 0.0);
        QVERIFY(bleuSacrebleu(bleuStatistics(pair)).score > 0);
    }

    void the_toy_corpus_scores_as_sacrebleu_says() {
        BleuStatistics sum;
        for (const CaptionPair& pair : toyCorpus()) {
            sum += bleuStatistics(pair);
        }
        QVERIFY(isNear(bleuSacrebleu(sum).score, 62.549071956510765));
    }

    void odd_inputs_score_as_the_references_do() {
        const QJsonObject odd = goldenObject("odd_inputs.json");
        SKIP_WITHOUT_GOLDEN(odd);
        for (const QString& name : odd.keys()) {
            const QJsonObject expected = odd[name].toObject();
            const std::string hypothesis = expected["hyp"].toString().toStdString();
            std::vector<std::string> references;
            for (const auto& reference : expected["refs"].toArray()) {
                references.push_back(reference.toString().toStdString());
            }
            const CaptionPair pair = wordPair(hypothesis, references);
            const auto coco = bleuCoco({pair});
            const auto corpus = bleuCoco({pair, wordPair("x y z w", {"x y z w"})});
            for (int order = 0; order < 4; ++order) {
                const auto index = static_cast<std::size_t>(order);
                QVERIFY2(isNear(coco[index], expected["coco_bleu_per_set"].toArray()[order].toDouble(-1)),
                         qPrintable(name));
                QVERIFY2(isNear(corpus[index], expected["coco_bleu_corpus"].toArray()[order].toDouble(-1)),
                         qPrintable(name));
            }
            QVERIFY2(
                isSameBleu(bleuNltkSentence(pair, NltkSmoothing::Method1), expected["nltk_bleu_method1"].toDouble(-1)),
                qPrintable(name));
            QVERIFY2(
                isSameBleu(bleuNltkSentence(pair, NltkSmoothing::Method4), expected["nltk_bleu_method4"].toDouble(-1)),
                qPrintable(name));
            const double sacrebleu =
                bleuSacrebleu(statisticsOf(hypothesis, references, {}), {.effectiveOrder = true}).score;
            QVERIFY2(isNear(sacrebleu, expected["sacrebleu_sentence_effective"].toDouble(-1)), qPrintable(name));
        }
    }
};

QTEST_GUILESS_MAIN(MetricsBleuTest)
#include "metrics_bleu_test.moc"
