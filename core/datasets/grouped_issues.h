// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/issue.h"

#include <cstddef>
#include <string>
#include <vector>

namespace storyscope::datasets {

/// Collects the same complaint about many rows or files as one issue that names the first place and counts the others.
class GroupedIssues {
public:
    /// `text` is one sentence and the same for all places of a group.
    void add(Issue::Severity severity, const std::string& text, const std::string& place);

    /// In the order of their first places.
    std::vector<Issue> issues() const;

private:
    struct Group {
        Issue first;
        std::size_t others = 0;
    };
    std::vector<Group> m_groups;
};

} // namespace storyscope::datasets
