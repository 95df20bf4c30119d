// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline_bar.h"

#include "ui/common/text.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <utility>

namespace storyscope::ui {

namespace {

constexpr int sideMargin = 16;
constexpr int laneHeight = 24;
constexpr int trackHeight = 4;
constexpr int markerSize = 20;

} // namespace

TimelineBar::TimelineBar(QWidget* parent) : QAbstractSlider(parent) {
    setObjectName(QStringLiteral("timeline"));
    setAccessibleName(tr("Timeline"));
    setOrientation(Qt::Horizontal);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMouseTracking(true);
    setFrameCount(0);
    connect(this, &QAbstractSlider::actionTriggered, this, [this] { emit frameChosen(sliderPosition()); });
}

void TimelineBar::setFrameCount(int count) {
    m_markers.clear();
    setRange(0, std::max(0, count - 1));
    setSingleStep(1);
    setPageStep(10);
    setEnabled(count > 1);
    update();
}

void TimelineBar::setMarkers(std::vector<StoryMarker> markers) {
    m_markers = std::move(markers);
    update();
}

double TimelineBar::positionOf(int frameNumber) const {
    const double share = maximum() > 0 ? static_cast<double>(frameNumber) / maximum() : 0;
    return sideMargin + share * std::max(1, width() - 2 * sideMargin);
}

QSize TimelineBar::sizeHint() const {
    return {320, laneHeight + markerSize + 8};
}

QSize TimelineBar::minimumSizeHint() const {
    return {160, sizeHint().height()};
}

int TimelineBar::frameAt(double x) const {
    const double share = (x - sideMargin) / std::max(1, width() - 2 * sideMargin);
    return std::clamp(static_cast<int>(std::lround(share * maximum())), 0, maximum());
}

QRectF TimelineBar::markerRect(const StoryMarker& marker) const {
    return {positionOf(marker.frameNumber) - markerSize / 2.0, laneHeight + 2.0, markerSize, markerSize};
}

int TimelineBar::markerAt(const QPointF& position) const {
    const auto found = std::ranges::find_if(
        m_markers, [&](const StoryMarker& marker) { return markerRect(marker).contains(position); });
    return found == m_markers.end() ? -1 : static_cast<int>(found - m_markers.begin());
}

bool TimelineBar::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int marker = markerAt(help->pos());
        const QString text = marker >= 0 ? tr("Frame %1 of the story: frame %2, share of the attention %3")
                                               .arg(marker + 1)
                                               .arg(m_markers[static_cast<std::size_t>(marker)].frameNumber)
                                               .arg(shareText(m_markers[static_cast<std::size_t>(marker)].share))
                                         : tr("Frame %1").arg(frameAt(help->pos().x()));
        QToolTip::showText(help->globalPos(), text, this);
        return true;
    }
    return QAbstractSlider::event(event);
}

void TimelineBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double middle = laneHeight + 2 + markerSize / 2.0;
    QColor ink = palette().color(QPalette::WindowText);
    painter.setPen(Qt::NoPen);
    ink.setAlphaF(0.2F);
    painter.setBrush(ink);
    const QRectF track(sideMargin, middle - trackHeight / 2.0, std::max(1, width() - 2 * sideMargin), trackHeight);
    painter.drawRoundedRect(track, 2, 2);
    const double x = positionOf(value());
    ink.setAlphaF(0.55F);
    painter.setBrush(ink);
    painter.drawRoundedRect(QRectF(track.left(), track.top(), x - track.left(), trackHeight), 2, 2);
    if (isEnabled()) {
        painter.setBrush(palette().color(QPalette::Highlight));
        if (hasFocus()) {
            QColor halo = palette().color(QPalette::Highlight);
            halo.setAlphaF(0.3F);
            painter.setPen(QPen(halo, 5));
        }
        painter.drawRoundedRect(QRectF(x - 2.5, middle - markerSize / 2.0 - 3, 5, markerSize + 6), 2.5, 2.5);
    }
    paintMarkers(painter);
}

void TimelineBar::paintMarkers(QPainter& painter) const {
    QFont small = font();
    small.setPointSizeF(std::max(7.0, font().pointSizeF() - 1));
    painter.setFont(small);
    for (std::size_t position = 0; position < m_markers.size(); ++position) {
        const StoryMarker& marker = m_markers[position];
        const QRectF box = markerRect(marker);
        const double height = std::clamp(marker.share, 0.0, 1.0) * (laneHeight - 2);
        QColor ink = palette().color(QPalette::WindowText);
        ink.setAlphaF(0.65F);
        painter.setPen(Qt::NoPen);
        painter.setBrush(ink);
        painter.drawRect(QRectF(box.center().x() - 5, laneHeight - height, 10, height));
        painter.setPen(QPen(palette().color(marker.isSelected ? QPalette::Highlight : QPalette::WindowText), 1));
        painter.setBrush(palette().color(marker.isSelected ? QPalette::Highlight : QPalette::Window));
        painter.drawEllipse(box.adjusted(1, 1, -1, -1));
        painter.setPen(palette().color(marker.isSelected ? QPalette::HighlightedText : QPalette::WindowText));
        painter.drawText(box, Qt::AlignCenter, QString::number(position + 1));
    }
}

void TimelineBar::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) {
        return;
    }
    if (const int marker = markerAt(event->position()); marker >= 0) {
        emit frameChosen(m_markers[static_cast<std::size_t>(marker)].frameNumber);
        return;
    }
    setSliderDown(true);
    emit frameChosen(frameAt(event->position().x()));
}

void TimelineBar::mouseMoveEvent(QMouseEvent* event) {
    if (isSliderDown()) {
        emit frameChosen(frameAt(event->position().x()));
    }
}

void TimelineBar::mouseReleaseEvent(QMouseEvent*) {
    setSliderDown(false);
}

void TimelineBar::wheelEvent(QWheelEvent* event) {
    const int steps = event->angleDelta().y() / 120;
    if (steps != 0) {
        emit frameChosen(std::clamp(value() - steps, 0, maximum()));
    }
    event->accept();
}

} // namespace storyscope::ui
