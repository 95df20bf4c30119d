// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/media_source.h"
#include "ui/jobs/job.h"

#include <QStringList>
#include <memory>

namespace storyscope::ui {

/// Opens videos, GIFs, pictures and folders of pictures on a worker; a new call takes the place of an unfinished one.
class MediaOpener : public Job {
    Q_OBJECT
public:
    explicit MediaOpener(QObject* parent = nullptr) : Job(parent) {}

    /// One video, picture or folder, or several pictures. The latest `options` are used from the next call on.
    void open(const QStringList& paths);
    void setOptions(const media::MediaOptions& options) { m_options = options; }

signals:
    /// As soon as there is something to show: the first frames of a long video (source->isComplete() is false), else
    /// all.
    void opened(const std::shared_ptr<storyscope::media::MediaSource>& source, const QStringList& paths);
    /// After an incomplete opened(): the same video with all its frames.
    void completed(const std::shared_ptr<storyscope::media::MediaSource>& source);

private:
    media::MediaOptions m_options;
};

} // namespace storyscope::ui
