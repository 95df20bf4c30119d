// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/job.h"

#include <QMetaType>
#include <QString>
#include <cstdint>
#include <string>

namespace storyscope::ui {

/// What was found out about data to train on.
struct DataFacts {
    std::string specification; ///< what was looked at
    std::int64_t trainingStories = 0;
    QString problem; ///< a sentence; empty: the data can be trained on
};

/// Opens data sets for the train dialog, on a worker.
class DataProbe : public Job {
    Q_OBJECT
public:
    explicit DataProbe(QObject* parent = nullptr) : Job(parent) {}

    /// Forgets what it is looking at and looks at this; found() follows unless another look() comes first.
    void look(const std::string& specification);

signals:
    void found(const storyscope::ui::DataFacts& facts);
};

} // namespace storyscope::ui

Q_DECLARE_METATYPE(storyscope::ui::DataFacts)
