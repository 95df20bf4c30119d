// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/frame_view.h"

#include "ui/common/picture_image.h"

#include <QApplication>
#include <QHelpEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QToolTip>
#include <algorithm>
#include <cmath>

namespace storyscope::ui {

FrameView::FrameView(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("frameView"));
    setFocusPolicy(Qt::ClickFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&m_shrinker, &PictureShrinker::ready, this, qOverload<>(&QWidget::update));
    updateAccessibleName();
}

void FrameView::showFrame(int number, const Picture& picture, const QString& note) {
    m_number = number;
    m_note = note;
    m_picture = picture;
    m_image = toImage(picture);
    m_problem.clear();
    showChange();
}

void FrameView::showProblem(int number, const QString& text) {
    m_number = number;
    m_picture = {};
    m_image = {};
    m_problem = text;
    m_note.clear();
    showChange();
}

void FrameView::showChange() {
    updateAccessibleName();
    update();
    emit shownChanged();
}

void FrameView::clear() {
    m_overlay = {};
    m_entities = {};
    showProblem(-1, {});
    zoomToFit();
}

void FrameView::setOverlay(const FrameOverlay& overlay) {
    m_overlay = overlay;
    showChange();
}

void FrameView::setEntities(const EntityBoxes& entities) {
    m_entities = entities;
    updateAccessibleName();
    update();
}

FrameZoom::Sizes FrameView::zoomSizes() const {
    return {m_image.size(), QSizeF(size()) * devicePixelRatioF()};
}

QRectF FrameView::pictureRect() const {
    if (m_image.isNull()) {
        return {};
    }
    const QRectF rect = m_zoom.pictureRect(zoomSizes());
    return {rect.topLeft() / devicePixelRatioF(), rect.size() / devicePixelRatioF()};
}

std::optional<QPoint> FrameView::pixelAt(const QPointF& position) const {
    const QRectF target = pictureRect();
    if (!target.contains(position)) {
        return std::nullopt;
    }
    const auto pixel = [](double share, int count) {
        return std::clamp(static_cast<int>(share * count), 0, count - 1);
    };
    return QPoint(pixel((position.x() - target.left()) / target.width(), m_image.width()),
                  pixel((position.y() - target.top()) / target.height(), m_image.height()));
}

QString FrameView::readout() const {
    if (isFitted() || m_image.isNull()) {
        return {};
    }
    const QString zoom = tr("%1 %").arg(QLocale().toString(100 * scale(), 'g', 4));
    const auto pixel = m_hovered ? pixelAt(*m_hovered) : std::nullopt;
    if (!pixel) {
        return zoom;
    }
    const QColor color = m_image.pixelColor(*pixel);
    return tr("%1 · pixel %2, %3 · RGB %4 %5 %6")
        .arg(zoom)
        .arg(pixel->x())
        .arg(pixel->y())
        .arg(color.red())
        .arg(color.green())
        .arg(color.blue());
}

double FrameView::scale() const {
    return m_image.isNull() ? 0 : m_zoom.scale(zoomSizes());
}

void FrameView::zoomStep(FrameZoom::Direction direction, const std::optional<QPointF>& anchor) {
    if (!m_image.isNull()) {
        const QPointF at = anchor.value_or(QRectF(rect()).center());
        m_zoom.zoomTo(m_zoom.nextScale(direction, zoomSizes()), at * devicePixelRatioF(), zoomSizes());
        zoomChange();
    }
}

void FrameView::zoomToFit() {
    m_zoom.fit();
    zoomChange();
}

void FrameView::zoomToPixels() {
    if (!m_image.isNull()) {
        m_zoom.zoomTo(1, QRectF(rect()).center() * devicePixelRatioF(), zoomSizes());
        zoomChange();
    }
}

void FrameView::zoomChange() {
    updateCursor();
    updateAccessibleName();
    update();
    emit zoomChanged();
}

void FrameView::scrollBy(double horizontally, double vertically) {
    pan({-horizontally * width(), -vertically * height()});
}

void FrameView::pan(const QPointF& distance) {
    if (!m_image.isNull()) {
        m_zoom.panBy(distance * devicePixelRatioF(), zoomSizes());
        update();
    }
}

bool FrameView::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const QString text = overlayText(help->pos()); !text.isEmpty()) {
            QToolTip::showText(help->globalPos(), text, this);
            return true;
        }
        QToolTip::hideText();
    }
    return QWidget::event(event);
}

