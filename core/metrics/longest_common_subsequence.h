// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace storyscope::metrics {

/// Row i, column j: words that the first i of `a` and the first j of `b` have in common, in the same order.
inline std::vector<std::vector<std::size_t>> commonSubsequenceTable(const std::vector<std::string>& a,
                                                                    const std::vector<std::string>& b) {
    std::vector table(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t row = 1; row <= a.size(); ++row) {
        for (std::size_t column = 1; column <= b.size(); ++column) {
            table[row][column] = a[row - 1] == b[column - 1] ? table[row - 1][column - 1] + 1
                                                             : std::max(table[row - 1][column], table[row][column - 1]);
        }
    }
    return table;
}

} // namespace storyscope::metrics
