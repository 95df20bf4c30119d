// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/bleu_statistics.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace storyscope::metrics {

/// How sacrebleu splits a text into tokens. Case is kept.
enum class SacrebleuTokenizer {
    Mteval13a,     ///< "13a": mteval-v13a's rules for ASCII marks; also what Hugging Face's `evaluate` uses
    International, ///< "intl": every punctuation mark and symbol of Unicode by itself
    Characters,    ///< "char"
    None,          ///< white space only
};

std::vector<std::string> sacrebleuTokens(std::string_view text, SacrebleuTokenizer tokenizer);

/// What stands in for the precision of an order without a match.
struct SacrebleuOptions {
    enum class Smoothing {
        Exponential, ///< 1 / (2^k · total), k counting the orders without a match
        Floor,       ///< value / total
        AddK,        ///< value is added to matches and total of the orders from 2 on
        None,
    };
    Smoothing smoothing = Smoothing::Exponential;
    double value = 0.1;          ///< of Floor and AddK; sacrebleu's own are 0.1 and 1
    bool effectiveOrder = false; ///< leave out orders that the hypothesis is too short for; on for single sentences
};

/// From 0 to 100, with what it is made of.
struct SacrebleuScore {
    double score = 0;
    std::array<double, 4> precisions{}; ///< 0 to 100
    double brevityPenalty = 0;
};

/// BLEU-4 as sacrebleu 2 computes it from statistics with the closest reference length, over tokens of its tokenizer.
/// Source: mjpost/sacrebleu, metrics/bleu.py.
SacrebleuScore bleuSacrebleu(const BleuStatistics& statistics, const SacrebleuOptions& options = {});

} // namespace storyscope::metrics
