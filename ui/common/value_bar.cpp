// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/value_bar.h"

#include "ui/common/text.h"

#include <QPainter>
#include <algorithm>

namespace storyscope::ui {

namespace {

constexpr int gap = 8;
constexpr int barHeight = 8;

int numberWidth(const QFontMetrics& metrics) {
    return metrics.horizontalAdvance(shareText(0.88));
}

} // namespace

ValueBar::ValueBar(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void ValueBar::setValue(const QString& name, double share, const QString& meaning) {
    m_name = name;
    m_share = share;
    m_hasValue = true;
    setToolTip(meaning);
    setAccessibleName(meaning);
    update();
}

void ValueBar::clear() {
    m_hasValue = false;
    m_share = 0;
    m_name.clear();
    setToolTip({});
    setAccessibleName({});
    update();
}

void ValueBar::setNameWidth(int pixels) {
    m_nameWidth = pixels;
    update();
}

QSize ValueBar::sizeHint() const {
    return {m_nameWidth + 120 + numberWidth(fontMetrics()), fontMetrics().height() + 4};
}

QSize ValueBar::minimumSizeHint() const {
    return {m_nameWidth / 2 + 24 + gap + numberWidth(fontMetrics()), sizeHint().height()};
}

void ValueBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int nameWidth = m_nameWidth > 0 ? std::min(m_nameWidth, width() / 2) + gap : 0;
    const int right = numberWidth(fontMetrics()) + gap;
    const QRectF track(nameWidth, (height() - barHeight) / 2.0, std::max(0, width() - nameWidth - right), barHeight);
    painter.setPen(Qt::NoPen);
    QColor ground = palette().color(QPalette::WindowText);
    ground.setAlphaF(0.12F);
    painter.setBrush(ground);
    painter.drawRoundedRect(track, 2, 2);
    if (!m_hasValue) {
        return;
    }
    QRectF bar = track;
    bar.setWidth(track.width() * std::clamp(m_share, 0.0, 1.0));
    QColor ink = palette().color(QPalette::WindowText);
    ink.setAlphaF(0.65F);
    painter.setBrush(ink);
    painter.drawRoundedRect(bar, 2, 2);
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(rect(), Qt::AlignRight | Qt::AlignVCenter, shareText(m_share));
    if (nameWidth > 0) {
        const QString shown = fontMetrics().elidedText(m_name, Qt::ElideRight, nameWidth - gap);
        painter.drawText(QRect(0, 0, nameWidth - gap, height()), Qt::AlignLeft | Qt::AlignVCenter, shown);
    }
}

} // namespace storyscope::ui
