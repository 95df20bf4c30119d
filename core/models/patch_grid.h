// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace storyscope::models {

/// Cells that a frame is divided into for attention. 1 × 1: whole frames only.
struct PatchGrid {
    std::int64_t rows = 1;
    std::int64_t columns = 1;
    bool hasClassToken = false; ///< beside its cells, a frame has a token that is no place in it
    std::int64_t cells() const { return rows * columns; }
};

} // namespace storyscope::models
