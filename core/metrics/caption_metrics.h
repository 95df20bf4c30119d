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

/// BLEU-1..4 of a corpus as coco-caption computes it (closest reference length, its tiny and small constants).
/// Source: salaniz/pycocoevalcap, bleu/bleu_scorer.py. Returns zeros for an empty corpus.
std::array<double, 4> bleuCoco(const std::vector<CaptionPair>& corpus);

/// Lower-cased words and single punctuation marks dropped: how evaluation compares captions.
std::vector<std::string> captionWords(const std::string& caption);

} // namespace storyscope::metrics
