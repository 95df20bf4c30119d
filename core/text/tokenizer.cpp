// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/tokenizer.h"

#include "core/text/byte_pair_tokenizer.h"
#include "core/text/vocabulary_file.h"
#include "core/text/whitespace_tokenizer.h"
#include "core/text/word_tokenizer.h"
#include "core/text/wordpiece_tokenizer.h"

namespace storyscope::text {

std::unique_ptr<Tokenizer> loadTokenizer(const std::filesystem::path& folder) {
    const std::filesystem::path vocabulary = folder / vocabularyName;
    if (!std::filesystem::exists(vocabulary)) {
        if (BytePairTokenizer::recognises(folder)) {
            return std::make_unique<BytePairTokenizer>(BytePairTokenizer::load(folder));
        }
        if (std::filesystem::exists(folder / "tokenizer.json")) {
            return std::make_unique<WordPieceTokenizer>(WordPieceTokenizer::load(folder));
        }
        throw Error(ErrorCode::NotFound, "The model folder has no vocabulary: vocab.txt, or vocab.json and merges.txt",
                    inFile(folder));
    }
    const std::vector<std::string> tokens = readVocabulary(vocabulary);
    if (WhitespaceTokenizer::recognises(tokens)) {
        return std::make_unique<WhitespaceTokenizer>(WhitespaceTokenizer::load(vocabulary));
    }
    if (WordPieceTokenizer::recognises(tokens)) {
        return std::make_unique<WordPieceTokenizer>(WordPieceTokenizer::load(folder));
    }
    return std::make_unique<WordTokenizer>(WordTokenizer::load(vocabulary));
}

} // namespace storyscope::text
