// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/picture.h"
#include "ui/jobs/picture_shrinker.h"
#include "ui/player/entity_boxes.h"
#include "ui/player/frame_overlay.h"
#include "ui/player/frame_zoom.h"

#include <QImage>
#include <QWidget>
#include <optional>

namespace storyscope::ui {

/// Shows one frame as it is: upright, in its own proportions, whole unless a person zooms in, with nothing on top of it
/// but an overlay or boxes that carry the same frame number, and then a line or names that say so.
class FrameView : public QWidget {
    Q_OBJECT
    Q_PROPERTY(int shownFrame READ shownFrame)
    Q_PROPERTY(bool overlayShown READ isOverlayShown)
    Q_PROPERTY(QString readout READ readout)
public:
    explicit FrameView(QWidget* parent = nullptr);

    /// `note` is said on the picture: what a person must know to trust it.
    void showFrame(int number, const Picture& picture, const QString& note = {});
    /// Shows a sentence where the frame would be.
    void showProblem(int number, const QString& text);
    /// Nothing is shown, and what comes next is shown whole.
    void clear();
    void setOverlay(const FrameOverlay& overlay);
    void setEntities(const EntityBoxes& entities);

    /// -1 while there is none.
    int shownFrame() const { return m_number; }
    /// Exactly the pixels that the media gave.
    const QImage& shownImage() const { return m_image; }
    const Picture& shownPicture() const { return m_picture; }
    const QString& note() const { return m_note; }
    const FrameOverlay& overlay() const { return m_overlay; }
    /// An overlay is set and belongs to the frame that is shown.
    bool isOverlayShown() const {
        return !m_overlay.isEmpty() && m_overlay.frameNumber == m_number && !m_image.isNull();
    }
    const EntityBoxes& entities() const { return m_entities; }
    /// Boxes are set and belong to the frame that is shown.
    bool areEntitiesShown() const {
        return !m_entities.isEmpty() && m_entities.frameNumber == m_number && !m_image.isNull();
    }

    /// Where the picture is drawn, in widget coordinates; reaches beyond the widget when it is zoomed.
    QRectF pictureRect() const;
    /// The picture's pixel at a point of the widget.
    std::optional<QPoint> pixelAt(const QPointF& position) const;
    /// "400 % · pixel 12, 45 · RGB 230 120 40"; empty while the whole picture is shown.
    QString readout() const;

    bool isFitted() const { return m_zoom.isFitted(); }
    /// The screen's pixels per pixel of the picture; 0 without a picture.
    double scale() const;
    void zoomIn() { zoomStep(FrameZoom::Direction::In, {}); }
    void zoomOut() { zoomStep(FrameZoom::Direction::Out, {}); }
    void zoomToFit();
    /// One pixel of the picture on each pixel of the screen.
    void zoomToPixels();
    /// Moves what is seen, by shares of the widget's width and height.
    void scrollBy(double horizontally, double vertically);

    QSize sizeHint() const override { return {640, 400}; }
    QSize minimumSizeHint() const override { return {200, 120}; }

signals:
    /// A place on the picture was clicked, as shares of its width and height.
    void pictureClicked(double x, double y);
    /// The mouse is on another entity's box, or on none: then it is empty.
    void entityHovered(const QString& id);
    /// Another frame, problem or overlay.
    void shownChanged();
    void zoomChanged();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void showChange();
    FrameZoom::Sizes zoomSizes() const;
    void zoomStep(FrameZoom::Direction direction, const std::optional<QPointF>& anchor);
    void zoomChange();
    void pan(const QPointF& distance);
    void updateCursor();
    void setHovered(const std::optional<QPointF>& position);
    void followEntity();
    void paintPicture(QPainter& painter);
    void paintTitle(QPainter& painter) const;
    void paintReadout(QPainter& painter) const;
    void paintNote(QPainter& painter) const;
    QRectF readoutRect() const;
    /// What the overlay says at a point of the widget; empty outside of the picture.
    QString overlayText(const QPointF& position) const;
    void updateAccessibleName();

    /// A pressed mouse button: a click, unless it moves.
    struct Press {
        Qt::MouseButton button = Qt::NoButton;
        QPointF from;
        QPointF last;
        bool isDrag = false;
    };

    int m_number = -1;
    Picture m_picture;
    QImage m_image; ///< shares m_picture's pixels
    QString m_problem;
    QString m_note;
    FrameOverlay m_overlay;
    EntityBoxes m_entities;
    QString m_hoveredEntity;
    FrameZoom m_zoom;
    std::optional<Press> m_press;
    std::optional<QPointF> m_hovered;
    int m_wheelRest = 0; ///< eighths of a degree that are less than one step
    PictureShrinker m_shrinker;
};

} // namespace storyscope::ui
