// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/word_level_tokenizer.h"

#include "core/text/sentence_writer.h"
#include "core/text/vocabulary_file.h"

#include <algorithm>
#include <utility>

namespace storyscope::text {

WordLevelTokenizer::WordLevelTokenizer(std::vector<std::string> tokens, const SpecialTokens& specialTokens)
    : m_tokens(std::move(tokens)) {
    const auto [token, special] =
        std::mismatch(m_tokens.begin(), m_tokens.end(), specialTokens.begin(), specialTokens.end());
    if (special != specialTokens.end()) {
        failAtToken("The vocabulary does not begin with " + std::string(specialTokens[0]) + ", " + specialTokens[1] +
                        ", " + specialTokens[2] + ", " + specialTokens[3],
                    static_cast<std::size_t>(token - m_tokens.begin()));
    }
}

const std::string& WordLevelTokenizer::token(std::int64_t id) const {
    return tokenAt(m_tokens, id);
}

std::string WordLevelTokenizer::decode(const std::vector<std::int64_t>& ids, std::vector<TokenSpan>* spans) const {
    return writeSentences(*this, ids, spans);
}

void WordLevelTokenizer::save(const std::filesystem::path& folder) const {
    writeVocabulary(folder, m_tokens);
}

void WordLevelTokenizer::setKey(std::size_t index, const std::string& key) {
    if (!m_ids.emplace(key, static_cast<std::int64_t>(index)).second) {
        failAtToken("The vocabulary has \"" + m_tokens[index] + "\" twice", index);
    }
}

std::int64_t WordLevelTokenizer::idOf(const std::string& key) const {
    const auto found = m_ids.find(key);
    return found != m_ids.end() ? found->second : unknownId();
}

std::vector<std::string> WordLevelTokenizer::listOf(const SpecialTokens& specialTokens,
                                                    const std::vector<std::string>& words, std::size_t limit) {
    std::vector<std::string> tokens(specialTokens.begin(), specialTokens.end());
    const std::size_t room = std::max(limit, tokens.size()) - tokens.size();
    tokens.insert(tokens.end(), words.begin(),
                  words.begin() + static_cast<std::ptrdiff_t>(std::min(room, words.size())));
    return tokens;
}

} // namespace storyscope::text
