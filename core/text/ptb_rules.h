// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

namespace storyscope::text {

/// What the longest rule of the Penn Treebank tokenizer finds at the beginning of a text.
struct PtbMatch {
    enum class Kind {
        Unknown,      ///< a character that is dropped
        Plain,        ///< as it stands, with straight apostrophes
        Abbreviation, ///< ends with its dot
        SentenceEnd,  ///< an abbreviation whose dot also ends the sentence
        OpenQuote,
        CloseQuote,
        SingleOpenQuote,
        Dash,
        Dots,
        Brackets, ///< a bracket or a smiley: each bracket by its name
        Currency, ///< a sign that the Treebank writes as $
        Pound,    ///< #
        Entity,   ///< &amp; and its like
        Fraction, ///< a fraction in one character
    };
    Kind kind = Kind::Unknown;
    std::size_t length = 0; ///< characters of the token, without what a rule looks at behind it
};

/// `text` must not be empty nor begin with a blank.
PtbMatch longestPtbMatch(std::u32string_view text);

} // namespace storyscope::text
