// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/media_source.h"
#include "ui/jobs/job.h"
#include "ui/jobs/thumbnail_cache.h"

#include <memory>
#include <optional>
#include <set>
#include <vector>

namespace storyscope::ui {

/// Part of a timeline that wants a picture: any of these frames will do.
struct ThumbnailCell {
    int firstFrame = 0;
    int lastFrame = 0;
};

/// Small pictures of the open media, made in the background at low priority by a decoder of their own and kept in a
/// bounded cache. GUI thread.
class ThumbnailJob : public Job {
    Q_OBJECT
public:
    /// A picture is at most this large.
    static constexpr media::PictureBounds bounds{.width = 320, .height = 180};
    static constexpr std::size_t cacheBytes = std::size_t{64} << 20;

    explicit ThumbnailJob(QObject* parent = nullptr);
    ~ThumbnailJob() override;

    /// Keeps the pictures if it is the same media, of which more frames are known now.
    void setSource(std::shared_ptr<media::MediaSource> source);
    /// Pictures for these cells, in this order, instead of cells that were asked for before: of a key frame if the cell
    /// has one, because that is quick, else of its middle.
    void requestCells(const std::vector<ThumbnailCell>& cells);
    /// The picture of exactly this frame, before all cells and instead of another frame that was asked for.
    void requestFrame(int frame);

    ThumbnailCache& cache() { return m_cache; }
    /// Its picture could not be decoded.
    bool isBroken(int frame) const { return m_broken.contains(frame); }

signals:
    /// It is in the cache now.
    void thumbnailReady(int frame);
    void thumbnailFailed(int frame);

private:
    class Queue;
    void work();

    std::shared_ptr<media::MediaSource> m_source;
    std::shared_ptr<Queue> m_queue; ///< of m_source; shared with the worker
    ThumbnailCache m_cache{cacheBytes};
    std::set<int> m_broken;
};

/// Every 16th of the cells, then every 8th of the rest, and so on: the whole is seen coarsely first.
std::vector<ThumbnailCell> coarseToFine(const std::vector<ThumbnailCell>& cells);

} // namespace storyscope::ui
