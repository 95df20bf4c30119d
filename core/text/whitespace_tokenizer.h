// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/word_level_tokenizer.h"

namespace storyscope::text {

/// The plainest word-level tokenizer: lower case, split on white space, marks stay with their words. The first four
/// tokens are <PAD> <UNK> <SOS> <EOS>.
/// Source: the published system that the preset multitask-tags rebuilds.
class WhitespaceTokenizer final : public WordLevelTokenizer {
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

    std::vector<TokenSpan> encode(std::string_view text) const override;
};

} // namespace storyscope::text
