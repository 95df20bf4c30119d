// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/frame_view.h"

#include "ui/common/picture_image.h"
#include "ui/common/text.h"

#include <QHelpEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

namespace storyscope::ui {

FrameView::FrameView(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("frameView"));
    setFocusPolicy(Qt::ClickFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    updateAccessibleName();
}

void FrameView::showFrame(int number, const Picture& picture) {
    m_number = number;
    m_image = toImage(picture);
    m_problem.clear();
    updateAccessibleName();
    update();
}

void FrameView::showProblem(int number, const QString& text) {
    m_number = number;
    m_image = {};
    m_problem = text;
    updateAccessibleName();
    update();
}

void FrameView::clear() {
    m_overlay = {};
    showProblem(-1, {});
}

void FrameView::setOverlay(const FrameOverlay& overlay) {
    m_overlay = overlay;
    updateAccessibleName();
    update();
}

QRectF FrameView::pictureRect() const {
    if (m_image.isNull()) {
        return {};
    }
    const QSizeF fitted = QSizeF(m_image.size()).scaled(size(), Qt::KeepAspectRatio);
    return {QPointF((width() - fitted.width()) / 2, (height() - fitted.height()) / 2), fitted};
}

bool FrameView::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const int cell = cellAt(help->pos()); cell >= 0) {
            const auto share = QLocale().toString(m_overlay.shares[static_cast<std::size_t>(cell)], 'f', 4);
            QToolTip::showText(help->globalPos(), tr("%1 here: %2").arg(m_overlay.title, share), this);
            return true;
        }
        QToolTip::hideText();
    }
    return QWidget::event(event);
}

void FrameView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), Qt::black);
    const QRectF target = pictureRect();
    if (target.isEmpty()) {
        painter.setPen(QColor(220, 220, 220));
        painter.drawText(rect().adjusted(24, 24, -24, -24), static_cast<int>(Qt::AlignCenter) | Qt::TextWordWrap,
                         m_problem);
        return;
    }
    const bool isShrunk = target.width() < m_image.width();
    painter.setRenderHint(QPainter::SmoothPixmapTransform, isShrunk || target.width() < 4 * m_image.width());
    painter.drawImage(target, m_image);
    if (isOverlayShown()) {
        painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
        painter.drawImage(target, m_overlay.image);
        paintTitle(painter, target);
    }
}

void FrameView::paintTitle(QPainter& painter, const QRectF& target) const {
    const QFontMetricsF metrics(font());
    const QString text = metrics.elidedText(m_overlay.title, Qt::ElideRight, target.width() - 32);
    const QRectF box(target.left() + 8, target.top() + 8, metrics.horizontalAdvance(text) + 16, metrics.height() + 8);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0, 0, 0, 190));
    painter.drawRoundedRect(box, 4, 4);
    painter.setPen(Qt::white);
    painter.drawText(box, Qt::AlignCenter, text);
}

void FrameView::mousePressEvent(QMouseEvent* event) {
    const QRectF target = pictureRect();
    if (event->button() == Qt::LeftButton && target.contains(event->position())) {
        emit pictureClicked((event->position().x() - target.left()) / target.width(),
                            (event->position().y() - target.top()) / target.height());
    }
    QWidget::mousePressEvent(event);
}

int FrameView::cellAt(const QPointF& position) const {
    const QRectF target = pictureRect();
    if (!isOverlayShown() || !target.contains(position)) {
        return -1;
    }
    const auto cell = [](double share, int count) { return std::clamp(static_cast<int>(share * count), 0, count - 1); };
    const int row = cell((position.y() - target.top()) / target.height(), m_overlay.rows);
    const int column = cell((position.x() - target.left()) / target.width(), m_overlay.columns);
    return row * m_overlay.columns + column;
}

void FrameView::updateAccessibleName() {
    if (m_number < 0) {
        setAccessibleName(tr("No frame"));
    } else if (!m_problem.isEmpty()) {
        setAccessibleName(tr("Frame %1: %2").arg(m_number).arg(m_problem));
    } else if (isOverlayShown()) {
        setAccessibleName(tr("Frame %1 with a heat map: %2").arg(m_number).arg(m_overlay.title));
    } else {
        setAccessibleName(tr("Frame %1").arg(m_number));
    }
}

} // namespace storyscope::ui
