// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/timeline/timeline_markers.h"
#include "ui/timeline/timeline_mouse.h"

#include <QAbstractSlider>
#include <QPixmap>

namespace storyscope::ui {

/// A slider over all frames, each equally wide, with lanes of what is known about them. Its value is the frame number.
/// Draws what it is given and says what a person asks for; decides nothing. GUI thread.
class TimelineView : public QAbstractSlider {
    Q_OBJECT
public:
    explicit TimelineView(QWidget* parent = nullptr);

    void setContents(TimelineContents contents);
    const TimelineContents& contents() const { return m_contents; }
    /// The cache must outlive the view; null: there are no pictures.
    void setPictures(ThumbnailCache* pictures, double aspect);
    /// A picture has come or was lost.
    void picturesChanged();
    /// Parts of the media that are seen and have no picture yet.
    std::vector<ThumbnailCell> missingCells() const;

    const TimelineLayout& frameLayout() const { return m_layout; }
    std::vector<ShownMarker> markers() const { return shownMarkers(m_contents, value(), m_mouse.drag()); }
    void zoom(double factor);
    void fit();
    void scrollTo(double firstFrame);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    /// By mouse or keyboard, also while a marker is dragged; not by setValue().
    void frameChosen(int number);
    void markerMoved(int from, int to);
    void markerRemoved(int frame);
    void frameAddRequested(int frame);
    /// `marker` is the frame of the marker at that place, or -1.
    void menuRequested(int frame, int marker, const QPoint& globalPosition);
    /// The mouse rests on the pictures or the ruler; -1: it does not any more.
    void hovered(int frame);
    /// Other frames are seen, or they are of another size.
    void layoutChanged();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void sliderChange(SliderChange change) override;

private:
    TimelineScene scene() const;
    void repaintBackdrop();
    void changeLayout();
    QString toolTipAt(const QPointF& position) const;

    TimelineContents m_contents;
    TimelineLayout m_layout;
    TimelineMouse m_mouse;
    ThumbnailCache* m_pictures = nullptr;
    double m_pictureAspect = 16.0 / 9;
    QPixmap m_backdrop; ///< all but markers and playhead; null: to be painted anew
};

} // namespace storyscope::ui
