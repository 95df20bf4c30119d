// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/word_level_tokenizer.h"

namespace storyscope::text {

/// A word-level tokenizer: splits on white space and makes punctuation marks tokens of their own (the details are at
/// splitWords). Words are looked up by their lower-case form, so "Umbrella" and "umbrella" are one token; the
/// vocabulary keeps the spelling that a person expects in the middle of a sentence ("umbrella", but "Mia"). The first
/// four tokens are [PAD] [UNK] [BOS] [EOS]. decode() puts no space before . , ! ? ; : and capitalises the first letter
/// of sentences and of the words that the vocabulary spells with a capital.
class WordTokenizer final : public WordLevelTokenizer {
public:
    /// `tokens` as in vocab.txt. Throws Error{Malformed} for a token that is empty, has white space or control
    /// characters, or differs from another one only by case, and for missing special tokens.
    explicit WordTokenizer(std::vector<std::string> tokens);

    /// Words of `texts` by falling frequency (ties by first appearance) after the four special tokens; at most `limit`
    /// tokens in all. A word is spelled as it is most often inside sentences, in lower case if it only begins them.
    static WordTokenizer train(const std::vector<std::string>& texts, std::size_t limit);
    /// Throws Error naming the file and the line.
    static WordTokenizer load(const std::filesystem::path& vocabularyFile);

    std::vector<TokenSpan> encode(std::string_view text) const override;
};

} // namespace storyscope::text
