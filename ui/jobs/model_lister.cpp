// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/model_lister.h"

#include "core/base/paths.h"

namespace storyscope::ui {

void ModelLister::list() {
    start(Running::IsStopped, [this](Run& run) {
        const std::vector<inference::ShelfModel> shelf = inference::modelShelf(huggingFaceCachePath());
        std::vector<models::ModelInfo> usable;
        for (const inference::ShelfModel& model : shelf) {
            if (model.problem.empty()) {
                usable.push_back(model.info);
            }
        }
        run.deliver([this, shelf, usable] {
            emit shelved(shelf);
            emit listed(usable);
        });
    });
}

} // namespace storyscope::ui
