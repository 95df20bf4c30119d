// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSize>

namespace storyscope::ui {

/// Where a picture lies in the widget that shows it: whole and as large as it fits, or at a scale of its own with one
/// of its places in the middle. A plain value; everything is in device pixels, so that a scale of 1 is pixel for pixel.
class FrameZoom {
public:
    static constexpr double largestScale = 64;

    struct Sizes {
        QSize picture; ///< pixels; not empty
        QSizeF view;   ///< the widget's device pixels
    };

    bool isFitted() const { return m_scale == 0; }
    void fit() { *this = {}; }

    /// Device pixels per pixel of the picture.
    double scale(const Sizes& sizes) const;
    /// Whole device pixels; may reach far beyond the view.
    QRectF pictureRect(const Sizes& sizes) const;

    enum class Direction { In, Out };
    /// The next scale of 1:8, 1:4, 1:2, 1, 2, 3, 4, 6, … and the one that fits.
    double nextScale(Direction direction, const Sizes& sizes) const;
    /// What is under `anchor` stays there. The scale that fits fits from then on.
    void zoomTo(double scale, const QPointF& anchor, const Sizes& sizes);

    /// Part of the picture is outside of the view.
    bool canPan(const Sizes& sizes) const;
    /// Moves the picture by so many device pixels, but never away from the view's edges.
    void panBy(const QPointF& distance, const Sizes& sizes);

private:
    void setCentre(const QPointF& centre, const Sizes& sizes);

    double m_scale = 0;            ///< 0: fitted
    QPointF m_centre = {0.5, 0.5}; ///< the place in the middle of the view, as shares of the picture's width and height
};

} // namespace storyscope::ui
