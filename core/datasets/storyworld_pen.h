// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/storyworld_objects.h"

namespace storyscope::datasets::storyworld {

/// Draws one thing in its own coordinates: (0, 0) is the middle of its underside, x forwards, y upwards, in shares of
/// the picture. Lives for one drawThing() call.
class Pen {
public:
    Pen(Canvas& canvas, const Placement& placement) : m_canvas(canvas), m_placement(placement) {}

    Point at(double x, double y) const { return {m_placement.base.x + m_placement.facing * x, m_placement.base.y - y}; }
    Canvas& canvas() { return m_canvas; }

    void box(double x0, double y0, double x1, double y1, const Color& color) {
        m_canvas.convex({at(x0, y0), at(x1, y0), at(x1, y1), at(x0, y1)}, color);
    }
    /// A box with round corners.
    void soft(double x0, double y0, double x1, double y1, double radius, const Color& color) {
        const Point a = at(x0, y1);
        const Point b = at(x1, y0);
        m_canvas.rounded({a.x < b.x ? a.x : b.x, a.y}, {a.x < b.x ? b.x : a.x, b.y}, radius, color);
    }
    void four(Point a, Point b, Point c, Point d, const Color& color) {
        m_canvas.convex({at(a.x, a.y), at(b.x, b.y), at(c.x, c.y), at(d.x, d.y)}, color);
    }
    void three(Point a, Point b, Point c, const Color& color) {
        m_canvas.convex({at(a.x, a.y), at(b.x, b.y), at(c.x, c.y)}, color);
    }
    void blob(double x, double y, double radiusX, double radiusY, const Color& color, double tiltTurns = 0) {
        m_canvas.ellipse(at(x, y), radiusX, radiusY, color, tiltTurns);
    }
    void disc(double x, double y, double radius, const Color& color) { m_canvas.circle(at(x, y), radius, color); }
    void ring(double x, double y, double radius, double width, const Color& color) {
        m_canvas.ring(at(x, y), radius, width, color);
    }
    void line(double x0, double y0, double x1, double y1, double width, const Color& color) {
        m_canvas.stroke(at(x0, y0), at(x1, y1), width, color);
    }

private:
    Canvas& m_canvas;
    const Placement& m_placement;
};

} // namespace storyscope::datasets::storyworld
