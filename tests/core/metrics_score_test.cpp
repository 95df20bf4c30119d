// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/formats/safetensors.h"
#include "core/metrics/score_metrics.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>
#include <cstring>
#include <limits>

using namespace storyscope;
using namespace storyscope::metrics;

namespace {

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();

template <typename Value>
std::vector<Value> valuesOf(const formats::TensorData& tensor) {
    std::vector<Value> values(tensor.bytes.size() / sizeof(Value));
    std::memcpy(values.data(), tensor.bytes.data(), tensor.bytes.size());
    return values;
}

} // namespace

class MetricsScoreTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void micro_scores_of_tags_are_the_reference_value() {
        // Truth 101 011 110 of the reference's example, with 4 right, 1 wrong and 2 missed.
        const TagCounts counts{.truePositives = 4, .falsePositives = 1, .falseNegatives = 2};
        QCOMPARE(counts.precision(), 0.8);
        QCOMPARE(counts.recall(), 2.0 / 3);
        QCOMPARE(counts.f1(), 8.0 / 11);
    }

    void scores_of_nothing_are_zero() {
        QCOMPARE(TagCounts().precision(), 0.0);
        QCOMPARE(TagCounts().recall(), 0.0);
        QCOMPARE(TagCounts().f1(), 0.0);
    }

    void tag_scores_and_roc_area_agree_with_scikit_learn() {
        const QString folder = QStringLiteral(STORYSCOPE_SHARED_DATA "/golden/metrics/");
        QFile file(folder + "multilabel.json");
        if (!file.open(QIODevice::ReadOnly)) {
            QSKIP("the golden files are absent");
        }
        const QJsonObject expected = QJsonDocument::fromJson(file.readAll()).object();
        const auto tensors = formats::readSafetensors((folder + "multilabel.safetensors").toStdString()).tensors;
        const auto labels = valuesOf<std::int64_t>(tensors.at("labels"));
        const auto predictions = valuesOf<std::int64_t>(tensors.at("predictions"));
        const auto logits = valuesOf<float>(tensors.at("logits"));
        const auto classes = static_cast<std::size_t>(expected["classes"].toInt());
        const auto hasPositives = [&](std::size_t index) {
            for (std::size_t sample = index % classes; sample < labels.size(); sample += classes) {
                if (labels[sample] == 1) {
                    return true;
                }
            }
            return false;
        };
        TagCounts counts;
        std::vector<double> positives;
        std::vector<double> negatives;
        for (std::size_t index = 0; index < labels.size(); ++index) {
            counts.truePositives += labels[index] * predictions[index];
            counts.falsePositives += (1 - labels[index]) * predictions[index];
            counts.falseNegatives += labels[index] * (1 - predictions[index]);
            if (hasPositives(index)) { // the reference leaves out a class without positives
                (labels[index] == 1 ? positives : negatives).push_back(logits[index]);
            }
        }
        const QJsonObject micro = expected["micro_zero_division_0"].toObject();
        QVERIFY(std::abs(counts.precision() - micro["precision"].toDouble(-1)) < 1e-9);
        QVERIFY(std::abs(counts.recall() - micro["recall"].toDouble(-1)) < 1e-9);
        QVERIFY(std::abs(counts.f1() - micro["f1"].toDouble(-1)) < 1e-9);
        QVERIFY(std::abs(auroc(positives, negatives) - expected["roc_auc_micro"].toDouble(-1)) < 1e-9);
    }

    void rank_correlation_has_its_known_values_data() {
        QTest::addColumn<QList<double>>("a");
        QTest::addColumn<QList<double>>("b");
        QTest::addColumn<double>("correlation");
        QTest::newRow("same order") << QList<double>{1, 5, 100} << QList<double>{-3, 0, .5} << 1.0;
        QTest::newRow("opposite order") << QList<double>{1, 2, 3, 4} << QList<double>{4, 3, 2, 1} << -1.0;
        QTest::newRow("one swap of five") << QList<double>{1, 2, 3, 4, 5} << QList<double>{1, 2, 3, 5, 4} << 0.9;
        QTest::newRow("ties") << QList<double>{1, 2, 2, 3} << QList<double>{1, 3, 2, 4} << 4.5 / std::sqrt(4.5 * 5);
        QTest::newRow("constant") << QList<double>{1, 1, 1} << QList<double>{1, 2, 3} << 0.0;
        QTest::newRow("single") << QList<double>{1} << QList<double>{2} << 0.0;
        QTest::newRow("empty") << QList<double>{} << QList<double>{} << 0.0;
    }
    void rank_correlation_has_its_known_values() {
        QFETCH(QList<double>, a);
        QFETCH(QList<double>, b);
        QFETCH(double, correlation);
        QVERIFY(std::abs(spearman(a, b) - correlation) < 1e-12);
    }

    void the_roc_area_counts_ties_as_half_data() {
        QTest::addColumn<QList<double>>("positives");
        QTest::addColumn<QList<double>>("negatives");
        QTest::addColumn<double>("area");
        QTest::newRow("separated") << QList<double>{2, 3} << QList<double>{0, 1} << 1.0;
        QTest::newRow("reversed") << QList<double>{0, 1} << QList<double>{2, 3} << 0.0;
        QTest::newRow("all equal") << QList<double>{1, 1, 1} << QList<double>{1, 1} << 0.5;
        QTest::newRow("mixed") << QList<double>{1, 3} << QList<double>{2, 0} << 0.75;
        QTest::newRow("one tie") << QList<double>{1} << QList<double>{1, 0} << 0.75;
        QTest::newRow("infinite") << QList<double>{std::numeric_limits<double>::infinity()} << QList<double>{0} << 1.0;
    }
    void the_roc_area_counts_ties_as_half() {
        QFETCH(QList<double>, positives);
        QFETCH(QList<double>, negatives);
        QFETCH(double, area);
        QCOMPARE(auroc(positives, negatives), area);
    }

    void what_cannot_be_ranked_is_refused() {
        const std::vector<double> one{1};
        const std::vector<double> two{1, 2};
        const std::vector<double> broken{1, notANumber};
        QVERIFY_THROWS_EXCEPTION(Error, spearman(one, two));
        QVERIFY_THROWS_EXCEPTION(Error, spearman(two, broken));
        QVERIFY_THROWS_EXCEPTION(Error, auroc({}, one));
        QVERIFY_THROWS_EXCEPTION(Error, auroc(one, {}));
        QVERIFY_THROWS_EXCEPTION(Error, auroc(broken, one));
    }
};

QTEST_GUILESS_MAIN(MetricsScoreTest)
#include "metrics_score_test.moc"
