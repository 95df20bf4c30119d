// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace storyscope::metrics {

/// Whether METEOR 1.5 counts a lower-case English word or mark as a function word: one of the most frequent of its
/// training text, which weigh less than content words.
bool isMeteorFunctionWord(std::string_view word);

/// When the dot of an abbreviation stays with it.
enum class AbbreviationDot { Splits, Stays, StaysBeforeNumbers };

/// `word` is what stands before the dot, in its own case: "Dr", "No". The list is that of Moses for English.
AbbreviationDot abbreviationDot(std::string_view word);

} // namespace storyscope::metrics
