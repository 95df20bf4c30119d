// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/model_downloader.h"

#include "ui/common/text.h"
#include "ui/jobs/megabyte_progress.h"

namespace storyscope::ui {

void ModelDownloader::download(const hub::Plan& plan, const QString& name) {
    start(Running::IsStopped, [this, plan, name](Run& run) {
        MegabyteProgress progress(
            run, tr("Downloading %1, MB").arg(name).toStdString(),
            [&](qint64 done, qint64 total) { run.deliver([this, done, total] { emit transferred(done, total); }); });
        const std::filesystem::path folder =
            hub::download(plan, hub::Settings::fromEnvironment(), run.stopToken(), progress);
        run.deliver([this, folder] { emit downloaded(toText(folder)); });
    });
}

} // namespace storyscope::ui
