// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/picture.h"
#include "core/story/story.h"

#include <cstdint>
#include <initializer_list>
#include <opencv2/core.hpp>
#include <optional>
#include <span>
#include <vector>

namespace storyscope::datasets::storyworld {

/// A place in the picture: (0, 0) is the top left, (1, 1) the bottom right.
struct Point {
    double x = 0;
    double y = 0;
};

struct Color {
    int red = 0; ///< [0, 255]
    int green = 0;
    int blue = 0;
};

/// Between two colours; 0 is the first, 1 the second.
Color blend(const Color& first, const Color& second, double share);
inline Color darker(const Color& color, double share) {
    return blend(color, {0, 0, 0}, share);
}
inline Color lighter(const Color& color, double share) {
    return blend(color, {255, 255, 255}, share);
}

/// Sine of a full turn, by polynomial: no libm, so no difference between machines.
double sine(double turns);
inline double cosine(double turns) {
    return sine(turns + 0.25);
}

/// Where shapes are drawn, in coordinates of the unit square, so that a scene is the same at every size. Shapes drawn
/// between beginEntity() and endEntity() belong to that entity, whose bounds are kept. One thread at a time.
class Canvas {
public:
    enum class Kind {
        Picture, ///< anti-aliased colour
        Labels,  ///< every pixel holds the number of the entity on top, 0 for the background
    };
    Canvas(Kind kind, int sizePixels);

    void setMirrored(bool mirrored) { m_mirrored = mirrored; }
    /// -1 on a mirrored canvas: a sign that must not be reversed multiplies its x by this.
    int handedness() const { return m_mirrored ? -1 : 1; }
    /// Multiplies every colour: the light of the hour.
    void setTint(const Color& tint) { m_tint = tint; }
    /// Shapes of this entity are left out of the picture.
    void setHidden(int entity) { m_hidden = entity; }
    /// Shapes drawn as a veil (rain, snow) hide nothing.
    void setVeil(bool veil) { m_veil = veil; }

    void beginEntity(int entity);
    void endEntity() { m_entity = 0; }

    /// Convex outline.
    void convex(std::span<const Point> outline, const Color& color);
    void convex(std::initializer_list<Point> outline, const Color& color) {
        convex(std::span(outline.begin(), outline.size()), color);
    }
    void rectangle(Point topLeft, Point bottomRight, const Color& color);
    void rounded(Point topLeft, Point bottomRight, double radius, const Color& color);
    void ellipse(Point center, double radiusX, double radiusY, const Color& color, double tiltTurns = 0);
    void circle(Point center, double radius, const Color& color) { ellipse(center, radius, radius, color); }
    /// The part of an ellipse above (`fromTurns` 0.5 … 1 is the upper half) from one angle to another, as a filled
    /// segment.
    void segment(Point center, double radiusX, double radiusY, double fromTurns, double toTurns, const Color& color);
    void ring(Point center, double radius, double width, const Color& color);
    /// A thick line with round ends.
    void stroke(Point from, Point to, double width, const Color& color);
    /// From colour to colour downwards, over the full width. Never part of an entity.
    void gradient(double top, double bottom, const Color& upper, const Color& lower);

    /// Darkens an ellipse of what is drawn already: a shadow on the ground. Never part of an entity.
    void shade(Point center, double radiusX, double radiusY);

    Picture picture() const;
    /// Bounds of the entity's shapes, cut to the picture; none if nothing of it was drawn there.
    std::optional<Box> bounds(int entity) const;
    /// Pixels of a Labels canvas where the entity is on top.
    int visiblePixels(int entity) const;

private:
    struct Bounds {
        double left = 2, top = 2, right = -1, bottom = -1;
    };
    cv::Scalar ink(const Color& color) const;
    cv::Point fixed(const Point& point) const;
    bool note(std::span<const Point> outline);

    Kind m_kind;
    int m_size;
    cv::Mat m_pixels;
    bool m_mirrored = false;
    bool m_veil = false;
    Color m_tint = {255, 255, 255};
    int m_entity = 0;
    int m_hidden = -1;
    std::vector<Bounds> m_bounds;
};

} // namespace storyscope::datasets::storyworld
