// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/formats/safetensors.h"
#include "core/metrics/class_metrics.h"
#include "core/metrics/perplexity.h"
#include "core/metrics/retrieval_metrics.h"
#include "core/metrics/tag_metrics.h"
#include "tests/core/metrics_golden.h"

#include <QJsonArray>
#include <QTest>

#include <cmath>
#include <cstring>

using namespace storyscope;
using namespace storyscope::metrics;
using namespace storyscope::test;

namespace {

template <typename Value>
std::vector<Value> valuesOf(const formats::TensorData& tensor) {
    std::vector<Value> values(tensor.bytes.size() / sizeof(Value));
    std::memcpy(values.data(), tensor.bytes.data(), tensor.bytes.size());
    return values;
}

std::vector<std::uint8_t> decisionsOf(const formats::TensorData& tensor) {
    std::vector<std::uint8_t> decisions;
    for (const std::int64_t value : valuesOf<std::int64_t>(tensor)) {
        decisions.push_back(value != 0 ? 1 : 0);
    }
    return decisions;
}

std::vector<std::size_t> classesOf(const QJsonValue& list) {
    std::vector<std::size_t> classes;
    for (const auto& value : list.toArray()) {
        classes.push_back(static_cast<std::size_t>(value.toInt()));
    }
    return classes;
}

bool isSame(const PrecisionRecall& score, const QJsonValue& expected) {
    const QJsonObject values = expected.toObject();
    return isNear(score.precision, values["precision"].toDouble(-1)) &&
           isNear(score.recall, values["recall"].toDouble(-1)) && isNear(score.f1, values["f1"].toDouble(-1));
}

} // namespace

class MetricsTagsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void scores_of_many_labels_agree_with_scikit_learn() {
        const QJsonObject golden = goldenObject("multilabel.json");
        SKIP_WITHOUT_GOLDEN(golden);
        const auto tensors = formats::readSafetensors(goldenPath("multilabel.safetensors").toStdString()).tensors;
        const auto labels = decisionsOf(tensors.at("labels"));
        const auto predictions = decisionsOf(tensors.at("predictions"));
        const auto logits = valuesOf<float>(tensors.at("logits"));
        const std::vector<double> values(logits.begin(), logits.end());
        const TagTable table{.labels = labels, .predictions = predictions, .classes = 51};
        const TagScores scores = tagScores(table);
        QVERIFY(isSame(scores.micro, golden["micro_zero_division_0"]));
        QVERIFY(isSame(scores.macro, golden["macro_zero_division_0"]));
        QVERIFY(isSame(scores.weighted, golden["weighted_zero_division_0"]));
        QVERIFY(isSame(scores.samples, golden["samples_zero_division_0"]));
        QVERIFY(isNear(scores.hamming, golden["hamming_loss"].toDouble(-1)));
        QVERIFY(isNear(scores.subsetAccuracy, golden["subset_accuracy"].toDouble(-1)));
        QVERIFY(isNear(scores.jaccardSamples, golden["jaccard_samples"].toDouble(-1)));
        QVERIFY(isNear(scores.jaccardMacro, golden["jaccard_macro"].toDouble(-1)));
        const QJsonArray precision = golden["per_class_zero_division_0"].toObject()["precision"].toArray();
        for (int each = 0; each < 51; ++each) {
            QVERIFY(isNear(scores.classes[static_cast<std::size_t>(each)].precision, precision[each].toDouble(-1)));
        }
        // scikit-learn's micro figure leaves out the class without positives.
        std::vector<std::uint8_t> countedLabels;
        std::vector<double> countedValues;
        for (std::size_t index = 0; index < labels.size(); ++index) {
            if (golden["average_precision_per_class"].toObject().contains(QString::number(index % 51))) {
                countedLabels.push_back(labels[index]);
                countedValues.push_back(values[index]);
            }
        }
        QVERIFY(isNear(averagePrecision(countedLabels, countedValues), golden["average_precision_micro"].toDouble(-1)));
        QVERIFY(isNear(meanAveragePrecision(table, values), golden["average_precision_macro_over_those"].toDouble(-1)));
    }

    void scores_of_one_label_agree_with_scikit_learn() {
        const QJsonObject golden = goldenObject("singlelabel.json");
        SKIP_WITHOUT_GOLDEN(golden);
        const auto truth = classesOf(golden["y_true"]);
        const auto predicted = classesOf(golden["y_pred"]);
        const ClassScores scores = classScores(truth, predicted, 6);
        QVERIFY(isNear(scores.accuracy, golden["accuracy"].toDouble(-1)));
        QVERIFY(isNear(scores.balancedAccuracy, golden["balanced_accuracy"].toDouble(-1)));
        QVERIFY(isNear(scores.macro.f1, golden["macro_f1"].toDouble(-1)));
        QVERIFY(isNear(scores.weighted.f1, golden["weighted_f1"].toDouble(-1)));
        QVERIFY(isNear(scores.cohenKappa, golden["cohen_kappa"].toDouble(-1)));
        QVERIFY(isNear(scores.matthewsCorrelation, golden["mcc"].toDouble(-1)));
        for (int row = 0; row < 6; ++row) {
            const QJsonArray expected = golden["confusion_matrix"].toArray()[row].toArray();
            for (int column = 0; column < 6; ++column) {
                QCOMPARE(scores.confusion[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)],
                         static_cast<long>(expected[column].toInt()));
            }
        }
    }

    void a_small_table_scores_as_worked_out_by_hand() {
        const std::vector<std::uint8_t> labels{1, 0, 1, 0, 0, 1, 1, 0, 1, 1, 0, 0};
        const std::vector<std::uint8_t> predictions{1, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0};
        const TagScores scores = tagScores({.labels = labels, .predictions = predictions, .classes = 4});
        QVERIFY(isNear(scores.micro.f1, 8.0 / 11));
        QVERIFY(isNear(scores.macro.precision, 0.75));
        QVERIFY(isNear(scores.macro.f1, 0.5833333333333334));
        QVERIFY(isNear(scores.samples.f1, 0.7111111111111111));
        QVERIFY(isNear(scores.hamming, 0.25));
    }

    void tables_that_do_not_fit_are_refused() {
        const std::vector<std::uint8_t> three(3);
        const std::vector<std::uint8_t> four(4);
        const std::vector<double> scores(3, 0.5);
        QVERIFY_EXCEPTION_THROWN(tagScores({.labels = three, .predictions = four, .classes = 1}), Error);
        QVERIFY_EXCEPTION_THROWN(tagScores({.labels = three, .predictions = three, .classes = 2}), Error);
        QVERIFY_EXCEPTION_THROWN(tagScores({.labels = {}, .predictions = {}, .classes = 2}), Error);
        QVERIFY_EXCEPTION_THROWN(averagePrecision(three, scores), Error);
        QVERIFY_EXCEPTION_THROWN(classScores(std::vector<std::size_t>{7}, std::vector<std::size_t>{0}, 6), Error);
    }

    void retrieval_ranks_count_ties_as_better() {
        const std::vector<float> similarities{0.1F, 0.9F, 0.5F, 0.5F, 0.5F, 0.5F, 0.9F, 0.2F, 0.1F};
        const std::vector<std::size_t> right{1, 0, 1};
        const auto ranks = retrievalRanks(similarities, right);
        QCOMPARE(ranks, (std::vector<std::size_t>{1, 3, 2}));
        QVERIFY(isNear(recallAt(ranks, 1), 1.0 / 3));
        QVERIFY(isNear(recallAt(ranks, 2), 2.0 / 3));
        QCOMPARE(medianRank(ranks), 2.0);
        QCOMPARE(medianRank(std::vector<std::size_t>{1, 4}), 2.5);
        QCOMPARE(medianRank({}), 0.0);
        QVERIFY_EXCEPTION_THROWN(retrievalRanks(similarities, std::vector<std::size_t>{0, 1}), Error);
        QVERIFY_EXCEPTION_THROWN(retrievalRanks(std::vector<float>{NAN}, std::vector<std::size_t>{0}), Error);
    }

    void perplexity_is_the_exponential_of_the_mean_loss() {
        Perplexity perplexity{.negativeLogLikelihood = 3 * 0.2752973, .tokens = 3};
        QVERIFY(isNear(perplexity.value(), 1.3169221, 1e-6));
        perplexity += {.negativeLogLikelihood = 0, .tokens = 3};
        QVERIFY(isNear(perplexity.value(), std::exp(0.2752973 / 2), 1e-9));
        QVERIFY(std::isinf(Perplexity().value()));
    }
};

QTEST_GUILESS_MAIN(MetricsTagsTest)
#include "metrics_tags_test.moc"
