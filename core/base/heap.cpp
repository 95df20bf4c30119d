// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/heap.h"

#include <fstream>
#include <string>

namespace storyscope {

bool systemGivesHugePages() {
    std::ifstream file("/sys/kernel/mm/transparent_hugepage/enabled");
    std::string enabled;
    return std::getline(file, enabled) && givesHugePages(enabled);
}

bool givesHugePages(std::string_view enabled) {
    return enabled.find("[always]") != std::string_view::npos || enabled.find("[madvise]") != std::string_view::npos;
}

} // namespace storyscope
