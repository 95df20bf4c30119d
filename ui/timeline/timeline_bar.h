// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractSlider>
#include <vector>

namespace storyscope::ui {

/// A frame of the story on the timeline.
struct StoryMarker {
    int frameNumber = 0;
    double share = 0; ///< of the shown attention, [0, 1]
    bool isSelected = false;
};

/// A slider over all frames, with the story's frames as numbered markers and the attention each of them gets as a
/// small bar above it. Its value is the frame number.
class TimelineBar : public QAbstractSlider {
    Q_OBJECT
public:
    explicit TimelineBar(QWidget* parent = nullptr);

    void setFrameCount(int count);
    void setMarkers(std::vector<StoryMarker> markers);
    const std::vector<StoryMarker>& markers() const { return m_markers; }
    /// Where a frame is on the bar, in widget coordinates.
    double positionOf(int frameNumber) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    /// By mouse, wheel or keyboard; not by setValue().
    void frameChosen(int number);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    int frameAt(double x) const;
    /// Index in m_markers, or -1.
    int markerAt(const QPointF& position) const;
    QRectF markerRect(const StoryMarker& marker) const;
    void paintMarkers(QPainter& painter) const;

    std::vector<StoryMarker> m_markers;
};

} // namespace storyscope::ui
