// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prediction/picture_box.h"

#include <QPainter>
#include <algorithm>

namespace storyscope::ui {

namespace {

constexpr int gap = 4;

} // namespace

PictureBox::PictureBox(QWidget* parent) : QWidget(parent) {
    QSizePolicy policy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void PictureBox::setPicture(const QString& title, const QImage& image) {
    m_title = title;
    m_image = image;
    m_proportions = image.size();
    m_reason.clear();
    setAccessibleName(title);
    setToolTip(title);
    updateGeometry();
    update();
}

void PictureBox::setAbsent(const QString& title, const QString& reason) {
    setPicture(title, {});
    m_reason = reason;
    setAccessibleName(title + QStringLiteral(": ") + reason);
}

void PictureBox::setProportions(const QSize& proportions) {
    m_proportions = proportions.isEmpty() ? m_image.size() : proportions;
    updateGeometry();
    update();
}

int PictureBox::heightForWidth(int width) const {
    const double ratio = m_image.isNull() ? 0.75 : static_cast<double>(m_proportions.height()) / m_proportions.width();
    return fontMetrics().height() + gap + static_cast<int>(width * std::clamp(ratio, 0.4, 1.0));
}

void PictureBox::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const int top = fontMetrics().height() + gap;
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(QRect(0, 0, width(), top), Qt::AlignLeft | Qt::AlignTop,
                     fontMetrics().elidedText(m_title, Qt::ElideRight, width()));
    const QRect room(0, top, width(), height() - top);
    if (m_image.isNull()) {
        painter.setPen(QPen(palette().color(QPalette::PlaceholderText), 1, Qt::DashLine));
        painter.drawRect(room.adjusted(0, 0, -1, -1));
        painter.drawText(room.adjusted(6, 4, -6, -4), static_cast<int>(Qt::AlignCenter) | Qt::TextWordWrap, m_reason);
        return;
    }
    const QSize fitted = m_proportions.scaled(room.size(), Qt::KeepAspectRatio);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(QRect(room.topLeft(), fitted), m_image);
}

} // namespace storyscope::ui
