// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/tokenizer.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace storyscope::text {

/// Puts words and marks together as a person writes them: spaces where they belong, sentences with a capital.
class SentenceWriter {
public:
    /// Appends a token and returns its bytes in the text as begin and end; an empty token leaves the text as it is.
    std::pair<std::size_t, std::size_t> add(std::string_view token);

    std::string take() { return std::move(m_text); }

private:
    bool wantsSpaceBefore(std::string_view token) const;

    std::string m_text;
    bool m_beginsSentence = true;
    bool m_glued = true;     ///< nothing may stand between the text and the next token
    bool m_inQuotes = false; ///< an odd number of straight quotation marks so far
};

/// Tokenizer::decode() for vocabularies of words and marks whose special tokens have the ids 0 to 3.
std::string writeSentences(const Tokenizer& tokenizer, const std::vector<std::int64_t>& ids,
                           std::vector<TokenSpan>* spans);

} // namespace storyscope::text
