// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/shot_job.h"

#include "core/media/frame_sampler.h"
#include "ui/jobs/thread_priority.h"

#include <utility>

namespace storyscope::ui {

void ShotJob::find(std::shared_ptr<media::MediaSource> source) {
    start(Running::IsStopped, [this, source = std::move(source)](Run& run) {
        stepBackForOthers();
        const std::vector<int> starts = media::findShots(*source, run.stopToken(), run);
        run.deliver([this, starts] { emit shotsFound(starts); });
    });
}

} // namespace storyscope::ui
