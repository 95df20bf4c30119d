// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/storyteller.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <string>
#include <thread>

namespace storyscope::inference {

namespace {

/// Linux lists for each logical processor those that share its core; elsewhere every processor counts as a core.
int physicalCores() {
    const int processors = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    std::set<std::string> cores;
    for (int processor = 0; processor < processors; ++processor) {
        std::ifstream file("/sys/devices/system/cpu/cpu" + std::to_string(processor) +
                           "/topology/thread_siblings_list");
        std::string siblings;
        if (!std::getline(file, siblings)) {
            return processors;
        }
        cores.insert(siblings);
    }
    return static_cast<int>(cores.size());
}

} // namespace

void setComputeThreads(int threads) {
    at::set_num_threads(threads > 0 ? threads : physicalCores());
}

void setComputeThreadsBesideWindow(int threads) {
    setComputeThreads(threads > 0 ? threads : std::max(1, physicalCores() - 1));
}

int computeThreads() {
    return at::get_num_threads();
}

} // namespace storyscope::inference
