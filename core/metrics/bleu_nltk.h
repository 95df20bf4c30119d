// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/bleu_statistics.h"

#include <vector>

namespace storyscope::metrics {

/// NLTK's smoothing of precisions without a match (Chen and Cherry 2014); the numbers are NLTK's. Its method 6 fails on
/// most inputs and is left out.
enum class NltkSmoothing {
    Method0, ///< the smallest positive number: practically 0
    Method1, ///< 0.1 matches
    Method2, ///< one more match and guess for the orders from 2 on
    Method3, ///< 1 / 2^k matches, k counting the orders without a match
    Method4, ///< as 3, and more the longer the caption is
    Method5, ///< the mean with the neighbouring orders
    Method7, ///< method 4, then method 5
};

/// BLEU of one caption with equal weights for the orders 1..`orders` (1..4), as NLTK 3.8's sentence_bleu computes it.
/// Source: nltk/nltk, nltk/translate/bleu_score.py.
double bleuNltkSentence(const CaptionPair& pair, NltkSmoothing smoothing, int orders = 4);

/// The same from a caption's statistics, for the smoothings that need no more than them: 0 to 4.
double bleuNltk(const BleuStatistics& statistics, NltkSmoothing smoothing);

/// The same of a corpus (corpus_bleu). Methods 5 and 7 take the five-gram precision of the last caption, as NLTK does.
/// Returns 0 for an empty corpus.
double bleuNltkCorpus(const std::vector<CaptionPair>& corpus, NltkSmoothing smoothing, int orders = 4);

} // namespace storyscope::metrics
