// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/sentence_writer.h"

#include "core/text/word_splitter.h"

#include <algorithm>
#include <array>

namespace storyscope::text {

namespace {

constexpr std::array<std::string_view, 15> closingMarks{".", ",", "!", "?", ";", ":", "…", ")",
                                                        "]", "}", "»", "”", "’", "%", "'"};
constexpr std::array<std::string_view, 7> openingMarks{"(", "[", "{", "«", "“", "‘", "$"};

bool isOneOf(const auto& marks, std::string_view token) {
    return std::ranges::find(marks, token) != marks.end();
}

} // namespace

bool SentenceWriter::wantsSpaceBefore(std::string_view token) const {
    const bool closesQuotes = token == "\"" && m_inQuotes;
    const bool continuesWord = token.starts_with("'") || token.starts_with("’"); // as in "Mia" + "'s"
    return !m_glued && !isOneOf(closingMarks, token) && !closesQuotes && !continuesWord;
}

std::pair<std::size_t, std::size_t> SentenceWriter::add(std::string_view token) {
    if (token.empty()) {
        return {m_text.size(), m_text.size()};
    }
    if (wantsSpaceBefore(token)) {
        m_text += ' ';
    }
    const std::size_t begin = m_text.size();
    const auto words = splitWords(token);
    const bool isMark = words.size() == 1 && words.front().isMark;
    m_text += m_beginsSentence && !isMark ? withCapital(token) : std::string(token);
    const bool closesQuotes = token == "”" || (token == "\"" && m_inQuotes); // “Stop!” says Ben: the sentence goes on
    m_beginsSentence = isMark && ((m_beginsSentence && !closesQuotes) || endsSentence(token));
    if (token == "\"") {
        m_inQuotes = !m_inQuotes;
    }
    m_glued = isOneOf(openingMarks, token) || (token == "\"" && m_inQuotes);
    return {begin, m_text.size()};
}

std::string writeSentences(const Tokenizer& tokenizer, const std::vector<std::int64_t>& ids,
                           std::vector<TokenSpan>* spans) {
    constexpr std::int64_t firstWord = 4;
    SentenceWriter writer;
    if (spans != nullptr) {
        spans->clear();
    }
    for (const std::int64_t id : ids) {
        const std::string& spelling = tokenizer.token(id);
        const auto [begin, end] = writer.add(id < firstWord ? std::string_view() : std::string_view(spelling));
        if (spans != nullptr) {
            spans->push_back({.id = id, .begin = begin, .end = end});
        }
    }
    return writer.take();
}

} // namespace storyscope::text
