// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/thread_priority.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace storyscope::ui {

void stepBackForOthers() {
    constexpr int niceness = 10;
    setpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid)), niceness);
}

} // namespace storyscope::ui
