// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline_view.h"

#include "ui/common/text.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <utility>

namespace storyscope::ui {

namespace {

constexpr double notchesPerDoubling = 2;
constexpr double notch = 120; ///< of a mouse wheel, in QWheelEvent's unit
constexpr double pixelsPerNotch = 96;

QString markerText(const ShownMarker& marker) {
    const QString number = QLocale().toString(marker.frame);
    return marker.isTold
               ? TimelineView::tr("Frame %1 of the story: frame %2 of the video").arg(marker.number).arg(number)
               : TimelineView::tr("Frame %1 of the next story: frame %2 of the video").arg(marker.number).arg(number);
}

} // namespace

TimelineView::TimelineView(QWidget* parent) : QAbstractSlider(parent), m_mouse(this) {
    setObjectName(QStringLiteral("timeline"));
    setAccessibleName(tr("Timeline"));
    setAccessibleDescription(tr("The shown frame. Insert makes it a frame of the story, Delete takes it out again."));
    setOrientation(Qt::Horizontal);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setMouseTracking(true);
    setSingleStep(1);
    setPageStep(10);
    setEnabled(false);
    m_layout.setLanes(0, 1);
    connect(this, &QAbstractSlider::actionTriggered, this, [this] { emit frameChosen(sliderPosition()); });
}

void TimelineView::setContents(TimelineContents contents) {
    const bool isLaidOutAnew =
        contents.frameCount != m_contents.frameCount || contents.lanes.size() != m_contents.lanes.size();
    m_contents = std::move(contents);
    if (!isLaidOutAnew) {
        picturesChanged();
        return;
    }
    setRange(0, std::max(0, m_contents.frameCount - 1));
    setEnabled(m_contents.frameCount > 0);
    m_layout.setLanes(static_cast<int>(m_contents.lanes.size()), 1);
    m_layout.setFrameCount(m_contents.frameCount);
    updateGeometry();
    changeLayout();
}

void TimelineView::setPictures(ThumbnailCache* pictures, double aspect) {
    m_pictures = pictures;
    m_pictureAspect = std::clamp(aspect, 0.4, 3.0);
    changeLayout();
}

void TimelineView::picturesChanged() {
    m_backdrop = {};
    update();
}

std::vector<ThumbnailCell> TimelineView::missingCells() const {
    std::vector<ThumbnailCell> missing;
    for (const TimelineCell& cell : visibleCells(m_layout, m_pictureAspect)) {
        if (m_pictures != nullptr && !m_pictures->findWithin(cell.frames.firstFrame, cell.frames.lastFrame)) {
            missing.push_back(cell.frames);
        }
    }
    return missing;
}

void TimelineView::zoom(double factor) {
    const double playhead = m_layout.centreOf(value());
    const bool isSeen = playhead >= 0 && playhead <= width();
    if (m_layout.zoom(factor, isSeen ? playhead : width() / 2.0)) {
        changeLayout();
    }
}

void TimelineView::fit() {
    if (m_layout.fit()) {
        changeLayout();
    }
}

void TimelineView::scrollTo(double firstFrame) {
    if (m_layout.scrollTo(firstFrame)) {
        changeLayout();
    }
}

QSize TimelineView::sizeHint() const {
    return {320, static_cast<int>(m_layout.preferredHeight())};
}

QSize TimelineView::minimumSizeHint() const {
    return {160, static_cast<int>(m_layout.smallestHeight())};
}

void TimelineView::changeLayout() {
    picturesChanged();
    emit layoutChanged();
}

TimelineScene TimelineView::scene() const {
    QFont small = font();
    small.setPointSizeF(std::max(7.0, font().pointSizeF() - 1.5));
    return {m_contents, m_layout, palette(), small, m_pictures, m_pictureAspect, devicePixelRatioF()};
}

void TimelineView::repaintBackdrop() {
    m_backdrop = QPixmap(size() * devicePixelRatioF());
    m_backdrop.setDevicePixelRatio(devicePixelRatioF());
    m_backdrop.fill(palette().color(QPalette::Window));
    QPainter painter(&m_backdrop);
    painter.setRenderHint(QPainter::Antialiasing);
    const TimelineScene shown = scene();
    paintRuler(painter, shown);
    paintThumbnails(painter, shown);
    paintValueLanes(painter, shown);
    paintCaptions(painter, shown);
}

void TimelineView::paintEvent(QPaintEvent*) {
    if (m_backdrop.isNull()) {
        repaintBackdrop();
    }
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_backdrop);
    if (m_contents.frameCount == 0) {
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    const TimelineScene shown = scene();
    paintMarkers(painter, shown, markers());
    paintPlayhead(painter, shown, value());
    if (hasFocus()) {
        painter.setPen(QPen(palette().color(QPalette::Highlight), 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

void TimelineView::resizeEvent(QResizeEvent* event) {
    QAbstractSlider::resizeEvent(event);
    m_layout.setSize(size());
    changeLayout();
}

void TimelineView::changeEvent(QEvent* event) {
    QAbstractSlider::changeEvent(event);
    picturesChanged();
}

void TimelineView::sliderChange(SliderChange change) {
    QAbstractSlider::sliderChange(change);
    const auto how = isSliderDown() ? TimelineLayout::Reveal::Nearly : TimelineLayout::Reveal::Paging;
    if (change == SliderValueChange && m_layout.reveal(value(), how)) {
        changeLayout();
    }
    update();
}

bool TimelineView::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), toolTipAt(help->pos()), this);
        return true;
    }
    if (event->type() == QEvent::ShortcutOverride && m_mouse.isPressed()) {
        // While a marker is dragged, Esc is for it alone.
        event->setAccepted(static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape);
        return true;
    }
    return QAbstractSlider::event(event);
}

QString TimelineView::toolTipAt(const QPointF& position) const {
    const int frame = m_layout.frameAt(position.x());
    for (const ShownMarker& marker : markers()) {
        if (markerRect(m_layout, marker.frame).contains(position)) {
            return markerText(marker);
        }
    }
    for (const CaptionSpan& span : m_contents.captions) {
        if (m_layout.captions().contains(position) && frame >= span.firstFrame && frame <= span.lastFrame) {
            return span.text;
        }
    }
    for (std::size_t number = 0; number < m_contents.lanes.size(); ++number) {
        const TimelineLane& lane = m_contents.lanes[number];
        if (!m_layout.lane(static_cast<int>(number)).contains(position)) {
            continue;
        }
        for (std::size_t place = 0; place < lane.values.size(); ++place) {
            if (std::abs(m_layout.centreOf(lane.frameOf(place)) - position.x()) <= 8) {
                const QString value = shareText(static_cast<double>(lane.values[place]));
                return tr("%1 of frame %2: %3").arg(lane.name, QLocale().toString(lane.frameOf(place)), value);
            }
        }
        return lane.name;
    }
    return {};
}

void TimelineView::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && m_contents.frameCount > 0) {
        emit hovered(-1);
        m_mouse.press(event->position());
    }
}

