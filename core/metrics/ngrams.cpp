// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/ngrams.h"

#include <algorithm>

namespace storyscope::metrics {

std::size_t NgramHash::operator()(const Ngram& ngram) const {
    // FNV-1a over the numbers, with a final mix for tables whose size is a power of two.
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const std::uint32_t word : ngram) {
        hash = (hash ^ word) * 0x100000001b3U;
    }
    return static_cast<std::size_t>(hash ^ (hash >> 29U));
}

std::uint32_t WordNumbers::numberOf(const std::string& word) {
    return m_numbers.emplace(word, static_cast<std::uint32_t>(m_numbers.size() + 1)).first->second;
}

std::vector<std::uint32_t> WordNumbers::numbersOf(const std::vector<std::string>& words) {
    std::vector<std::uint32_t> numbers;
    numbers.reserve(words.size());
    for (const std::string& word : words) {
        numbers.push_back(numberOf(word));
    }
    return numbers;
}

NgramCounts countNgrams(std::span<const std::uint32_t> words, std::size_t order) {
    NgramCounts counts;
    for (std::size_t begin = 0; begin + order <= words.size(); ++begin) {
        Ngram ngram{};
        std::copy_n(words.begin() + static_cast<std::ptrdiff_t>(begin), order, ngram.begin());
        ++counts[ngram];
    }
    return counts;
}

std::vector<std::string> wordsBetweenSpaces(std::string_view text) {
    constexpr std::string_view spaces = " \t\n\r\f\v";
    std::vector<std::string> words;
    for (std::size_t begin = text.find_first_not_of(spaces); begin != std::string_view::npos;) {
        const std::size_t end = std::min(text.find_first_of(spaces, begin), text.size());
        words.emplace_back(text.substr(begin, end - begin));
        begin = text.find_first_not_of(spaces, end);
    }
    return words;
}

std::string joinedBySpaces(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : " ") + word;
    }
    return text;
}

} // namespace storyscope::metrics
