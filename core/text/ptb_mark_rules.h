// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/ptb_candidate.h"

#include <string_view>

namespace storyscope::text::ptb {

/// Rules for addresses, markup and marks; each at the beginning of a text that is not empty.
Candidate address(std::u32string_view text);
Candidate handle(std::u32string_view text);
Candidate tag(std::u32string_view text);
Candidate entity(std::u32string_view text);
Candidate quotes(std::u32string_view text);
Candidate smiley(std::u32string_view text);
Candidate marks(std::u32string_view text);
Candidate symbol(std::u32string_view text);

} // namespace storyscope::text::ptb
