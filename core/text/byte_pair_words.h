// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

namespace storyscope::text {

/// Cuts a text as GPT-2 does before pairs are merged: English clitics ('s 't 're 've 'm 'll 'd); runs of letters, of
/// numbers, of other visible characters, each with one space before it; the rest of the white space, of which a last
/// space goes to what follows. The parts lie side by side and make up the whole text. A byte that is no UTF-8 counts as
/// a visible character. Source: Radford et al. 2019, the pattern of their encoder.
std::vector<std::string_view> splitBytePairWords(std::string_view text);

} // namespace storyscope::text
