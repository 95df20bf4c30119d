// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/model_lister.h"

namespace storyscope::ui {

void ModelLister::list() {
    start(Running::IsStopped, [this](Run& run) {
        const std::vector<models::ModelInfo> models = models::installedModels();
        run.deliver([this, models] { emit listed(models); });
    });
}

} // namespace storyscope::ui
