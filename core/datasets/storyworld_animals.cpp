// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/storyworld_figure.h"

namespace storyscope::datasets::storyworld {

namespace {

/// One dog or cat being drawn. Unit: the height of a standing animal is 0.75, its length about 1.
class Beast {
public:
    Beast(Canvas& canvas, const Figure& figure)
        : m_canvas(canvas), m_figure(figure), m_look(characters()[static_cast<std::size_t>(figure.character)]) {}

    void draw() {
        switch (m_figure.pose) {
        case Pose::Sleep:
            asleep();
            break;
        case Pose::Sit:
        case Pose::SitUp:
        case Pose::Wave:
            seated();
            break;
        default:
            upright();
        }
    }

private:
    Point at(double x, double y) const {
        return {m_figure.feet.x + m_figure.facing * x * m_figure.height,
                m_figure.feet.y - (y + m_lift) * m_figure.height};
    }
    double length(double share) const { return share * m_figure.height; }
    void blob(double x, double y, double rx, double ry, const Color& color, double tilt = 0) {
        m_canvas.ellipse(at(x, y), length(rx), length(ry), color, -tilt * m_figure.facing);
    }
    void line(double x0, double y0, double x1, double y1, double width, const Color& color) {
        m_canvas.stroke(at(x0, y0), at(x1, y1), length(width), color);
    }
    bool isDog() const { return m_look.species == Species::Dog; }

    void legs(double step, double lift) {
        const Color far = darker(m_look.skin, 0.2);
        line(-0.28, 0.34, -0.28 - 0.14 * step, 0.05 + lift, 0.11, far);
        line(0.24, 0.34, 0.24 + 0.14 * step, 0.05 + lift, 0.11, far);
        line(-0.24, 0.34, -0.24 + 0.16 * step, 0.05, 0.12, m_look.skin);
        line(0.28, 0.34, 0.28 - 0.16 * step, 0.05, 0.12, m_look.skin);
        blob(-0.22 + 0.16 * step, 0.045, 0.08, 0.045, m_look.hairColor);
        blob(0.30 - 0.16 * step, 0.045, 0.08, 0.045, m_look.hairColor);
    }
    void tail(double x, double y, double wag) {
        if (isDog()) {
            line(x, y, x - 0.22, y + 0.24 + wag, 0.09, m_look.skin);
        } else {
            line(x, y, x - 0.20, y + 0.10, 0.075, m_look.skin);
            line(x - 0.20, y + 0.10, x - 0.18 + wag, y + 0.40, 0.075, m_look.skin);
        }
    }
    void head(double x, double y, bool eyesClosed, bool mouthOpen);
    void upright();
    void seated();
    void asleep();

