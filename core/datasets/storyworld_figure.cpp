// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/storyworld_figure.h"

#include <array>

namespace storyscope::datasets::storyworld {

namespace {

constexpr double headRadius = 0.165;
constexpr Color eyeColor = {34, 28, 34};

/// One person being drawn: turns body coordinates into the picture's.
class Body {
public:
    Body(Canvas& canvas, const Figure& figure)
        : m_canvas(canvas), m_figure(figure), m_look(characters()[static_cast<std::size_t>(figure.character)]),
          m_bones(skeletonOf(figure.pose, figure.progress)) {}

    void draw() {
        arm(m_bones.handFar, m_bones.elbowFar, darker(m_look.coat, 0.18));
        leg(m_bones.footFar, m_bones.kneeFar, darker(m_look.trousers, 0.18));
        leg(m_bones.footNear, m_bones.kneeNear, m_look.trousers);
        hairBehind();
        torso();
        head();
        arm(m_bones.handNear, m_bones.elbowNear, darker(m_look.coat, 0.08));
    }

private:
    Point at(Point p) const {
        const double s = m_figure.height;
        if (m_bones.asleep) {
            // Lying on the back, head towards the facing side.
            return {m_figure.feet.x + m_figure.facing * (p.y - 0.5) * s, m_figure.feet.y - (p.x + 0.12) * s};
        }
        return {m_figure.feet.x + m_figure.facing * p.x * s, m_figure.feet.y - (p.y + m_bones.lift) * s};
    }
    double length(double share) const { return share * m_figure.height; }
    Point onHead(double x, double y) const {
        return at({m_bones.head.x + x * headRadius, m_bones.head.y + y * headRadius});
    }
    void blob(double x, double y, double rx, double ry, const Color& color) {
        const double a = length(rx * headRadius);
        const double b = length(ry * headRadius);
        m_canvas.ellipse(onHead(x, y), m_bones.asleep ? b : a, m_bones.asleep ? a : b, color);
    }
    void line(double x0, double y0, double x1, double y1, double width, const Color& color) {
        m_canvas.stroke(onHead(x0, y0), onHead(x1, y1), length(width * headRadius), color);
    }

    static Point joint(Point from, Point to, double bend) {
        return {(from.x + to.x) / 2 + (to.y - from.y) * bend, (from.y + to.y) / 2 - (to.x - from.x) * bend};
    }
    void arm(Point hand, double bend, const Color& sleeve) {
        const Point shoulder = {m_bones.neck.x + (hand.x > m_bones.neck.x ? 0.07 : -0.07), m_bones.neck.y - 0.045};
        const Point elbow = joint(shoulder, hand, bend);
        m_canvas.stroke(at(shoulder), at(elbow), length(0.085), sleeve);
        m_canvas.stroke(at(elbow), at(hand), length(0.075), sleeve);
        m_canvas.circle(at(hand), length(0.045), m_look.skin);
    }
    void leg(Point foot, double bend, const Color& cloth) {
        const Point top = {m_bones.hip.x + (foot.x > m_bones.hip.x ? 0.035 : -0.035), m_bones.hip.y - 0.01};
        const Point ankle = {foot.x, foot.y + 0.03};
        const Point knee = joint(top, ankle, bend);
        const Color& color = m_look.dress ? m_look.skin : cloth;
        m_canvas.stroke(at(top), at(knee), length(0.10), color);
        m_canvas.stroke(at(knee), at(ankle), length(0.08), color);
        m_canvas.stroke(at({foot.x - 0.01, foot.y + 0.015}), at({foot.x + 0.07, foot.y + 0.015}), length(0.06),
                        {62, 44, 40});
    }
    void torso() {
        const Point n = m_bones.neck;
        const Point h = m_bones.hip;
        const double hem = m_look.dress ? 0.165 : 0.105;
        const double drop = m_look.dress ? 0.10 : 0.02;
        const std::array<Point, 6> outline = {at({n.x - 0.075, n.y}),        at({n.x + 0.075, n.y}),
                                              at({n.x + 0.115, n.y - 0.05}), at({h.x + hem, h.y - drop}),
                                              at({h.x - hem, h.y - drop}),   at({n.x - 0.115, n.y - 0.05})};
        m_canvas.convex(outline, m_look.coat);
        m_canvas.stroke(at({n.x, n.y - 0.02}), at({n.x, n.y + 0.05}), length(0.07), darker(m_look.skin, 0.1));
        m_canvas.stroke(at({n.x + 0.02, n.y - 0.03}), at({h.x + 0.02, h.y}), length(0.014), darker(m_look.coat, 0.25));
    }
    void hairBehind();
    void hairInFront();
    void hat();
    void face();
    void head() {
        blob(0, 0, 1, 1.02, m_look.skin);
        blob(-0.78, -0.08, 0.2, 0.24, darker(m_look.skin, 0.12));
        face();
        hairInFront();
        hat();
    }

