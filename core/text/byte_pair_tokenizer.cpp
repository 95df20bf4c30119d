// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/byte_pair_tokenizer.h"

#include "core/text/byte_pair_bytes.h"
#include "core/text/byte_pair_words.h"
#include "core/text/vocabulary_file.h"

#include <unicode/utf8.h>

#include <algorithm>

namespace storyscope::text {

namespace {

constexpr const char* endToken = "<|endoftext|>";

BytePairMerges::Ids idsOf(const std::vector<std::string>& tokens) {
    BytePairMerges::Ids ids;
    for (std::size_t index = 0; index < tokens.size(); ++index) {
        ids.insert_or_assign(tokens[index], static_cast<std::int64_t>(index));
    }
    return ids;
}

std::int64_t idOf(const BytePairMerges::Ids& ids, const std::string& token, const std::string& meaning) {
    const auto found = ids.find(token);
    if (found == ids.end()) {
        throw Error(ErrorCode::Malformed, "The vocabulary lacks the token " + token + " for " + meaning);
    }
    return found->second;
}

/// Well-formed text, and where the character of each given byte begins in it; the end is the last entry.
struct ReadableText {
    explicit ReadableText(const std::string& bytes) {
        constexpr const char* replacement = "\xEF\xBF\xBD";
        const auto* const data = reinterpret_cast<const std::uint8_t*>(bytes.data());
        for (std::size_t position = 0; position < bytes.size();) {
            const std::size_t begin = position;
            UChar32 code = 0;
            U8_NEXT(data, position, bytes.size(), code);
            places.resize(position, text.size());
            text += code < 0 ? replacement : bytes.substr(begin, position - begin);
        }
        places.push_back(text.size());
    }

    std::string text;
    std::vector<std::size_t> places;
};

} // namespace

BytePairTokenizer::BytePairTokenizer(BytePairFiles files)
    : m_files(std::move(files)), m_merges(m_files.merges, idsOf(m_files.tokens)) {
    const BytePairMerges::Ids ids = idsOf(m_files.tokens);
    for (std::size_t byte = 0; byte < m_ofByte.size(); ++byte) {
        m_ofByte[byte] = idOf(ids, byteSymbol(static_cast<unsigned char>(byte)), "the byte " + std::to_string(byte));
    }
    m_end = idOf(ids, endToken, "the end of a text");
    for (const std::string& token : m_files.tokens) {
        m_bytes.push_back(bytesOfSymbols(token).value_or(token));
    }
    m_bytes[static_cast<std::size_t>(m_end)].clear();
}

const std::string& BytePairTokenizer::token(std::int64_t id) const {
    return tokenAt(m_files.tokens, id);
}

std::vector<TokenSpan> BytePairTokenizer::encode(std::string_view text) const {
    const std::size_t added = m_files.prefix == BytePairFiles::Prefix::Space ? 1 : 0;
    const std::string read = std::string(added, ' ').append(text);
    std::vector<TokenSpan> pieces;
    std::size_t done = 0;
    const std::string_view end = endToken;
    for (std::size_t place = read.find(end); place != std::string::npos; place = read.find(end, done)) {
        encodePart(std::string_view(read).substr(done, place - done), done, pieces);
        done = place + end.size();
        pieces.push_back({.id = m_end, .begin = place, .end = done});
    }
    encodePart(std::string_view(read).substr(done), done, pieces);
    for (TokenSpan& piece : pieces) {
        piece.begin -= std::min(piece.begin, added);
        piece.end -= std::min(piece.end, added);
    }
    return pieces;
}

void BytePairTokenizer::encodePart(std::string_view text, std::size_t offset, std::vector<TokenSpan>& pieces) const {
    std::vector<BytePairPiece> merged;
    for (const std::string_view word : splitBytePairWords(text)) {
        merged.clear();
        for (std::size_t index = 0; index < word.size(); ++index) {
            merged.push_back(
                {.id = m_ofByte[static_cast<unsigned char>(word[index])], .begin = index, .end = index + 1});
        }
        m_merges.apply(merged);
        for (const BytePairPiece& piece : merged) {
            pieces.push_back({.id = piece.id, .begin = offset + piece.begin, .end = offset + piece.end});
        }
        offset += word.size();
    }
}

std::string BytePairTokenizer::decode(const std::vector<std::int64_t>& ids, std::vector<TokenSpan>* spans) const {
    std::string bytes;
    std::vector<TokenSpan> pieces;
    for (const std::int64_t id : ids) {
        const std::size_t begin = bytes.size();
        bytes += tokenAt(m_bytes, id);
        pieces.push_back({.id = id, .begin = begin, .end = bytes.size()});
    }
    ReadableText readable(bytes);
    if (spans != nullptr) {
        for (TokenSpan& piece : pieces) {
            piece.begin = readable.places[piece.begin];
            piece.end = readable.places[piece.end];
        }
        *spans = std::move(pieces);
    }
    return std::move(readable.text);
}

} // namespace storyscope::text
