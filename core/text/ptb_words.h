// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

namespace storyscope::text {

/// What an abbreviation's dot does, by what follows. A word is given without its dot.
enum class PtbAbbreviation {
    None,
    MayEndSentence, ///< "Inc": the dot ends a sentence too where a capital follows
    Title,          ///< "Mr": the dot never does
    BeforeNumber,   ///< "fig": only before a number
};

PtbAbbreviation ptbAbbreviation(std::u32string_view word);

/// How many letters belong to the first part of a word that the Treebank splits ("gonna": 3); 0: none.
std::size_t ptbSplitWord(std::u32string_view lowerWord);

/// Words with an apostrophe inside that stay whole ("o'clock"), in lower case with a straight one.
bool isPtbWholeWord(std::u32string_view lowerWord);

/// Capitalised words that begin a sentence, after an acronym ("U.S. The").
bool beginsPtbSentence(std::u32string_view word);

} // namespace storyscope::text
