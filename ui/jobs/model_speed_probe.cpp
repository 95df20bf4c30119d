// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/model_speed_probe.h"

#include "core/inference/storyteller.h"

namespace storyscope::ui {

void ModelSpeedProbe::measure(int threads) {
    start(Running::Finishes, [this, threads](Run& run) {
        inference::setComputeThreadsBesideWindow(threads);
        const inference::CaptioningSpeed speed = inference::measureCaptioningSpeed(run.stopToken());
        run.deliver([this, speed] { emit measured(speed); });
    });
}

} // namespace storyscope::ui
