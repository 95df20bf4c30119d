// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/bert_words.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace storyscope::text {

namespace {

constexpr UChar32 capitalDottedI = 0x130;
constexpr char32_t dotAbove = 0x307;

bool isSpace(UChar32 code) {
    return code == '\t' || code == '\n' || code == '\r' || (U_GET_GC_MASK(code) & U_GC_Z_MASK) != 0;
}

/// Broken bytes have a negative code.
bool isDropped(UChar32 code) {
    return code <= 0 || code == 0xFFFD || (U_GET_GC_MASK(code) & U_GC_C_MASK) != 0;
}

bool isPunctuation(UChar32 code) {
    const bool isAsciiMark = (code >= 33 && code <= 47) || (code >= 58 && code <= 64) || (code >= 91 && code <= 96) ||
                             (code >= 123 && code <= 126);
    return isAsciiMark || (U_GET_GC_MASK(code) & U_GC_P_MASK) != 0;
}

bool isIdeograph(UChar32 code) {
    constexpr std::array<std::pair<UChar32, UChar32>, 8> ranges{{{0x4E00, 0x9FFF},
                                                                 {0x3400, 0x4DBF},
                                                                 {0x20000, 0x2A6DF},
                                                                 {0x2A700, 0x2B73F},
                                                                 {0x2B740, 0x2B81F},
                                                                 {0x2B820, 0x2CEAF},
                                                                 {0xF900, 0xFAFF},
                                                                 {0x2F800, 0x2FA1F}}};
    return std::ranges::any_of(ranges, [&](const auto& range) { return code >= range.first && code <= range.second; });
}

/// Splits on white space only; ideographs stand alone if they are to.
class Words {
public:
    explicit Words(const BertReading& reading) : m_reading(reading) {}

    void add(UChar32 code, std::size_t begin, std::size_t end) {
        if (m_reading.letterCase == BertCase::Kept) {
            addAsIs(code, begin, end);
        } else if (code == capitalDottedI) { // the one letter whose lower case is two characters
            addAsIs('i', begin, end);
            addAsIs(dotAbove, begin, end);
        } else {
            addAsIs(u_tolower(code), begin, end);
        }
    }

    std::vector<BertWord> take() { return std::move(m_words); }

private:
    void addAsIs(UChar32 code, std::size_t begin, std::size_t end) {
        if (isSpace(code)) {
            m_inWord = false;
            return;
        }
        if (isDropped(code)) {
            return;
        }
        const bool standsAlone = m_reading.ideographs == BertIdeographs::Split && isIdeograph(code);
        if (!m_inWord || standsAlone) {
            m_words.emplace_back();
        }
        m_words.back().push_back({static_cast<char32_t>(code), begin, end});
        m_inWord = !standsAlone;
    }

    const BertReading& m_reading;
    std::vector<BertWord> m_words;
    bool m_inWord = false;
};

/// Canonical decomposition (NFD), its marks in canonical order.
BertWord decomposed(const BertWord& word, const icu::Normalizer2& normalizer) {
    BertWord result;
    icu::UnicodeString parts;
    for (const BertCharacter& character : word) {
        if (!normalizer.getDecomposition(static_cast<UChar32>(character.code), parts)) {
            result.push_back(character);
            continue;
        }
        for (std::int32_t index = 0; index < parts.length(); index = parts.moveIndex32(index, 1)) {
            result.push_back({static_cast<char32_t>(parts.char32At(index)), character.begin, character.end});
        }
    }
    const auto markClass = [](const BertCharacter& character) {
        return u_getCombiningClass(static_cast<UChar32>(character.code));
    };
    for (auto first = result.begin(); first != result.end();) {
        const auto last =
            std::find_if(first, result.end(), [&](const BertCharacter& each) { return markClass(each) == 0; });
        std::ranges::stable_sort(first, last, {}, markClass);
        first = last == result.end() ? last : last + 1;
    }
    return result;
}

BertWord withoutAccents(const BertWord& word) {
    if (std::ranges::all_of(word, [](const BertCharacter& character) { return character.code < 0x80; })) {
        return word;
    }
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* const normalizer = icu::Normalizer2::getNFCInstance(status);
    BertWord result = U_SUCCESS(status) ? decomposed(word, *normalizer) : word;
    std::erase_if(result, [](const BertCharacter& character) {
        return u_charType(static_cast<UChar32>(character.code)) == U_NON_SPACING_MARK;
    });
    return result;
}

void splitAtPunctuation(const BertWord& word, std::vector<BertWord>& words) {
    bool inWord = false;
    for (const BertCharacter& character : word) {
        const bool isMark = isPunctuation(static_cast<UChar32>(character.code));
        if (!inWord || isMark) {
            words.emplace_back();
        }
        words.back().push_back(character);
        inWord = !isMark;
    }
}

} // namespace

std::vector<BertWord> splitBertWords(std::string_view text, const BertReading& reading) {
    Words spaced(reading);
    const auto* const bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    for (std::size_t position = 0; position < text.size();) {
        const std::size_t begin = position;
        UChar32 code = 0;
        U8_NEXT(bytes, position, text.size(), code);
        spaced.add(code, begin, position);
    }
    std::vector<BertWord> words;
    for (const BertWord& word : spaced.take()) {
        splitAtPunctuation(reading.accents == BertAccents::Stripped ? withoutAccents(word) : word, words);
    }
    return words;
}

} // namespace storyscope::text
