// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/told_story.h"
#include "ui/jobs/job.h"

#include <QString>

namespace storyscope::ui {

enum class StoryFormat { Json, Srt, Vtt, Html };

/// Writes a told story to a file, on a worker.
class ExportJob : public Job {
    Q_OBJECT
public:
    explicit ExportJob(QObject* parent = nullptr) : Job(parent) {}

    void write(const ToldStoryPtr& story, StoryFormat format, const QString& path);

signals:
    void written(const QString& path);
};

} // namespace storyscope::ui
