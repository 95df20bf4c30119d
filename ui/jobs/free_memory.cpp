// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/free_memory.h"

#include <fstream>
#include <limits>
#include <string>

namespace storyscope::ui {

std::optional<std::int64_t> freeMemoryBytes() {
    std::ifstream file("/proc/meminfo");
    std::int64_t kibibytes = 0;
    for (std::string key; file >> key;) {
        if (key == "MemAvailable:" && file >> kibibytes) {
            return kibibytes << 10;
        }
        file.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
    }
    return std::nullopt;
}

} // namespace storyscope::ui
