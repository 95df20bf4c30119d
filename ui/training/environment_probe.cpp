// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/environment_probe.h"

#include "core/training/trainer.h"
#include "ui/runs/run_history.h"

namespace storyscope::ui {

void EnvironmentProbe::look(const std::filesystem::path& runsFolder) {
    start(Running::IsStopped, [this, runsFolder](Run& run) {
        TrainingEnvironment environment;
        for (const std::string& device : training::availableDevices())
            environment.devices << QString::fromStdString(device);
        for (const RunRecord& record : readRuns(runsFolder, run.stopToken()))
            if (record.storiesPerSecond > 0 && !environment.rates.contains(record.preset.toLower()))
                environment.rates.insert(record.preset.toLower(), {record.storiesPerSecond, record.name});
        run.deliver([this, environment] { emit found(environment); });
    });
}

} // namespace storyscope::ui
