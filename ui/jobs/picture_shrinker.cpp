// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/picture_shrinker.h"

#include "ui/common/shrunk_image.h"

namespace storyscope::ui {

namespace {

constexpr qint64 quickPixels = 3'000'000; ///< averaging costs about 2 ms per million pixels

} // namespace

QImage PictureShrinker::shrunk(const QImage& picture, const QSize& size) {
    const Task task{picture.cacheKey(), size};
    if (task == m_done) {
        return m_result;
    }
    if (qint64{picture.width()} * picture.height() <= quickPixels) {
        m_result = shrunkImage(picture, size);
        m_done = task;
        return m_result;
    }
    if (!isBusy() || task != m_running) {
        m_running = task;
        start(Running::IsStopped, [this, task, picture](Run& run) {
            run.deliver([this, task, result = shrunkImage(picture, task.size)] {
                m_result = result;
                m_done = task;
                emit ready();
            });
        });
    }
    return {};
}

} // namespace storyscope::ui
