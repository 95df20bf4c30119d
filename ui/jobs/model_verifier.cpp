// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/model_verifier.h"

#include "core/base/paths.h"
#include "core/hub/installed_models.h"
#include "core/inference/storyteller.h"
#include "ui/common/text.h"
#include "ui/jobs/megabyte_progress.h"

namespace storyscope::ui {

void ModelVerifier::verify(const inference::ShelfModel& model) {
    start(Running::IsStopped, [this, model](Run& run) {
        const bool hasHashes = model.origin == inference::ModelOrigin::HubCache;
        ModelCheck check = hasHashes ? compared(model, run) : loaded(model, run);
        check.folder = toText(model.info.path);
        run.deliver([this, check] { emit verified(check); });
    });
}

ModelCheck ModelVerifier::compared(const inference::ShelfModel& model, Run& run) {
    MegabyteProgress progress(run, tr("Verifying %1, MB").arg(toText(model.info.name)).toStdString());
    const hub::Verification found = hub::verify(huggingFaceCachePath(), model.repository, run.stopToken(), progress);
    ModelCheck check;
    for (const Issue& issue : found.problems) {
        check.problems.append(toText(issue.place) + QStringLiteral(": ") + toText(issue.text));
    }
    const auto damaged = static_cast<int>(found.problems.size());
    check.text = found.isGood()
                     ? tr("Verified: the contents of %n file(s) are what their names say.", nullptr, found.fileCount)
                     : tr("%n file(s) are damaged: remove the model and download it again.", nullptr, damaged);
    return check;
}

ModelCheck ModelVerifier::loaded(const inference::ShelfModel& model, Run& run) {
    run.report(tr("Loading the model").toStdString(), 0, 0);
    { const inference::Storyteller works(model.info.path); }
    ModelCheck check;
    check.text = tr("Verified: its files are complete and fit together.");
    return check;
}

} // namespace storyscope::ui
