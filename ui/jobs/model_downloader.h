// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/hub/download.h"
#include "ui/jobs/job.h"

namespace storyscope::ui {

/// Fetches a published model into the shared cache, on a worker. Stopped or interrupted, what came is kept.
class ModelDownloader : public Job {
    Q_OBJECT
public:
    explicit ModelDownloader(QObject* parent = nullptr) : Job(parent) {}

    /// `name` is what a person calls the model. progressed() counts megabytes.
    void download(const hub::Plan& plan, const QString& name);

signals:
    /// Ten times a second at most.
    void transferred(qint64 doneBytes, qint64 totalBytes);
    void downloaded(const QString& folder);
};

} // namespace storyscope::ui
