// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/pickle.h"

#include <cstdint>
#include <map>
#include <vector>

namespace storyscope::formats {

/// The values that a pickle works on, and those that it remembers for later. Throws std::invalid_argument with the
/// reason for a use of what is not there, and for more than a weights file can need.
class PickleStack {
public:
    void push(PickleId id) { m_values.push_back(id); }
    PickleId pop();
    PickleId top() const;

    void mark();
    /// Everything above the last mark, and takes the mark away.
    std::vector<PickleId> popToMark();

    /// The value on top, under a number.
    void remember(std::uint64_t slot);
    void rememberNext() { remember(m_memo.size()); }
    void recall(std::uint64_t slot);

private:
    std::vector<PickleId> m_values;
    std::vector<std::size_t> m_marks;         // sizes of m_values
    std::map<std::uint64_t, PickleId> m_memo; // ordered: a hostile file cannot slow it down
};

} // namespace storyscope::formats
