// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/tokenizer.h"

#include <unordered_map>

namespace storyscope::text {

/// A word-level tokenizer: lower-cases, splits on white space, and makes punctuation marks tokens of their own.
/// vocab.txt has a token per line, id = line − 1; the first four are [PAD] [UNK] [BOS] [EOS].
/// decode() puts no space before . , ! ? ; : and capitalises the first letter of sentences and of the words that the
/// vocabulary spells with a capital.
class WordTokenizer final : public Tokenizer {
public:
    /// `tokens` as in vocab.txt. Throws Error{Malformed} for a duplicate, an empty token, or missing special tokens.
    explicit WordTokenizer(std::vector<std::string> tokens);

    /// Tokens of `texts` by falling frequency (ties by first appearance), after the four special ones, at most `limit`.
    static WordTokenizer train(const std::vector<std::string>& texts, std::size_t limit);
    static WordTokenizer load(const std::filesystem::path& vocabularyFile);

    std::int64_t vocabularySize() const override;
    std::int64_t padId() const override { return 0; }
    std::int64_t unknownId() const override { return 1; }
    std::int64_t beginId() const override { return 2; }
    std::int64_t endId() const override { return 3; }
    const std::string& token(std::int64_t id) const override;
    std::vector<TokenSpan> encode(std::string_view text) const override;
    std::string decode(const std::vector<std::int64_t>& ids, std::vector<TokenSpan>* spans = nullptr) const override;
    void save(const std::filesystem::path& folder) const override;

private:
    std::vector<std::string> m_tokens;
    std::unordered_map<std::string, std::int64_t> m_ids;
};

} // namespace storyscope::text
