// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace storyscope::datasets {

/// A text in which "left" and "right" changed places, and where its bytes went.
struct SwappedSides {
    /// One swapped word: bytes of the original text.
    struct Place {
        std::size_t begin = 0;
        std::size_t end = 0;
        std::size_t newLength = 0;
    };

    std::string text;
    std::vector<Place> places; ///< in ascending order

    /// Where a byte of the original text is now; one inside a swapped word is at most at that word's end.
    std::size_t position(std::size_t original) const;
};

/// Swaps whole words only ("bright" stays), each keeping its case: "left", "Left", "LEFT".
SwappedSides swapSideWords(const std::string& text);

} // namespace storyscope::datasets