    Canvas& m_canvas;
    const Figure& m_figure;
    const Character& m_look;
    double m_lift = 0;
};

void Beast::head(double x, double y, bool eyesClosed, bool mouthOpen) {
    const Color fur = m_look.skin;
    const Color second = m_look.hairColor;
    constexpr Color ink = {34, 28, 34};
    if (!isDog()) {
        for (const double side : {-0.12, 0.12}) {
            m_canvas.convex(
                {at(x + side - 0.09, y + 0.10), at(x + side + 0.09, y + 0.10), at(x + side * 1.3, y + 0.32)}, fur);
            m_canvas.convex(
                {at(x + side - 0.04, y + 0.12), at(x + side + 0.05, y + 0.12), at(x + side * 1.25, y + 0.25)},
                {240, 170, 170});
        }
    }
    blob(x, y, isDog() ? 0.20 : 0.22, 0.19, fur);
    if (isDog()) {
        blob(x + 0.17, y - 0.06, 0.15, 0.10, lighter(fur, 0.35));
        blob(x + 0.29, y - 0.02, 0.05, 0.045, ink);
        blob(x - 0.13, y - 0.02, 0.085, 0.19, second, 0.03);
    } else {
        blob(x + 0.07, y - 0.08, 0.12, 0.085, second);
        blob(x + 0.08, y - 0.04, 0.035, 0.025, {230, 120, 130});
        for (const double dy : {-0.03, 0.03}) {
            line(x + 0.14, y - 0.07, x + 0.33, y - 0.07 + dy, 0.012, {240, 240, 240});
        }
    }
    const double eye = isDog() ? 0.06 : 0.04;
    for (const double dx : {eye - 0.05, eye + 0.09}) {
        if (eyesClosed) {
            line(x + dx - 0.03, y + 0.05, x + dx + 0.03, y + 0.05, 0.02, ink);
        } else {
            blob(x + dx, y + 0.055, 0.026, 0.036, isDog() ? ink : Color{30, 90, 40});
        }
    }
    if (mouthOpen) {
        blob(x + (isDog() ? 0.18 : 0.09), y - 0.15, 0.05, 0.07, {226, 92, 104});
    }
}

void Beast::upright() {
    const Pose pose = m_figure.pose;
    const double beat = cosine((m_figure.progress - 0.5) * 3);
    const bool eats = pose == Pose::Eat || pose == Pose::Drink;
    const bool jumps = pose == Pose::Jump || pose == Pose::Dance || pose == Pose::Cheer;
    const bool runs = pose == Pose::Run;
    m_lift = jumps ? 0.30 * (beat > 0 ? beat : 0) : (runs ? 0.07 : 0);
    tail(-0.40, 0.46, 0.06 * beat);
    const double step = jumps ? -1.1 : runs ? 1.5 * beat : pose == Pose::Walk || pose == Pose::Carry ? 0.8 * beat : 0;
    legs(step, runs ? 0.10 : 0.03);
    blob(0, 0.42, 0.46, runs ? 0.18 : 0.20, m_look.skin, jumps ? 0.05 : 0);
    blob(0.02, 0.34, 0.30, 0.09, lighter(m_look.skin, 0.3));
    const double headX = eats ? 0.56 : jumps ? 0.40 : 0.46;
    const double headY = (eats ? 0.26 + 0.02 * beat : jumps ? 0.82 : pose == Pose::Search ? 0.36 : 0.68);
    line(0.34, 0.46, headX - 0.04, headY - 0.06, 0.22, m_look.skin);
    line(0.33, headY > 0.5 ? 0.58 : 0.42, 0.47, headY > 0.5 ? 0.49 : 0.28, 0.06, m_look.coat);
    head(headX, headY, false, jumps || runs || pose == Pose::Talk);
}

void Beast::seated() {
    const double beat = cosine((m_figure.progress - 0.5) * 2);
    tail(-0.22, 0.14, 0.05 * beat);
    blob(-0.08, 0.22, 0.25, 0.22, m_look.skin);
    blob(0.04, 0.36, 0.18, 0.30, m_look.skin, 0.02);
    blob(0.10, 0.36, 0.09, 0.2, lighter(m_look.skin, 0.3));
    line(0.12, 0.34, 0.15, 0.05, 0.11, m_look.skin);
    line(0.03, 0.30, 0.05, 0.05, 0.11, darker(m_look.skin, 0.15));
    line(0.02, 0.57, 0.19, 0.55, 0.06, m_look.coat);
    head(0.12, 0.74 + 0.01 * beat, false, m_figure.pose != Pose::Sit);
}

void Beast::asleep() {
    const double breath = 0.012 * cosine((m_figure.progress - 0.5) * 2);
    line(-0.36, 0.10, -0.08, 0.06, 0.09, m_look.hairColor);
    blob(-0.04, 0.20, 0.44, 0.20 + breath, m_look.skin);
    blob(-0.22, 0.17, 0.21, 0.16, darker(m_look.skin, 0.12));
    line(0.10, 0.07, 0.40, 0.06, 0.11, m_look.skin);
    head(0.36, 0.20, true, false);
}

} // namespace

void drawAnimal(Canvas& canvas, const Figure& figure) {
    Beast(canvas, figure).draw();
}

} // namespace storyscope::datasets::storyworld
