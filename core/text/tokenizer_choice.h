// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/tokenizer.h"

namespace storyscope::text {

enum class TokenizerKind {
    Word,       ///< WordTokenizer
    Whitespace, ///< WhitespaceTokenizer
    WordPiece,  ///< WordPieceTokenizer
    BytePair,   ///< BytePairTokenizer
};

/// The tokenizer that a model is to be trained with, as a preset's "tokenizer" names it.
struct TokenizerChoice {
    TokenizerKind kind = TokenizerKind::Word;
    /// A vocab.txt, or a folder with one; for BytePair a folder. Empty: learnt, which WordPiece and BytePair cannot be.
    std::filesystem::path vocabulary = {};
    std::size_t limit = 10000; ///< tokens in all, of a vocabulary that is learnt
};

/// By its name in presets: "word", "whitespace", "wordpiece", "bytepair". Throws Error{BadArgument}.
TokenizerKind tokenizerKindNamed(std::string_view name);
std::string nameOf(TokenizerKind kind);

/// Reads the vocabulary, or learns it from `texts`. Throws Error: BadArgument for WordPiece or BytePair without a
/// vocabulary, NotFound, Malformed also for a vocabulary of another kind.
std::unique_ptr<Tokenizer> makeTokenizer(const TokenizerChoice& choice, const std::vector<std::string>& texts);

} // namespace storyscope::text
