// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/job.h"
#include "ui/player/frame_overlay.h"

namespace storyscope::ui {

/// Writes a frame to a PNG file on a worker, pixel by pixel as the media gave it.
class PictureSaver : public Job {
    Q_OBJECT
public:
    explicit PictureSaver(QObject* parent = nullptr) : Job(parent) {}

    /// An overlay that is not empty is drawn over the picture.
    void save(const Picture& picture, const FrameOverlay& overlay, const QString& path);

signals:
    void saved(const QString& path);
};

} // namespace storyscope::ui
