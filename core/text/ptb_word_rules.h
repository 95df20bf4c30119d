// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/ptb_candidate.h"

#include <string_view>

namespace storyscope::text::ptb {

/// Rules for words, numbers and abbreviations; each at the beginning of a text that is not empty.
Candidate splitWord(std::u32string_view text);
Candidate wordWithClitic(std::u32string_view text);
Candidate cliticAlone(std::u32string_view text);
Candidate apostropheWord(std::u32string_view text);
Candidate plainWord(std::u32string_view text);
Candidate number(std::u32string_view text);
Candidate fraction(std::u32string_view text);
Candidate date(std::u32string_view text);
Candidate hyphenated(std::u32string_view text);
Candidate slashed(std::u32string_view text);
Candidate capitalsJoined(std::u32string_view text);
Candidate acronym(std::u32string_view text);
Candidate abbreviation(std::u32string_view text);

} // namespace storyscope::text::ptb
