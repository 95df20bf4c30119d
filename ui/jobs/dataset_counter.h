// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/story_dataset.h"
#include "ui/jobs/job.h"

#include <memory>

namespace storyscope::ui {

/// Counts the frames and captions of a data set in the background. GUI thread.
class DatasetCounter : public Job {
    Q_OBJECT
public:
    explicit DatasetCounter(QObject* parent = nullptr) : Job(parent) {}

    /// Instead of what is counted already.
    void count(std::shared_ptr<const datasets::StoryDataset> dataset);

signals:
    void counted(const storyscope::datasets::DatasetCounts& counts);
};

} // namespace storyscope::ui
