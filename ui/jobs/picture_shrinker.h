// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/job.h"

#include <QImage>

namespace storyscope::ui {

/// Makes pictures smaller for the screen by averaging, which keeps thin lines; large ones on a worker. Remembers the
/// last result.
class PictureShrinker : public Job {
    Q_OBJECT
public:
    explicit PictureShrinker(QObject* parent = nullptr) : Job(parent) {}

    /// The picture in this size, or a null image if that takes long: ready() follows.
    QImage shrunk(const QImage& picture, const QSize& size);

signals:
    void ready();

private:
    struct Task {
        qint64 picture = 0; ///< QImage::cacheKey
        QSize size;
        friend bool operator==(const Task&, const Task&) = default;
    };

    Task m_done;
    Task m_running;
    QImage m_result;
};

} // namespace storyscope::ui
