// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/media_source.h"
#include "ui/jobs/job.h"

#include <memory>

namespace storyscope::ui {

/// Fetches frames from the open media on a worker. Of several requests the latest wins; the one that is being decoded
/// is always finished, so that a held key shows pictures. While nothing is wanted it decodes ahead in the direction of
/// travel, and lets go of that as soon as a frame is asked for.
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
    media::Travel travelTo(int number);
    void decodeAhead(int number, media::Travel travel);

    std::shared_ptr<media::MediaSource> m_source;
    int m_latest = 0;          ///< the frame that was asked for last
    quint64 m_serial = 0;      ///< of the latest request that went to the worker
    bool m_isAwaiting = false; ///< that has not been answered yet
    media::Travel m_travel = media::Travel::Forwards;
};

} // namespace storyscope::ui
