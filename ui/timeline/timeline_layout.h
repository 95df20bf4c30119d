// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>
#include <QSizeF>
#include <vector>

namespace storyscope::ui {

/// Where things are on a timeline. Across: every frame is equally wide; zoomed in, a part of the frames is seen. Down:
/// ruler, thumbnails, lanes of values, captions, markers. A plain value.
class TimelineLayout {
public:
    static constexpr double sideMargin = 12;         ///< half a marker, so that the ends show whole ones
    static constexpr double widestFrame = 96;        ///< pixels, when zoomed in as far as it goes
    static constexpr double smallestThumbnails = 28; ///< height

    void setFrameCount(int count);
    void setSize(const QSizeF& size);
    /// Lanes of values, and whether there is a lane of captions.
    void setLanes(int valueLanes, int captionLanes);

    int frameCount() const { return m_frameCount; }
    double pixelsPerFrame() const { return fittingPixelsPerFrame() * m_zoom; }
    double leftOf(int frame) const;
    double centreOf(int frame) const { return leftOf(frame) + pixelsPerFrame() / 2; }
    /// The frame at a place, also of what lies beside the visible part; clamped to all frames.
    int frameAt(double x) const;
    int firstVisibleFrame() const { return frameAt(0); }
    int lastVisibleFrame() const { return frameAt(m_size.width()); }

    bool isZoomed() const { return m_zoom > 1; }
    bool canZoomIn() const { return pixelsPerFrame() < widestFrame; }
    /// The frame at `x` stays where it is. False if nothing changed.
    bool zoom(double factor, double x);
    bool fit();

    /// In frames; the part that is seen begins at scrollPosition().
    double scrollPosition() const { return m_first; }
    double visibleFrames() const { return m_frameCount / m_zoom; }
    bool scrollTo(double firstFrame);

    enum class Reveal {
        Nearly, ///< scrolls as little as is needed: for dragging
        Paging, ///< scrolls on by most of a page: for playing
    };
    bool reveal(int frame, Reveal how);

    QRectF ruler() const { return across(0, rulerHeight); }
    QRectF thumbnails() const { return across(rulerHeight, thumbnailsHeight()); }
    QRectF lane(int number) const;
    QRectF captions() const;
    QRectF markers() const;
    double preferredHeight() const { return fixedHeight() + 42; }
    double smallestHeight() const { return fixedHeight() + smallestThumbnails; }

private:
    static constexpr double rulerHeight = 18;
    static constexpr double laneHeight = 18;
    static constexpr double captionHeight = 18;
    static constexpr double markerHeight = 24;

    QRectF across(double top, double height) const { return {0, top, m_size.width(), height}; }
    double fixedHeight() const;
    double thumbnailsHeight() const;
    double fittingPixelsPerFrame() const;

    QSizeF m_size;
    int m_frameCount = 0;
    int m_valueLanes = 0;
    int m_captionLanes = 0;
    double m_zoom = 1;  ///< 1: all frames are seen
    double m_first = 0; ///< frames scrolled away to the left
};

} // namespace storyscope::ui
