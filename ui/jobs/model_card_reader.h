// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/job.h"

namespace storyscope::ui {

/// Reads what a model's authors say about it, on a worker.
class ModelCardReader : public Job {
    Q_OBJECT
public:
    explicit ModelCardReader(QObject* parent = nullptr) : Job(parent) {}

    void read(const QString& folder);

signals:
    /// Markdown without pictures; empty if there is no card.
    void cardRead(const QString& folder, const QString& markdown);
};

} // namespace storyscope::ui
