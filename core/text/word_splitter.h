// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace storyscope::text {

/// A word or a single mark of a text, as a range of its bytes.
struct WordSpan {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool isMark = false; ///< a punctuation mark, a symbol, or a byte that is not UTF-8
};

/// Splits on white space and control characters. Every punctuation mark or symbol stands alone, with three exceptions:
/// a hyphen between letters or digits joins them ("well-known"), a point or comma between digits too ("3.5"), and an
/// apostrophe between letters begins a new word ("Mia's" is "Mia" and "'s"). Never throws on invalid UTF-8: each byte
/// that breaks it is a mark. Thread-safe.
std::vector<WordSpan> splitWords(std::string_view text);

/// The form under which a word is looked up: NFC, lower-case, broken bytes as U+FFFD.
std::string wordKey(std::string_view word);

/// `text` with its first character in title case.
std::string withCapital(std::string_view text);

/// Whether a mark ends a sentence: . ! ? and their ideographic and typographic kin.
bool endsSentence(std::string_view mark);

} // namespace storyscope::text
