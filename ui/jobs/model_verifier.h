// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/model_shelf.h"
#include "ui/jobs/job.h"

#include <QMetaType>
#include <QStringList>

namespace storyscope::ui {

/// How a model's files were found.
struct ModelCheck {
    QString folder; ///< of the model
    QString text;   ///< one sentence
    QStringList problems;
};

/// Checks a model's files on a worker: those that the hub names by their hashes are compared with them; any other model
/// is loaded once.
class ModelVerifier : public Job {
    Q_OBJECT
public:
    explicit ModelVerifier(QObject* parent = nullptr) : Job(parent) {}

    void verify(const inference::ShelfModel& model);

signals:
    void verified(const storyscope::ui::ModelCheck& check);

private:
    static ModelCheck compared(const inference::ShelfModel& model, Run& run);
    static ModelCheck loaded(const inference::ShelfModel& model, Run& run);
};

} // namespace storyscope::ui

Q_DECLARE_METATYPE(storyscope::ui::ModelCheck)
