// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/wordpiece_tokenizer.h"

#include "core/text/piece_text.h"
#include "core/text/vocabulary_file.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <array>

namespace storyscope::text {

namespace {

constexpr std::size_t longestWord = 100; ///< characters
constexpr std::string_view continuation = "##";

bool isUtf8(std::string_view text) {
    const auto* const bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    for (std::size_t position = 0; position < text.size();) {
        UChar32 code = 0;
        U8_NEXT(bytes, position, text.size(), code);
        if (code < 0) {
            return false;
        }
    }
    return true;
}

/// A word's UTF-8, and where each of its characters begins in it; the end is the last entry.
struct Spelling {
    explicit Spelling(const BertWord& word) {
        for (const BertCharacter& character : word) {
            begins.push_back(bytes.size());
            std::array<char, U8_MAX_LENGTH> encoded{};
            std::size_t length = 0;
            U8_APPEND_UNSAFE(encoded.data(), length, static_cast<UChar32>(character.code));
            bytes.append(encoded.data(), length);
        }
        begins.push_back(bytes.size());
    }
    std::string_view part(std::size_t first, std::size_t last) const {
        return std::string_view(bytes).substr(begins[first], begins[last] - begins[first]);
    }

    std::string bytes;
    std::vector<std::size_t> begins;
};

/// The bytes of the text that characters [first, last) come from.
TokenSpan spanOf(const BertWord& word, std::size_t first, std::size_t last) {
    TokenSpan span{.id = 0, .begin = word[first].begin, .end = word[first].end};
    for (std::size_t index = first; index < last; ++index) {
        span.begin = std::min(span.begin, word[index].begin);
        span.end = std::max(span.end, word[index].end);
    }
    return span;
}

std::vector<std::int64_t> idsOf(const std::vector<TokenSpan>& spans) {
    std::vector<std::int64_t> ids(spans.size());
    std::ranges::transform(spans, ids.begin(), &TokenSpan::id);
    return ids;
}

void dropFromEnd(std::vector<std::int64_t>& ids, std::size_t excess) {
    if (excess < ids.size()) {
        ids.resize(ids.size() - excess);
    }
}

void truncate(std::vector<std::int64_t>& first, std::vector<std::int64_t>& second, std::size_t room,
              Truncation truncation) {
    const std::size_t total = first.size() + second.size();
    std::size_t excess = total > room ? total - room : 0;
    if (truncation != Truncation::LongestFirst) {
        dropFromEnd(truncation == Truncation::OnlyFirst ? first : second, excess);
        return;
    }
    for (; excess > 0; --excess) {
        (first.size() > second.size() ? first : second).pop_back();
    }
}

void append(AssembledText& text, const std::vector<std::int64_t>& ids, std::int64_t type) {
    text.ids.insert(text.ids.end(), ids.begin(), ids.end());
    text.types.resize(text.ids.size(), type);
    text.attentionMask.resize(text.ids.size(), 1);
}

void checkRoom(std::size_t specials, const AssemblyOptions& options) {
    if (options.maximumLength < specials) {
        throw Error(ErrorCode::BadArgument,
                    "A text for BERT needs room for at least " + std::to_string(specials) + " tokens");
    }
}

void pad(AssembledText& text, std::int64_t padId, const AssemblyOptions& options) {
    if (options.padding == Padding::ToMaximum && text.ids.size() < options.maximumLength) {
        text.ids.resize(options.maximumLength, padId);
        text.types.resize(options.maximumLength, 0);
        text.attentionMask.resize(options.maximumLength, 0);
    }
}

} // namespace

WordPieceTokenizer::WordPieceTokenizer(std::vector<std::string> tokens, const BertReading& reading)
    : m_tokens(std::move(tokens)), m_reading(reading) {
    for (std::size_t index = 0; index < m_tokens.size(); ++index) {
        const std::string& token = m_tokens[index];
        if (!isUtf8(token)) {
            failAtToken("The vocabulary has a token that is not valid UTF-8", index);
        }
        const auto id = static_cast<std::int64_t>(index);
        m_first.insert_or_assign(token, id);
        if (token.starts_with(continuation)) {
            m_next.insert_or_assign(token.substr(continuation.size()), id);
        }
        m_longestPiece = std::max(m_longestPiece, token.size());
    }
    m_pad = special("[PAD]");
    m_unknown = special("[UNK]");
    m_begin = special("[CLS]");
    m_end = special("[SEP]");
    if (const auto mask = m_first.find(std::string_view("[MASK]")); mask != m_first.end()) {
        m_mask = mask->second;
    }
}

std::int64_t WordPieceTokenizer::special(const char* name) const {
    const auto found = m_first.find(std::string_view(name));
    if (found == m_first.end()) {
        throw Error(ErrorCode::Malformed, std::string("The vocabulary lacks the special token ") + name);
    }
    return found->second;
}

bool WordPieceTokenizer::isSpecial(std::int64_t id) const {
    return id == m_pad || id == m_unknown || id == m_begin || id == m_end || id == m_mask;
}

const std::string& WordPieceTokenizer::token(std::int64_t id) const {
    return tokenAt(m_tokens, id);
}

std::optional<std::int64_t> WordPieceTokenizer::specialAt(std::string_view text) const {
    const std::size_t end = text.find(']');
    if (!text.starts_with('[') || end == std::string_view::npos || end > 5) {
        return {};
    }
    const auto found = m_first.find(text.substr(0, end + 1));
    return found != m_first.end() && isSpecial(found->second) ? std::optional(found->second) : std::nullopt;
}

std::vector<TokenSpan> WordPieceTokenizer::encode(std::string_view text) const {
    std::vector<TokenSpan> pieces;
    const auto encodePart = [&](std::size_t begin, std::size_t end) {
        for (const BertWord& word : splitBertWords(text.substr(begin, end - begin), m_reading)) {
            encodeWord(word, begin, pieces);
        }
    };
    std::size_t done = 0;
    for (std::size_t place = text.find('['); place != std::string_view::npos; place = text.find('[', place)) {
        const auto id = specialAt(text.substr(place));
        if (!id) {
            ++place;
            continue;
        }
        encodePart(done, place);
        done = place + m_tokens[static_cast<std::size_t>(*id)].size();
        pieces.push_back({.id = *id, .begin = place, .end = done});
        place = done;
    }
    encodePart(done, text.size());
    return pieces;
}

void WordPieceTokenizer::encodeWord(const BertWord& word, std::size_t offset, std::vector<TokenSpan>& pieces) const {
    const std::size_t before = pieces.size();
    const auto add = [&](std::size_t first, std::size_t last, std::int64_t id) {
        const TokenSpan span = spanOf(word, first, last);
        pieces.push_back({.id = id, .begin = span.begin + offset, .end = span.end + offset});
    };
    if (word.size() > longestWord) {
        add(0, word.size(), m_unknown);
        return;
    }
    const Spelling spelling(word);
    for (std::size_t first = 0; first < word.size();) {
        const Ids& known = first == 0 ? m_first : m_next;
        std::size_t last = word.size();
        auto found = known.end();
        for (; last > first; --last) {
            const std::string_view part = spelling.part(first, last);
            if (part.size() <= m_longestPiece && (found = known.find(part)) != known.end()) {
                break;
            }
        }
        if (last == first) {
            pieces.resize(before);
            add(0, word.size(), m_unknown);
            return;
        }
        add(first, last, found->second);
        first = last;
    }
}

std::string WordPieceTokenizer::decode(const std::vector<std::int64_t>& ids, std::vector<TokenSpan>* spans) const {
    PieceText written;
    for (std::size_t index = 0; index < ids.size(); ++index) {
        if (const std::string& spelling = token(ids[index]); !isSpecial(ids[index])) {
            written.add(spelling, index);
        }
    }
    written.cleanUp();
    if (spans != nullptr) {
        const auto places = written.places(ids.size());
        spans->clear();
        for (std::size_t index = 0; index < ids.size(); ++index) {
            spans->push_back({.id = ids[index], .begin = places[index].first, .end = places[index].second});
        }
    }
    return written.text();
}

AssembledText WordPieceTokenizer::assemble(std::string_view text, const AssemblyOptions& options) const {
    constexpr std::size_t specials = 2;
    checkRoom(specials, options);
    std::vector<std::int64_t> ids = idsOf(encode(text));
    ids.resize(std::min(ids.size(), options.maximumLength - specials));
    AssembledText result;
    append(result, {m_begin}, 0);
    append(result, ids, 0);
    append(result, {m_end}, 0);
    pad(result, m_pad, options);
    return result;
}

AssembledText WordPieceTokenizer::assemblePair(std::string_view first, std::string_view second,
                                               const AssemblyOptions& options) const {
    constexpr std::size_t specials = 3;
    checkRoom(specials, options);
    std::vector<std::int64_t> firstIds = idsOf(encode(first));
    std::vector<std::int64_t> secondIds = idsOf(encode(second));
    truncate(firstIds, secondIds, options.maximumLength - specials, options.truncation);
    AssembledText result;
    append(result, {m_begin}, 0);
    append(result, firstIds, 0);
    append(result, {m_end}, 0);
    append(result, secondIds, 1);
    append(result, {m_end}, 1);
    pad(result, m_pad, options);
    return result;
}

} // namespace storyscope::text
