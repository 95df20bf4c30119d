// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/captioning_speed.h"
#include "ui/jobs/job.h"

#include <QMetaType>

namespace storyscope::ui {

/// Measures, in about a second and on a worker, how fast captioners will be on this machine.
class ModelSpeedProbe : public Job {
    Q_OBJECT
public:
    explicit ModelSpeedProbe(QObject* parent = nullptr) : Job(parent) {}

    /// `threads` that compute; 0: as many as fit.
    void measure(int threads);

signals:
    void measured(const storyscope::inference::CaptioningSpeed& speed);
};

} // namespace storyscope::ui

Q_DECLARE_METATYPE(storyscope::inference::CaptioningSpeed)
