// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/story_media_source.h"
#include "ui/jobs/job.h"

#include <memory>

namespace storyscope::ui {

/// Reads a story of a data set on a worker, ready to be shown and told; a new call takes the place of an unfinished
/// one.
class DatasetStoryOpener : public Job {
    Q_OBJECT
public:
    explicit DatasetStoryOpener(QObject* parent = nullptr) : Job(parent) {}

    void open(const datasets::StoryPlace& place);

signals:
    void opened(const std::shared_ptr<storyscope::datasets::StoryMediaSource>& source);
};

} // namespace storyscope::ui
