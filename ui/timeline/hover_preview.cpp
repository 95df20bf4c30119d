// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/hover_preview.h"

#include <QPainter>
#include <algorithm>

namespace storyscope::ui {

namespace {

constexpr int padding = 4;
constexpr int distance = 6; ///< pixels above the place

} // namespace

HoverPreview::HoverPreview(QWidget* parent) : QFrame(parent) {
    setObjectName(QStringLiteral("hoverPreview"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    hide();
}

void HoverPreview::showAt(const QPoint& place, const Shown& shown) {
    m_shown = shown;
    const QSize text = fontMetrics().size(0, shown.text);
    const QSize size(std::max(shown.pictureSize.width(), text.width()) + 2 * padding,
                     shown.pictureSize.height() + text.height() + 3 * padding);
    const int left = std::clamp(place.x() - size.width() / 2, 0, std::max(0, parentWidget()->width() - size.width()));
    setGeometry(QRect(QPoint(left, std::max(0, place.y() - distance - size.height())), size));
    show();
    raise();
    update();
}

void HoverPreview::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.setPen(palette().color(QPalette::Mid));
    painter.setBrush(palette().color(QPalette::ToolTipBase));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
    const QRect picture(QPoint((width() - m_shown.pictureSize.width()) / 2, padding), m_shown.pictureSize);
    if (m_shown.picture.isNull()) {
        painter.fillRect(picture, palette().color(QPalette::AlternateBase));
    } else {
        painter.drawImage(picture, m_shown.picture);
    }
    painter.setPen(palette().color(QPalette::ToolTipText));
    painter.drawText(rect().adjusted(padding, picture.bottom() + padding, -padding, 0), Qt::AlignHCenter | Qt::AlignTop,
                     m_shown.text);
}

} // namespace storyscope::ui
