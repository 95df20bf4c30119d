// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/model_importer.h"

#include "core/base/paths.h"
#include "ui/common/text.h"

namespace storyscope::ui {

void ModelImporter::import(const QString& path) {
    start(Running::IsStopped, [this, path](Run& run) {
        run.report(tr("Trying the model").toStdString(), 0, 0);
        const inference::ShelfModel model =
            inference::importModel(toPath(path), huggingFaceCachePath(), run.stopToken());
        run.deliver([this, model] { emit imported(model); });
    });
}

} // namespace storyscope::ui
