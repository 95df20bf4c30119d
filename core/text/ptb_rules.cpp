// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/ptb_rules.h"

#include "core/text/ptb_mark_rules.h"
#include "core/text/ptb_word_rules.h"

#include <array>

namespace storyscope::text {

using namespace ptb;

PtbMatch longestPtbMatch(std::u32string_view text) {
    constexpr std::size_t longestToken = 500; // keeps the time of a hostile text within bounds
    text = text.substr(0, longestToken);
    using Rule = Candidate (*)(std::u32string_view);
    constexpr std::array<Rule, 21> rules{
        tag,     entity,       splitWord,  wordWithClitic, apostropheWord, plainWord, address,
        handle,  cliticAlone,  date,       number,         fraction,       slashed,   capitalsJoined,
        acronym, abbreviation, hyphenated, quotes,         smiley,         marks,     symbol};
    Candidate best = candidate(PtbMatch::Kind::Unknown, 1);
    best.reach = 0;
    for (const Rule rule : rules) {
        const Candidate found = rule(text);
        best = found.reach > best.reach ? found : best;
    }
    return best.match;
}

} // namespace storyscope::text