void TimelineView::mouseMoveEvent(QMouseEvent* event) {
    if (m_mouse.isPressed()) {
        m_mouse.move(event->position());
        return;
    }
    const bool isOnMarker = markerAt(m_layout, markers(), event->position()).has_value();
    setCursor(isOnMarker ? Qt::OpenHandCursor : Qt::ArrowCursor);
    const bool isOnPictures = event->position().y() < m_layout.thumbnails().bottom();
    emit hovered(isOnPictures && m_contents.frameCount > 0 ? m_layout.frameAt(event->position().x()) : -1);
}

void TimelineView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && m_mouse.isPressed()) {
        m_mouse.release();
    }
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent* event) {
    const bool isOnMarker = markerAt(m_layout, markers(), event->position()).has_value();
    if (event->button() == Qt::LeftButton && m_contents.frameCount > 0 && !isOnMarker) {
        emit frameAddRequested(m_layout.frameAt(event->position().x()));
    }
}

void TimelineView::leaveEvent(QEvent*) {
    emit hovered(-1);
}

void TimelineView::contextMenuEvent(QContextMenuEvent* event) {
    if (m_contents.frameCount == 0) {
        return;
    }
    emit hovered(-1);
    if (event->reason() == QContextMenuEvent::Keyboard) {
        const bool isMarked =
            std::ranges::find(m_contents.markers, value(), &StoryMarker::frame) != m_contents.markers.end();
        const QPointF place(m_layout.centreOf(value()), m_layout.thumbnails().center().y());
        emit menuRequested(value(), isMarked ? value() : -1, mapToGlobal(place.toPoint()));
        return;
    }
    emit menuRequested(m_layout.frameAt(event->pos().x()),
                       markerAt(m_layout, markers(), QPointF(event->pos())).value_or(-1), event->globalPos());
}

void TimelineView::wheelEvent(QWheelEvent* event) {
    event->accept();
    const QPoint turned = event->angleDelta();
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        if (m_layout.zoom(std::exp2(turned.y() / notch / notchesPerDoubling), event->position().x())) {
            changeLayout();
        }
        return;
    }
    const int most = std::abs(turned.x()) > std::abs(turned.y()) ? turned.x() : turned.y();
    const double pixels = event->pixelDelta().isNull() || event->pixelDelta().x() == 0 ? most / notch * pixelsPerNotch
                                                                                       : event->pixelDelta().x();
    scrollTo(m_layout.scrollPosition() - pixels / m_layout.pixelsPerFrame());
}

void TimelineView::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && m_mouse.cancel()) {
        return;
    }
    QAbstractSlider::keyPressEvent(event);
}

} // namespace storyscope::ui
