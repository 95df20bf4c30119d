// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/frame_view.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

namespace storyscope::ui {

namespace {

constexpr double squaresFrom = 4; ///< from this scale on, pixels are drawn as squares
constexpr QMarginsF labelMargins(8, 4, 8, 4);

/// Draws `image` over `target`, of which only what lies in `view` is touched: Qt draws nothing exactly that is much
/// larger than a screen.
void drawVisible(QPainter& painter, const QRectF& target, const QImage& image, const QRectF& view) {
    const double x = target.width() / image.width();
    const double y = target.height() / image.height();
    const QRectF seen = target.intersected(view);
    const QRectF source((seen.left() - target.left()) / x, (seen.top() - target.top()) / y, seen.width() / x,
                        seen.height() / y);
    const QRect pixels = source.toAlignedRect().adjusted(-1, -1, 1, 1).intersected(image.rect());
    painter.drawImage(QRectF(target.left() + pixels.left() * x, target.top() + pixels.top() * y, pixels.width() * x,
                             pixels.height() * y),
                      image, QRectF(pixels));
}

void drawLabel(QPainter& painter, const QRectF& box, const QString& text) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0, 0, 0, 190));
    painter.drawRoundedRect(box, 4, 4);
    painter.setPen(Qt::white);
    painter.drawText(box, Qt::AlignCenter, text);
}

} // namespace

void FrameView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), Qt::black);
    if (m_image.isNull()) {
        painter.setPen(QColor(220, 220, 220));
        painter.drawText(rect().adjusted(24, 24, -24, -24), static_cast<int>(Qt::AlignCenter) | Qt::TextWordWrap,
                         m_problem);
        return;
    }
    paintPicture(painter);
    if (areEntitiesShown()) {
        drawEntities(painter, pictureRect(), rect(), m_entities);
    }
    if (isOverlayShown() && !m_overlay.title.isEmpty()) {
        paintTitle(painter);
    }
    paintReadout(painter);
    paintNote(painter);
}

/// In the screen's own pixels, so that a picture at 100 % is not resampled wherever the widget lies in its window.
void FrameView::paintPicture(QPainter& painter) {
    const QTransform toScreen = painter.deviceTransform();
    const QRectF view = toScreen.mapRect(QRectF(rect()));
    const QRectF target = m_zoom.pictureRect(zoomSizes()).translated(std::round(view.left()), std::round(view.top()));
    painter.save();
    painter.setTransform(toScreen.inverted());
    painter.setClipRect(view);
    const double shown = scale();
    if (const QSize size = target.size().toSize(); shown < 1) {
        const QImage small = m_shrinker.shrunk(m_image, size);
        painter.setRenderHint(QPainter::SmoothPixmapTransform, small.isNull());
        drawVisible(painter, target, small.isNull() ? m_image : small, view);
    } else if (shown > FrameZoom::largestScale) {
        drawCells(painter, target, m_image);
    } else {
        painter.setRenderHint(QPainter::SmoothPixmapTransform, shown > 1 && shown < squaresFrom);
        drawVisible(painter, target, m_image, view);
    }
    if (isOverlayShown()) {
        drawOverlay(painter, target, m_overlay);
    }
    painter.restore();
}

void FrameView::paintTitle(QPainter& painter) const {
    const QFontMetricsF metrics(font());
    const QRectF seen = pictureRect().intersected(rect());
    const QString text = metrics.elidedText(m_overlay.title, Qt::ElideRight, seen.width() - 32);
    drawLabel(painter, {seen.left() + 8, seen.top() + 8, metrics.horizontalAdvance(text) + 16, metrics.height() + 8},
              text);
}

/// Along the lower edge, in the colours of a warning.
void FrameView::paintNote(QPainter& painter) const {
    if (m_note.isEmpty()) {
        return;
    }
    const QFontMetricsF metrics(font());
    const QString text = metrics.elidedText(m_note, Qt::ElideRight, width() - 32);
    const QSizeF size(metrics.horizontalAdvance(text) + labelMargins.left() + labelMargins.right(),
                      metrics.height() + labelMargins.top() + labelMargins.bottom());
    const QRectF readout = readoutRect();
    const double bottom = readout.isEmpty() ? height() - 8.0 : readout.top() - 8;
    const QRectF box({(width() - size.width()) / 2, bottom - size.height()}, size);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0xFF, 0xD8, 0x66));
    painter.drawRoundedRect(box, 4, 4);
    painter.setPen(Qt::black);
    painter.drawText(box, Qt::AlignCenter, text);
}

/// In the lower left corner, and out of the way of the mouse.
QRectF FrameView::readoutRect() const {
    const QString text = readout();
    if (text.isEmpty()) {
        return {};
    }
    const QFontMetricsF metrics(font());
    const QSizeF size(metrics.horizontalAdvance(text) + labelMargins.left() + labelMargins.right(),
                      metrics.height() + labelMargins.top() + labelMargins.bottom());
    const QRectF left({8, height() - size.height() - 8}, size);
    const bool isInTheWay = m_hovered && left.marginsAdded({24, 24, 24, 24}).contains(*m_hovered);
    return isInTheWay ? left.translated(width() - size.width() - 16, 0) : left;
}

void FrameView::paintReadout(QPainter& painter) const {
    if (const QRectF box = readoutRect(); !box.isEmpty()) {
        drawLabel(painter, box, readout());
    }
}

} // namespace storyscope::ui
