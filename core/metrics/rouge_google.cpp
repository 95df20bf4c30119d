// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/rouge_google.h"

#include "core/metrics/longest_common_subsequence.h"
#include "core/metrics/ngrams.h"
#include "core/text/stem_porter.h"

#include <map>
#include <set>

namespace storyscope::metrics {

namespace {

RougeScore scoreOf(double matches, double predicted, double expected) {
    if (matches == 0) {
        return {};
    }
    const double precision = matches / predicted;
    const double recall = matches / expected;
    return {.precision = precision, .recall = recall, .f1 = 2 * precision * recall / (precision + recall)};
}

/// The words of `target` that belong to its longest common subsequence with `other`.
void addCommonWords(const std::vector<std::string>& target, const std::vector<std::string>& other,
                    std::set<std::size_t>& common) {
    const auto table = commonSubsequenceTable(target, other);
    std::size_t row = target.size();
    std::size_t column = other.size();
    while (row > 0 && column > 0) {
        if (target[row - 1] == other[column - 1]) {
            common.insert(--row);
            --column;
        } else if (table[row][column - 1] > table[row - 1][column]) {
            --column;
        } else {
            --row;
        }
    }
}

std::vector<std::vector<std::string>> lineTokens(std::string_view text, RougeStems stems) {
    std::vector<std::vector<std::string>> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (end > 0) {
            lines.push_back(rougeTokens(text.substr(0, end), stems));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::map<std::string, long> wordCounts(const std::vector<std::vector<std::string>>& lines) {
    std::map<std::string, long> counts;
    for (const auto& line : lines) {
        for (const std::string& word : line) {
            ++counts[word];
        }
    }
    return counts;
}

long wordsIn(const std::vector<std::vector<std::string>>& lines) {
    long words = 0;
    for (const auto& line : lines) {
        words += static_cast<long>(line.size());
    }
    return words;
}

} // namespace

std::vector<std::string> rougeTokens(std::string_view text, RougeStems stems) {
    std::string plain;
    for (const char character : text) {
        const bool isUpper = character >= 'A' && character <= 'Z';
        const bool isKept = isUpper || (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
        plain += isUpper ? static_cast<char>(character + 32) : (isKept ? character : ' ');
    }
    std::vector<std::string> tokens = wordsBetweenSpaces(plain);
    if (stems == RougeStems::On) {
        for (std::string& token : tokens) {
            token = token.size() > 3 ? text::porterStem(token) : token;
        }
    }
    return tokens;
}

RougeScore rougeNGoogle(const std::vector<std::string>& target, const std::vector<std::string>& prediction, int order) {
    WordNumbers numbers;
    const auto size = static_cast<std::size_t>(order);
    const NgramCounts expected = countNgrams(numbers.numbersOf(target), size);
    const NgramCounts predicted = countNgrams(numbers.numbersOf(prediction), size);
    long matches = 0;
    for (const auto& [ngram, count] : predicted) {
        const auto found = expected.find(ngram);
        matches += found == expected.end() ? 0 : std::min(count, found->second);
    }
    return scoreOf(static_cast<double>(matches), static_cast<double>(prediction.size()) - order + 1,
                   static_cast<double>(target.size()) - order + 1);
}

RougeScore rougeLGoogle(const std::vector<std::string>& target, const std::vector<std::string>& prediction) {
    return scoreOf(static_cast<double>(commonSubsequenceTable(target, prediction).back().back()),
                   static_cast<double>(prediction.size()), static_cast<double>(target.size()));
}

RougeScore rougeLsumGoogle(std::string_view target, std::string_view prediction, RougeStems stems) {
    const auto targetLines = lineTokens(target, stems);
    const auto predictionLines = lineTokens(prediction, stems);
    auto leftInTarget = wordCounts(targetLines);
    auto leftInPrediction = wordCounts(predictionLines);
    long matches = 0;
    for (const auto& line : targetLines) {
        std::set<std::size_t> common;
        for (const auto& other : predictionLines) {
            addCommonWords(line, other, common);
        }
        for (const std::size_t position : common) {
            // A word counts as often as both sides have it, however many sentences share it.
            long& expected = leftInTarget[line[position]];
            long& predicted = leftInPrediction[line[position]];
            if (expected > 0 && predicted > 0) {
                ++matches;
                --expected;
                --predicted;
            }
        }
    }
    return scoreOf(static_cast<double>(matches), static_cast<double>(wordsIn(predictionLines)),
                   static_cast<double>(wordsIn(targetLines)));
}

} // namespace storyscope::metrics