void FrameView::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton || event->button() == Qt::MiddleButton) {
        m_press = Press{event->button(), event->position(), event->position(), false};
        updateCursor();
    } else {
        QWidget::mousePressEvent(event);
    }
}

void FrameView::mouseMoveEvent(QMouseEvent* event) {
    if (m_press && !m_image.isNull() && m_zoom.canPan(zoomSizes())) {
        const QPointF way = event->position() - m_press->from;
        m_press->isDrag = m_press->isDrag || way.manhattanLength() >= QApplication::startDragDistance();
        if (m_press->isDrag) {
            pan(event->position() - m_press->last);
            m_press->last = event->position();
        }
    }
    setHovered(event->position());
}

void FrameView::mouseReleaseEvent(QMouseEvent* event) {
    if (!m_press || m_press->button != event->button()) {
        return;
    }
    const Press press = *m_press;
    m_press.reset();
    updateCursor();
    const QRectF target = pictureRect();
    if (press.button == Qt::LeftButton && !press.isDrag && target.contains(press.from)) {
        emit pictureClicked((press.from.x() - target.left()) / target.width(),
                            (press.from.y() - target.top()) / target.height());
    }
}

void FrameView::wheelEvent(QWheelEvent* event) {
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        constexpr int step = QWheelEvent::DefaultDeltasPerStep;
        m_wheelRest += event->angleDelta().y();
        for (; std::abs(m_wheelRest) >= step; m_wheelRest -= m_wheelRest > 0 ? step : -step) {
            zoomStep(m_wheelRest > 0 ? FrameZoom::Direction::In : FrameZoom::Direction::Out, event->position());
        }
        setHovered(event->position());
    } else if (!m_image.isNull() && m_zoom.canPan(zoomSizes())) {
        pan(QPointF(event->angleDelta()) / 2);
    } else {
        event->ignore();
    }
}

void FrameView::leaveEvent(QEvent* event) {
    setHovered(std::nullopt);
    QWidget::leaveEvent(event);
}

void FrameView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    updateCursor();
}

void FrameView::setHovered(const std::optional<QPointF>& position) {
    const QRectF before = readoutRect();
    m_hovered = position;
    update(before.united(readoutRect()).toAlignedRect());
    followEntity();
}

void FrameView::followEntity() {
    const QRectF target = pictureRect();
    const EntityBox* entity = nullptr;
    if (m_hovered && areEntitiesShown() && target.contains(*m_hovered)) {
        entity = entityAt(m_entities, (m_hovered->x() - target.left()) / target.width(),
                          (m_hovered->y() - target.top()) / target.height());
    }
    const QString id = entity != nullptr ? entity->id : QString();
    if (id != m_hoveredEntity) {
        m_hoveredEntity = id;
        emit entityHovered(id);
    }
}

void FrameView::updateCursor() {
    if (m_image.isNull() || isFitted() || !m_zoom.canPan(zoomSizes())) {
        unsetCursor();
    } else {
        setCursor(m_press ? Qt::ClosedHandCursor : Qt::OpenHandCursor);
    }
}

QString FrameView::overlayText(const QPointF& position) const {
    const QRectF target = pictureRect();
    if (!isOverlayShown() || !target.contains(position)) {
        return {};
    }
    const auto cell = m_overlay.cellAt((position.x() - target.left()) / target.width(),
                                       (position.y() - target.top()) / target.height());
    if (!cell) {
        return tr("The model did not see this part of the frame: it looks at the part in the middle only.");
    }
    const auto share = QLocale().toString(m_overlay.shares[static_cast<std::size_t>(*cell)], 'f', 4);
    return tr("%1 here: %2").arg(m_overlay.title, share);
}

void FrameView::updateAccessibleName() {
    QString name = tr("Frame %1").arg(m_number);
    if (m_number < 0) {
        name = tr("No frame");
    } else if (!m_problem.isEmpty()) {
        name = tr("Frame %1: %2").arg(m_number).arg(m_problem);
    } else if (isOverlayShown()) {
        name = tr("Frame %1 with a heat map: %2").arg(m_number).arg(m_overlay.title);
    }
    if (areEntitiesShown()) {
        QStringList labels;
        for (const EntityBox& entity : m_entities.boxes) {
            labels.append(entity.label);
        }
        name = tr("%1. Boxes: %2").arg(name, labels.join(QStringLiteral(", ")));
    }
    setAccessibleName(m_note.isEmpty() ? name : tr("%1. %2").arg(name, m_note));
    setAccessibleDescription(isFitted() || m_image.isNull() ? QString() : tr("Zoomed to %1").arg(readout()));
}

} // namespace storyscope::ui
