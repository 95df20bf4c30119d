// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/grouped_issues.h"

#include <algorithm>

namespace storyscope::datasets {

void GroupedIssues::add(Issue::Severity severity, const std::string& text, const std::string& place) {
    const auto known =
        std::find_if(m_groups.begin(), m_groups.end(), [&](const Group& group) { return group.first.text == text; });
    if (known == m_groups.end()) {
        m_groups.push_back({{severity, place, text}, 0});
    } else {
        ++known->others;
    }
}

std::vector<Issue> GroupedIssues::issues() const {
    std::vector<Issue> issues;
    for (const Group& group : m_groups) {
        issues.push_back(group.first);
        if (group.others > 0) {
            issues.back().place += " and " + std::to_string(group.others) + " more";
        }
    }
    return issues;
}

} // namespace storyscope::datasets
