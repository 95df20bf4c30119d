// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/rouge_coco.h"

#include "core/metrics/longest_common_subsequence.h"

namespace storyscope::metrics {

namespace {

/// The reference implementation splits "" into one empty word, so two empty captions are equal.
std::vector<std::string> withoutEmptiness(const std::vector<std::string>& words) {
    return words.empty() ? std::vector<std::string>{""} : words;
}

} // namespace

double rougeLCoco(const CaptionPair& pair) {
    constexpr double betaSquared = 1.2 * 1.2;
    const auto hypothesis = withoutEmptiness(pair.hypothesis);
    double precision = 0;
    double recall = 0;
    for (const auto& words : pair.references) {
        const auto reference = withoutEmptiness(words);
        const auto common = static_cast<double>(commonSubsequenceTable(hypothesis, reference).back().back());
        precision = std::max(precision, common / static_cast<double>(hypothesis.size()));
        recall = std::max(recall, common / static_cast<double>(reference.size()));
    }
    return precision > 0 && recall > 0 ? (1 + betaSquared) * precision * recall / (recall + betaSquared * precision)
                                       : 0.0;
}

} // namespace storyscope::metrics
