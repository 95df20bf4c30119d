// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/picture.h"
#include "ui/player/frame_overlay.h"

#include <QImage>
#include <QWidget>

namespace storyscope::ui {

/// Shows one frame as it is: whole, upright, in its own proportions, with nothing on top of it but an overlay that
/// carries the same frame number, and then a line that says so.
class FrameView : public QWidget {
    Q_OBJECT
    Q_PROPERTY(int shownFrame READ shownFrame)
    Q_PROPERTY(bool overlayShown READ isOverlayShown)
public:
    explicit FrameView(QWidget* parent = nullptr);

    void showFrame(int number, const Picture& picture);
    /// Shows a sentence where the frame would be.
    void showProblem(int number, const QString& text);
    void clear();
    void setOverlay(const FrameOverlay& overlay);

    /// -1 while there is none.
    int shownFrame() const { return m_number; }
    /// Exactly the pixels that the media gave.
    const QImage& shownImage() const { return m_image; }
    /// An overlay is set and belongs to the frame that is shown.
    bool isOverlayShown() const {
        return !m_overlay.isEmpty() && m_overlay.frameNumber == m_number && !m_image.isNull();
    }
    /// Where the picture is drawn, in widget coordinates.
    QRectF pictureRect() const;

    QSize sizeHint() const override { return {640, 400}; }
    QSize minimumSizeHint() const override { return {200, 120}; }

signals:
    /// A place on the picture was clicked, as shares of its width and height.
    void pictureClicked(double x, double y);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;

private:
    void paintTitle(QPainter& painter, const QRectF& target) const;
    /// The overlay's cell at a point of the widget, or -1.
    int cellAt(const QPointF& position) const;
    void updateAccessibleName();

    int m_number = -1;
    QImage m_image;
    QString m_problem;
    FrameOverlay m_overlay;
};

} // namespace storyscope::ui