    Canvas& m_canvas;
    const Figure& m_figure;
    const Character& m_look;
    Skeleton m_bones;
};

void Body::hairBehind() {
    const Color& color = m_look.hairColor;
    switch (m_look.hair) {
    case Hair::Long:
        blob(-0.3, -0.3, 1.02, 1.35, darker(color, 0.1));
        break;
    case Hair::Curly:
        for (const Point p :
             {Point{-1.0, -0.3}, {-1.05, 0.35}, {-0.65, 0.85}, {0.0, 1.05}, {0.6, 0.85}, {-0.75, -0.75}}) {
            blob(p.x, p.y, 0.52, 0.52, color);
        }
        break;
    case Hair::Ponytail:
        line(-0.85, 0.4, -1.5, -0.7, 0.5, color);
        blob(-0.95, 0.45, 0.34, 0.34, darker(color, 0.15));
        break;
    case Hair::Bun:
        blob(-0.95, 0.75, 0.46, 0.46, darker(color, 0.12));
        break;
    default:
        break;
    }
}

void Body::hairInFront() {
    const Color& color = m_look.hairColor;
    if (m_look.hair == Hair::Bald) {
        blob(-0.85, 0.15, 0.26, 0.4, color);
        return;
    }
    std::array<Point, 14> cap;
    for (std::size_t i = 0; i < cap.size(); ++i) {
        const double turns = 0.055 + 0.53 * static_cast<double>(i) / (cap.size() - 1);
        cap[i] = onHead(1.06 * cosine(turns), 1.1 * sine(turns));
    }
    m_canvas.convex(cap, color);
    if (m_look.hair == Hair::Spiky) {
        for (int i = 0; i < 5; ++i) {
            const double x = -0.8 + 0.4 * i;
            m_canvas.convex({onHead(x - 0.24, 0.72), onHead(x + 0.26, 0.72), onHead(x + 0.1, 1.45)}, color);
        }
    }
    if (m_look.hair == Hair::Curly) {
        blob(0.35, 0.78, 0.42, 0.38, color);
        blob(-0.3, 0.85, 0.45, 0.4, color);
    }
    if (m_look.hair != Hair::Spiky) {
        blob(-0.80, 0.2, 0.26, 0.5, color);
    }
}

void Body::hat() {
    const Color& color = m_look.hatColor;
    if (m_look.hat == Hat::None || m_bones.asleep) {
        return;
    }
    std::array<Point, 12> crown;
    for (std::size_t i = 0; i < crown.size(); ++i) {
        const double turns = 0.03 + 0.47 * static_cast<double>(i) / (crown.size() - 1);
        crown[i] = onHead(1.1 * cosine(turns), 0.22 + 1.02 * sine(turns));
    }
    m_canvas.convex(crown, color);
    switch (m_look.hat) {
    case Hat::Cap:
        line(0.2, 0.42, 1.5, 0.36, 0.24, darker(color, 0.2));
        break;
    case Hat::Beanie:
        line(-1.0, 0.42, 1.0, 0.42, 0.34, darker(color, 0.25));
        blob(0, 1.3, 0.26, 0.26, lighter(color, 0.5));
        break;
    default:
        line(-1.6, 0.46, 1.6, 0.46, 0.24, darker(color, 0.1));
        line(-0.95, 0.66, 0.95, 0.66, 0.2, {190, 60, 50});
    }
}

void Body::face() {
    if (m_look.beard) {
        blob(0.2, -0.62, 0.72, 0.46, m_look.hair == Hair::Bald ? Color{214, 214, 216} : m_look.hairColor);
    }
    if (m_look.glasses) {
        for (const double x : {0.1, 0.7}) {
            blob(x, 0.08, 0.3, 0.3, {40, 36, 50});
            blob(x, 0.08, 0.22, 0.22, {232, 244, 252});
        }
        line(-0.2, 0.1, -0.8, 0.14, 0.09, {40, 36, 50});
    }
    if (m_bones.asleep) {
        line(0.0, 0.05, 0.25, 0.0, 0.1, eyeColor);
        line(0.55, 0.0, 0.8, 0.05, 0.1, eyeColor);
    } else {
        blob(0.12, 0.08, 0.12, 0.17, eyeColor);
        blob(0.68, 0.08, 0.12, 0.17, eyeColor);
    }
    if (m_bones.smile) {
        const Point mouth = onHead(0.38, -0.36);
        m_canvas.segment(mouth, length(0.40 * headRadius), length(0.36 * headRadius), 0, 0.5, {168, 36, 48});
        m_canvas.segment(mouth, length(0.34 * headRadius), length(0.13 * headRadius), 0, 0.5, {255, 255, 255});
        blob(-0.22, -0.28, 0.18, 0.13, {240, 140, 130});
    } else {
        line(0.22, -0.46, 0.54, -0.46, 0.1, {130, 50, 50});
    }
}

} // namespace

void drawPerson(Canvas& canvas, const Figure& figure) {
    Body(canvas, figure).draw();
}

} // namespace storyscope::datasets::storyworld
