// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/tokenizer.h"

#include <array>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace storyscope::text {

/// What tokenizers have in common whose tokens are words and marks: a list whose first four are for padding, unknown
/// words, begin and end. vocab.txt has a token per line, id = line − 1. Immutable once the derived class has filled it.
class WordLevelTokenizer : public Tokenizer {
public:
    std::int64_t vocabularySize() const override { return static_cast<std::int64_t>(m_tokens.size()); }
    std::int64_t padId() const override { return 0; }
    std::int64_t unknownId() const override { return 1; }
    std::int64_t beginId() const override { return 2; }
    std::int64_t endId() const override { return 3; }
    const std::string& token(std::int64_t id) const override;
    std::string decode(const std::vector<std::int64_t>& ids, std::vector<TokenSpan>* spans = nullptr) const override;
    void save(const std::filesystem::path& folder) const override;

protected:
    using SpecialTokens = std::array<const char*, 4>;

    /// Throws Error{Malformed} unless the list begins with these.
    WordLevelTokenizer(std::vector<std::string> tokens, const SpecialTokens& specialTokens);

    const std::vector<std::string>& tokens() const { return m_tokens; }
    /// The token at `index` is found by `key` from now on. Throws Error{Malformed} if another one is.
    void setKey(std::size_t index, const std::string& key);
    /// The unknown token's if there is none.
    std::int64_t idOf(const std::string& key) const;

    /// The special tokens, then these words as far as `limit` tokens in all allow.
    static std::vector<std::string> listOf(const SpecialTokens& specialTokens, const std::vector<std::string>& words,
                                           std::size_t limit);

private:
    std::vector<std::string> m_tokens;
    std::unordered_map<std::string, std::int64_t> m_ids;
};

} // namespace storyscope::text
