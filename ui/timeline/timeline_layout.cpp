// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline_layout.h"

#include <algorithm>
#include <cmath>

namespace storyscope::ui {

void TimelineLayout::setFrameCount(int count) {
    m_frameCount = count;
    m_zoom = std::clamp(m_zoom, 1.0, std::max(1.0, widestFrame / fittingPixelsPerFrame()));
    scrollTo(m_first);
}

void TimelineLayout::setSize(const QSizeF& size) {
    m_size = size;
    m_zoom = std::clamp(m_zoom, 1.0, std::max(1.0, widestFrame / fittingPixelsPerFrame()));
    scrollTo(m_first);
}

void TimelineLayout::setLanes(int valueLanes, int captionLanes) {
    m_valueLanes = valueLanes;
    m_captionLanes = captionLanes;
}

double TimelineLayout::fittingPixelsPerFrame() const {
    return std::max(1.0, m_size.width() - 2 * sideMargin) / std::max(1, m_frameCount);
}

double TimelineLayout::leftOf(int frame) const {
    return sideMargin + (frame - m_first) * pixelsPerFrame();
}

int TimelineLayout::frameAt(double x) const {
    const double frame = std::floor(m_first + (x - sideMargin) / pixelsPerFrame());
    return static_cast<int>(std::clamp(frame, 0.0, static_cast<double>(std::max(0, m_frameCount - 1))));
}

bool TimelineLayout::zoom(double factor, double x) {
    const double under = m_first + (x - sideMargin) / pixelsPerFrame();
    const double before = m_zoom;
    m_zoom = std::clamp(m_zoom * factor, 1.0, std::max(1.0, widestFrame / fittingPixelsPerFrame()));
    if (m_zoom == before) {
        return false;
    }
    scrollTo(under - (x - sideMargin) / pixelsPerFrame());
    return true;
}

bool TimelineLayout::fit() {
    const bool wasZoomed = isZoomed();
    m_zoom = 1;
    m_first = 0;
    return wasZoomed;
}

bool TimelineLayout::scrollTo(double firstFrame) {
    const double before = m_first;
    m_first = std::clamp(firstFrame, 0.0, std::max(0.0, m_frameCount - visibleFrames()));
    return m_first != before;
}

bool TimelineLayout::reveal(int frame, Reveal how) {
    const double visible = visibleFrames();
    if (frame >= m_first && frame + 1 <= m_first + visible) {
        return false;
    }
    const double ahead = how == Reveal::Paging ? 0.1 * visible : std::max(0.0, visible - 1);
    return scrollTo(frame < m_first ? frame - (visible - 1 - ahead) : frame - ahead);
}

double TimelineLayout::fixedHeight() const {
    return rulerHeight + m_valueLanes * laneHeight + m_captionLanes * captionHeight + markerHeight;
}

double TimelineLayout::thumbnailsHeight() const {
    return std::max(smallestThumbnails, m_size.height() - fixedHeight());
}

QRectF TimelineLayout::lane(int number) const {
    return across(thumbnails().bottom() + number * laneHeight, laneHeight);
}

QRectF TimelineLayout::captions() const {
    return across(thumbnails().bottom() + m_valueLanes * laneHeight, m_captionLanes * captionHeight);
}

QRectF TimelineLayout::markers() const {
    return across(captions().bottom(), markerHeight);
}

} // namespace storyscope::ui
