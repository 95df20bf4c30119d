// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/tokenizer_choice.h"

#include "core/text/byte_pair_tokenizer.h"
#include "core/text/vocabulary_file.h"
#include "core/text/whitespace_tokenizer.h"
#include "core/text/word_tokenizer.h"
#include "core/text/wordpiece_tokenizer.h"

#include <algorithm>
#include <array>

namespace storyscope::text {

namespace {

struct NamedKind {
    TokenizerKind kind;
    const char* name;
};

constexpr std::array<NamedKind, 4> namedKinds{{{TokenizerKind::Word, "word"},
                                               {TokenizerKind::Whitespace, "whitespace"},
                                               {TokenizerKind::WordPiece, "wordpiece"},
                                               {TokenizerKind::BytePair, "bytepair"}}};

std::unique_ptr<Tokenizer> readTokenizer(const TokenizerChoice& choice) {
    const std::filesystem::path& place = choice.vocabulary;
    if (choice.kind == TokenizerKind::WordPiece) {
        return std::make_unique<WordPieceTokenizer>(WordPieceTokenizer::load(place));
    }
    if (choice.kind == TokenizerKind::BytePair) {
        return std::make_unique<BytePairTokenizer>(BytePairTokenizer::load(place));
    }
    const std::filesystem::path file = std::filesystem::is_directory(place) ? place / vocabularyName : place;
    if (choice.kind == TokenizerKind::Whitespace) {
        return std::make_unique<WhitespaceTokenizer>(WhitespaceTokenizer::load(file));
    }
    return std::make_unique<WordTokenizer>(WordTokenizer::load(file));
}

std::unique_ptr<Tokenizer> trainTokenizer(const TokenizerChoice& choice, const std::vector<std::string>& texts) {
    switch (choice.kind) {
    case TokenizerKind::Word:
        return std::make_unique<WordTokenizer>(WordTokenizer::train(texts, choice.limit));
    case TokenizerKind::Whitespace:
        return std::make_unique<WhitespaceTokenizer>(WhitespaceTokenizer::train(texts, choice.limit));
    case TokenizerKind::WordPiece:
        break;
    case TokenizerKind::BytePair:
        throw Error(ErrorCode::BadArgument,
                    "The merges of a bytepair tokenizer are not learnt here: name the folder of its vocab.json and "
                    "merges.txt with --set tokenizer.vocabulary=FOLDER");
    }
    throw Error(ErrorCode::BadArgument,
                "The pieces of a wordpiece tokenizer are not learnt here: name its vocab.txt with --set "
                "tokenizer.vocabulary=FILE");
}

} // namespace

TokenizerKind tokenizerKindNamed(std::string_view name) {
    const auto* const found = std::ranges::find(namedKinds, name, &NamedKind::name);
    if (found == namedKinds.end()) {
        throw Error(ErrorCode::BadArgument, "There is no tokenizer \"" + std::string(name) +
                                                "\"; choose word, whitespace, wordpiece or "
                                                "bytepair");
    }
    return found->kind;
}

std::string nameOf(TokenizerKind kind) {
    return std::ranges::find(namedKinds, kind, &NamedKind::kind)->name;
}

std::unique_ptr<Tokenizer> makeTokenizer(const TokenizerChoice& choice, const std::vector<std::string>& texts) {
    return choice.vocabulary.empty() ? trainTokenizer(choice, texts) : readTokenizer(choice);
}

} // namespace storyscope::text
