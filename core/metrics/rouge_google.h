// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace storyscope::metrics {

/// Whether words are compared by their Porter stems.
enum class RougeStems { Off, On };

struct RougeScore {
    double precision = 0;
    double recall = 0;
    double f1 = 0;
};

/// Lower-case runs of a–z and 0–9; everything else separates. With stems, words of over three letters are stemmed.
std::vector<std::string> rougeTokens(std::string_view text, RougeStems stems);

/// ROUGE as google-research's rouge_score computes it for one prediction and one reference, from their tokens: n-grams
/// of `order` words (1..5), and the longest common subsequence.
RougeScore rougeNGoogle(const std::vector<std::string>& target, const std::vector<std::string>& prediction, int order);
RougeScore rougeLGoogle(const std::vector<std::string>& target, const std::vector<std::string>& prediction);

/// ROUGE-Lsum: the union of each target sentence's common subsequences with every sentence of the prediction. A line
/// is a sentence.
RougeScore rougeLsumGoogle(std::string_view target, std::string_view prediction, RougeStems stems);

} // namespace storyscope::metrics
