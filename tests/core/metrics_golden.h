// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/caption_pair.h"

#include <QJsonObject>
#include <QString>

#include <string>
#include <vector>

namespace storyscope::test {

/// A caption of the golden files with its references, as written and as the tokens of Stanford's PTB tokenizer.
struct GoldenCaption {
    QString id;
    std::string hypothesis;
    std::vector<std::string> references;
    std::string ptbHypothesis;
    std::vector<std::string> ptbReferences;

    metrics::CaptionPair ptbWords() const;
};

/// All of sets.json; empty where the golden files are absent.
std::vector<GoldenCaption> goldenCaptions();

/// A golden file whose outermost value is an object; empty where it is absent.
QJsonObject goldenObject(const QString& name);

QString goldenPath(const QString& name);

metrics::CaptionPair wordPair(const std::string& hypothesis, const std::vector<std::string>& references);

/// Three captions with three references each, whose scores the reference tells.
std::vector<metrics::CaptionPair> toyCorpus();

bool isNear(double value, double expected, double tolerance = 1e-9);

} // namespace storyscope::test

#define SKIP_WITHOUT_GOLDEN(value)                                                                                     \
    if ((value).empty()) {                                                                                             \
        QSKIP("the golden files are absent");                                                                          \
    }
