// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/ptb_rules.h"

#include <cstddef>

namespace storyscope::text::ptb {

struct Candidate {
    PtbMatch match;
    std::size_t reach = 0;
};

inline Candidate candidate(PtbMatch::Kind kind, std::size_t length, std::size_t lookahead = 0) {
    return {.match = {.kind = kind, .length = length}, .reach = length == 0 ? 0 : length + lookahead};
}

} // namespace storyscope::text::ptb
