// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/metrics_golden.h"

#include "core/metrics/ngrams.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <cmath>

namespace storyscope::test {

namespace {

QJsonDocument document(const QString& name) {
    QFile file(goldenPath(name));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()) : QJsonDocument();
}

std::vector<std::string> texts(const QJsonValue& list) {
    std::vector<std::string> texts;
    for (const auto& text : list.toArray()) {
        texts.push_back(text.toString().toStdString());
    }
    return texts;
}

} // namespace

metrics::CaptionPair GoldenCaption::ptbWords() const {
    return wordPair(ptbHypothesis, ptbReferences);
}

std::vector<GoldenCaption> goldenCaptions() {
    std::vector<GoldenCaption> captions;
    for (const auto& value : document(QStringLiteral("sets.json")).array()) {
        const QJsonObject set = value.toObject();
        captions.push_back({.id = set["id"].toString(),
                            .hypothesis = set["hyp"].toString().toStdString(),
                            .references = texts(set["refs"]),
                            .ptbHypothesis = set["hyp_ptb"].toString().toStdString(),
                            .ptbReferences = texts(set["refs_ptb"])});
    }
    return captions;
}

QJsonObject goldenObject(const QString& name) {
    return document(name).object();
}

QString goldenPath(const QString& name) {
    return QStringLiteral(STORYSCOPE_SHARED_DATA "/golden/metrics/") + name;
}

metrics::CaptionPair wordPair(const std::string& hypothesis, const std::vector<std::string>& references) {
    metrics::CaptionPair pair{.hypothesis = metrics::wordsBetweenSpaces(hypothesis), .references = {}};
    for (const std::string& reference : references) {
        pair.references.push_back(metrics::wordsBetweenSpaces(reference));
    }
    return pair;
}

std::vector<metrics::CaptionPair> toyCorpus() {
    return {
        wordPair("a man is riding a bike down the street",
                 {"a man rides a bike down the street", "a person riding a bicycle on a road",
                  "a man is riding a bicycle along a street"}),
        wordPair("two dogs are running in the grass",
                 {"two dogs run across a grassy field", "a pair of dogs running through the grass",
                  "two brown dogs are running in a field"}),
        wordPair("a woman slices a carrot",
                 {"a woman is cutting vegetables in the kitchen", "a woman chops a carrot on a board",
                  "someone slices vegetables with a knife"}),
    };
}

bool isNear(double value, double expected, double tolerance) {
    return std::abs(value - expected) <= tolerance;
}

} // namespace storyscope::test
