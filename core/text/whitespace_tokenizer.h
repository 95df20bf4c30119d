// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/tokenizer.h"

#include <unordered_map>

namespace storyscope::text {

/// The plainest word-level tokenizer: lower case, split on white space, marks stay with their words. vocab.txt has a
/// token per line, id = line − 1; the first four are <PAD> <UNK> <SOS> <EOS>.
/// Source: the published system that the preset multitask-tags rebuilds.
class WhitespaceTokenizer final : public Tokenizer {
public:
    /// `tokens` as in vocab.txt. Throws Error{Malformed} for a token that is empty, has white space, is no UTF-8 or is
    /// there twice, and for missing special tokens.
    explicit WhitespaceTokenizer(std::vector<std::string> tokens);

    /// Words of `texts` by falling frequency (ties by first appearance) after the four special tokens; at most `limit`
    /// tokens in all.
    static WhitespaceTokenizer train(const std::vector<std::string>& texts, std::size_t limit);
    /// Throws Error naming the file and the line.
    static WhitespaceTokenizer load(const std::filesystem::path& vocabularyFile);
    /// Whether a vocabulary's first token is that of this kind.
    static bool recognises(const std::vector<std::string>& tokens);

    std::int64_t vocabularySize() const override { return static_cast<std::int64_t>(m_tokens.size()); }
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
