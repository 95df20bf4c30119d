// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace storyscope::media {

/// The taps of a whole line as integers, all of the same number, for the inner loops of pillowResized.
struct FixedTaps {
    int count = 0;                     ///< taps per output sample
    std::vector<int> first;            ///< (outputs)
    std::vector<std::int32_t> weights; ///< (outputs × count), 22 fractional bits; unused ones at the end are 0
    std::vector<int> used;             ///< (outputs): how many are not padding
};

/// Rows of 8-bit RGB.
struct RowsView {
    const std::uint8_t* bytes = nullptr;
    int width = 0; ///< pixels
    int height = 0;
    std::size_t strideBytes = 0; ///< from one row to the next
};

/// Resamples every row of `source` across; writes (source.height, outputs, 3).
void resampleAcross(const RowsView& source, const FixedTaps& taps, std::uint8_t* target);
/// Resamples `source` down; writes (outputs, source.width, 3).
void resampleDown(const RowsView& source, const FixedTaps& taps, std::uint8_t* target);

} // namespace storyscope::media
