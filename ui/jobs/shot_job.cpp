// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/shot_job.h"

#include "ui/jobs/thread_priority.h"

#include <utility>

namespace storyscope::ui {

void ShotJob::find(std::shared_ptr<ShotSearch> search) {
    start(Running::IsStopped, [this, search = std::move(search)](Run& run) {
        stepBackForOthers();
        const std::vector<int> starts = search->find(run.stopToken(), run);
        run.deliver([this, starts] { emit shotsFound(starts); });
    });
}

} // namespace storyscope::ui
