// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/text/vocabulary_file.h"
#include "core/text/wordpiece_tokenizer.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>

using namespace storyscope;
using namespace storyscope::text;

namespace {

void require(bool promise) {
    if (!promise) {
        std::abort();
    }
}

/// The lines of a vocabulary after the special tokens, or, from a brace on, a tokenizer.json.
std::optional<WordPieceTokenizer> tokenizerOf(const std::string& bytes, const BertReading& reading) {
    try {
        return bytes.starts_with('{')
                   ? WordPieceTokenizer::fromJson(bytes)
                   : WordPieceTokenizer(vocabularyLines("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n" + bytes), reading);
    } catch (const Error&) {
        return {};
    }
}

void checkPlaces(const std::vector<TokenSpan>& spans, std::size_t size) {
    for (const TokenSpan& span : spans) {
        require(span.begin <= span.end && span.end <= size);
    }
}

void checkText(const WordPieceTokenizer& tokenizer, const std::string& text) {
    const std::vector<TokenSpan> pieces = tokenizer.encode(text);
    checkPlaces(pieces, text.size());
    std::vector<std::int64_t> ids;
    for (const TokenSpan& piece : pieces) {
        require(piece.id >= 0 && piece.id < tokenizer.vocabularySize() && piece.begin < piece.end);
        ids.push_back(piece.id);
    }
    std::vector<TokenSpan> spans;
    const std::string written = tokenizer.decode(ids, &spans);
    require(spans.size() == ids.size());
    checkPlaces(spans, written.size());
    const AssembledText pair = tokenizer.assemblePair(text, text, {.maximumLength = 16});
    require(pair.ids.size() <= 16 && pair.types.size() == pair.ids.size());
}

} // namespace

/// A first byte that chooses how text is read, a vocabulary up to the first zero byte, and a text: whatever they are,
/// pieces lie inside the text, their ids in the vocabulary, and the written text can be looked up again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const BertReading reading{.letterCase = (data[0] & 1) != 0 ? BertCase::Kept : BertCase::Lowered,
                              .accents = (data[0] & 2) != 0 ? BertAccents::Kept : BertAccents::Stripped,
                              .ideographs = (data[0] & 4) != 0 ? BertIdeographs::Kept : BertIdeographs::Split};
    const std::string input(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::size_t end = std::min(input.find('\0'), input.size());
    if (const auto tokenizer = tokenizerOf(input.substr(0, end), reading)) {
        checkText(*tokenizer, end < input.size() ? input.substr(end + 1) : input);
    }
    return 0;
}
