// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string>
#include <vector>

namespace storyscope::metrics {

/// One hypothesis and its references, each a list of tokens.
struct CaptionPair {
    std::vector<std::string> hypothesis;
    std::vector<std::vector<std::string>> references;
};

/// What BLEU needs to know of a caption. Those of many captions add up to that of a corpus.
struct BleuStatistics {
    std::array<long, 4> correct{}; ///< n-grams of the hypothesis that occur in a reference, for n = 1..4
    std::array<long, 4> guessed{}; ///< n-grams of the hypothesis
    long hypothesisLength = 0;     ///< words
    long referenceLength = 0;      ///< words of the reference closest in length

    BleuStatistics& operator+=(const BleuStatistics& other);
};

BleuStatistics bleuStatistics(const CaptionPair& pair);

/// bleuCoco() of the captions whose statistics were added up.
std::array<double, 4> bleuCoco(const BleuStatistics& statistics);

/// BLEU-1..4 of a corpus as coco-caption computes it (closest reference length, its tiny and small constants).
/// Source: salaniz/pycocoevalcap, bleu/bleu_scorer.py. Returns zeros for an empty corpus.
std::array<double, 4> bleuCoco(const std::vector<CaptionPair>& corpus);

/// The lower-cased words as text::splitWords finds them, without punctuation: how evaluation compares captions.
std::vector<std::string> captionWords(const std::string& caption);

} // namespace storyscope::metrics
