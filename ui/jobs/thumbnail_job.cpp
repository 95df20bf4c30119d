// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/thumbnail_job.h"

#include "core/base/error.h"
#include "ui/common/picture_image.h"
#include "ui/jobs/thread_priority.h"

#include <algorithm>
#include <mutex>
#include <utility>

namespace storyscope::ui {

/// What is wanted of one source, and the reader of its pictures.
class ThumbnailJob::Queue {
public:
    explicit Queue(std::shared_ptr<media::MediaSource> source) : m_source(std::move(source)) {}

    void setCells(const std::vector<ThumbnailCell>& cells) {
        const std::scoped_lock lock(m_mutex);
        m_cells.assign(cells.rbegin(), cells.rend());
    }

    /// A frame that nobody wants any more is not decoded to its end.
    void setFrame(int frame) {
        const std::scoped_lock lock(m_mutex);
        m_frame = frame;
        m_inHand.request_stop();
    }

    struct Task {
        int frame = 0;
        std::stop_token stop; ///< something more urgent has come
    };
    /// The next frame to decode; worker only.
    std::optional<Task> take() {
        std::unique_lock lock(m_mutex);
        m_inHand = std::stop_source(std::nostopstate);
        if (m_frame) {
            m_inHand = std::stop_source();
            return Task{*std::exchange(m_frame, std::nullopt), m_inHand.get_token()};
        }
        if (m_cells.empty()) {
            return std::nullopt;
        }
        const ThumbnailCell cell = m_cells.back();
        m_cells.pop_back();
        lock.unlock();
        const int middle = cell.firstFrame + (cell.lastFrame - cell.firstFrame) / 2;
        const int keyFrame = m_source->keyFrameNear(middle);
        return Task{keyFrame >= cell.firstFrame && keyFrame <= cell.lastFrame ? keyFrame : middle, {}};
    }

    /// Worker only.
    media::SmallPictureReader& reader() {
        if (!m_reader) {
            m_reader = m_source->openSmallPictures(bounds);
        }
        return *m_reader;
    }

private:
    std::shared_ptr<media::MediaSource> m_source;
    std::unique_ptr<media::SmallPictureReader> m_reader;
    std::mutex m_mutex; ///< guards what follows
    std::optional<int> m_frame;
    std::vector<ThumbnailCell> m_cells; ///< the first one last
    std::stop_source m_inHand{std::nostopstate};
};

ThumbnailJob::ThumbnailJob(QObject* parent) : Job(parent) {}

ThumbnailJob::~ThumbnailJob() = default;

void ThumbnailJob::setSource(std::shared_ptr<media::MediaSource> source) {
    const bool isContinued = source && m_source && !m_source->isComplete() && source->path() == m_source->path() &&
                             source->frameCount() >= m_source->frameCount();
    stop();
    if (!isContinued) {
        m_cache.clear();
        m_broken.clear();
    }
    m_source = std::move(source);
    m_queue = m_source ? std::make_shared<Queue>(m_source) : nullptr;
}

void ThumbnailJob::requestCells(const std::vector<ThumbnailCell>& cells) {
    if (m_queue) {
        m_queue->setCells(cells);
        work();
    }
}

void ThumbnailJob::requestFrame(int frame) {
    if (m_queue && frame >= 0 && frame < m_source->frameCount() && !m_cache.contains(frame) && !isBroken(frame)) {
        m_queue->setFrame(frame);
        work();
    }
}

void ThumbnailJob::work() {
    start(Running::Finishes, [this, queue = m_queue](Run& run) {
        stepBackForOthers();
        while (const auto task = queue->take()) {
            throwIfStopped(run.stopToken());
            std::stop_source stop;
            const std::stop_callback whenStopped(run.stopToken(), [&stop] { stop.request_stop(); });
            const std::stop_callback whenOutdated(task->stop, [&stop] { stop.request_stop(); });
            const int frame = task->frame;
            try {
                const Picture picture = queue->reader().picture(frame, stop.get_token());
                run.deliver([this, frame, image = toImage(picture)] {
                    m_cache.insert({frame, image});
                    emit thumbnailReady(frame);
                });
            } catch (const Error& error) {
                if (error.code() != ErrorCode::Malformed && error.code() != ErrorCode::Cancelled) {
                    throw;
                }
                if (error.code() == ErrorCode::Malformed) {
                    run.deliver([this, frame] {
                        m_broken.insert(frame);
                        emit thumbnailFailed(frame);
                    });
                }
            }
        }
    });
}

std::vector<ThumbnailCell> coarseToFine(const std::vector<ThumbnailCell>& cells) {
    std::vector<ThumbnailCell> ordered;
    for (std::size_t step = 16; step >= 1; step /= 2) {
        for (std::size_t place = 0; place < cells.size(); place += step) {
            const bool isTaken = step < 16 && place % (2 * step) == 0;
            if (!isTaken) {
                ordered.push_back(cells[place]);
            }
        }
    }
    return ordered;
}

} // namespace storyscope::ui
