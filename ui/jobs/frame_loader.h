// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/media_source.h"
#include "ui/jobs/job.h"

#include <memory>

namespace storyscope::ui {

/// Fetches frames from the open media on a worker. Of several requests the latest wins; the one that is being decoded
/// is always finished, so that a held key shows pictures.
class FrameLoader : public Job {
    Q_OBJECT
public:
    explicit FrameLoader(QObject* parent = nullptr) : Job(parent) {}

    /// Frames of an earlier source are not delivered any more.
    void setSource(std::shared_ptr<media::MediaSource> source);
    /// Answers at once if the frame is in the cache.
    void request(int number);

signals:
    void frameReady(int number, const storyscope::Picture& picture);
    void frameFailed(int number, const storyscope::ui::JobError& error);

private:
    std::shared_ptr<media::MediaSource> m_source;
};

} // namespace storyscope::ui
