// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/shot_job.h"
#include "ui/jobs/thumbnail_job.h"

#include <QObject>
#include <QTimer>
#include <memory>

namespace storyscope::ui {

class HoverPreview;
class TimelineView;

/// Has the timeline's pictures made: thumbnails of what is seen of it, the picture under the mouse, and, when those are
/// there, where the shots begin. GUI thread.
class TimelinePictures : public QObject {
    Q_OBJECT
public:
    /// The view must outlive this.
    explicit TimelinePictures(TimelineView* view, QObject* parent = nullptr);

    /// Media were opened, or more frames of the same media are known now; null: nothing is open.
    void setSource(const std::shared_ptr<media::MediaSource>& source);
    ThumbnailJob* thumbnails() { return &m_thumbnails; }
    /// Of what is open; null: nothing is.
    const std::shared_ptr<ShotSearch>& shotSearch() const { return m_search; }
    const HoverPreview* preview() const { return m_preview; }

signals:
    /// Empty: not known (any more).
    void shotsChanged(const std::vector<int>& starts);
    /// A frame turned out not to be decodable.
    void damageFound();

private:
    void requestCells();
    void findShotsOnce();
    void hover(int frame);
    void showPreview();

    TimelineView* m_view;
    HoverPreview* m_preview = nullptr; ///< made when it is first needed; owned by the window
    std::shared_ptr<media::MediaSource> m_source;
    std::shared_ptr<ShotSearch> m_search;
    QTimer m_cellsWanted; ///< while the timeline moves, nothing is asked for
    int m_hovered = -1;
    bool m_isLookingForShots = false; ///< or has them
    ThumbnailJob m_thumbnails;
    ShotJob m_shots;
};

} // namespace storyscope::ui
