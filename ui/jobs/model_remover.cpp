// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/model_remover.h"

#include "core/base/paths.h"
#include "core/hub/installed_models.h"

namespace storyscope::ui {

void ModelRemover::remove(const inference::ShelfModel& model) {
    start(Running::Finishes, [this, model](Run& run) {
        qint64 freed = 0;
        if (model.origin == inference::ModelOrigin::HubCache) {
            freed = static_cast<qint64>(hub::remove(huggingFaceCachePath(), model.repository));
        } else {
            inference::removeModel(model);
            const bool isDeleted = model.origin == inference::ModelOrigin::Own;
            freed = isDeleted ? static_cast<qint64>(model.info.sizeBytes) : 0;
        }
        run.deliver([this, model, freed] { emit removed(model, freed); });
    });
}

} // namespace storyscope::ui
