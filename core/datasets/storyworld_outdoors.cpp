// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/storyworld_places.h"
#include "core/datasets/storyworld_random.h"

#include <array>

namespace storyscope::datasets::storyworld {

namespace {

/// The parts that outdoor places are made of.
class Outdoors {
public:
    Outdoors(Stage& stage, const Setting& setting)
        : m_stage(stage), m_canvas(stage.canvas()), m_setting(setting),
          m_random(setting.layoutSeed, 100 + static_cast<std::uint64_t>(setting.place)) {}

    void draw() {
        drawSky(m_stage, m_setting, 0.70);
        switch (m_setting.place) {
        case Place::Street:
            return street();
        case Place::Park:
            return park();
        case Place::Beach:
            return beach();
        case Place::Forest:
            return forest();
        case Place::City:
            return city();
        case Place::Home:
            return home();
        default:
            return garden();
        }
    }

private:
    Color ground(const Color& color) const {
        return m_setting.weather == Weather::Snow ? blend(color, {244, 248, 255}, 0.82) : color;
    }
    void ground(double top, const Color& upper, const Color& lower) {
        m_canvas.gradient(top, 1, ground(upper), ground(lower));
    }
    Color wall(int i) const {
        static const std::array<Color, 6> walls = {
            {{226, 150, 110}, {240, 210, 150}, {170, 196, 214}, {206, 126, 118}, {190, 206, 160}, {216, 190, 210}}};
        return walls[static_cast<std::size_t>(i + 2 * m_setting.palette) % walls.size()];
    }
    Color pane() const { return m_setting.light == Light::Night ? Color{255, 226, 130} : Color{176, 214, 236}; }

    void tree(double x, double base, double size, const Color& leaf);
    void fir(double x, double base, double size, const Color& leaf);
    void bush(double x, double base, double size) {
        const Color leaf = ground({70, 150, 76});
        m_canvas.circle({x - size, base - size * 0.5}, size * 0.7, darker(leaf, 0.1));
        m_canvas.circle({x + size, base - size * 0.5}, size * 0.7, darker(leaf, 0.06));
        m_canvas.circle({x, base - size * 0.8}, size, leaf);
    }
    void flower(double x, double y, const Color& color) {
        m_canvas.stroke({x, y}, {x, y + 0.05}, 0.008, {60, 140, 60});
        m_canvas.circle({x, y}, 0.021, color);
        m_canvas.circle({x, y}, 0.009, {255, 236, 140});
    }
    void window(double x, double y, double w, double h) {
        m_stage.begin("window");
        m_canvas.rectangle({x, y}, {x + w, y + h}, {250, 246, 238});
        m_canvas.rectangle({x + 0.012, y + 0.012}, {x + w - 0.012, y + h - 0.012}, pane());
        m_canvas.rectangle({x + w / 2 - 0.005, y}, {x + w / 2 + 0.005, y + h}, {250, 246, 238});
        m_stage.end();
    }
    void street();
    void park();
    void beach();
    void forest();
    void city();
    void home();
    void garden();

    Stage& m_stage;
    Canvas& m_canvas;
    const Setting& m_setting;
    Random m_random;
};

void Outdoors::tree(double x, double base, double size, const Color& leaf) {
    const Color crown = ground(leaf);
    m_stage.begin("tree");
    m_canvas.convex({{x - size * 0.1, base},
                     {x + size * 0.1, base},
                     {x + size * 0.06, base - size * 0.6},
                     {x - size * 0.06, base - size * 0.6}},
                    {120, 80, 50});
    m_canvas.circle({x - size * 0.24, base - size * 0.66}, size * 0.26, darker(crown, 0.14));
    m_canvas.circle({x + size * 0.24, base - size * 0.68}, size * 0.26, darker(crown, 0.08));
    m_canvas.circle({x, base - size * 0.86}, size * 0.32, crown);
    m_canvas.circle({x - size * 0.08, base - size * 0.95}, size * 0.12, lighter(crown, 0.15));
    m_stage.end();
}

void Outdoors::fir(double x, double base, double size, const Color& leaf) {
    const Color needles = ground(leaf);
    m_stage.begin("tree");
    m_canvas.rectangle({x - size * 0.05, base - size * 0.25}, {x + size * 0.05, base}, {104, 70, 46});
    for (int i = 0; i < 3; ++i) {
        const double low = base - size * (0.16 + 0.24 * i);
        const double half = size * (0.28 - 0.06 * i);
        m_canvas.convex({{x - half, low}, {x + half, low}, {x, low - size * 0.42}}, darker(needles, 0.12 - 0.06 * i));
    }
    m_stage.end();
}

void Outdoors::street() {
    double x = -0.04;
    for (int i = 0; i < 4; ++i) {
        const double w = m_random.between(0.24, 0.30);
        const double top = m_random.between(0.2, 0.32);
        m_stage.begin("building");
        m_canvas.rectangle({x, top}, {x + w, 0.64}, wall(i));
        m_canvas.convex({{x - 0.015, top}, {x + w + 0.015, top}, {x + w * 0.8, top - 0.09}, {x + w * 0.2, top - 0.09}},
                        ground({150, 74, 62}));
        m_stage.end();
        for (int k = 0; k < 2; ++k) {
            window(x + w * (0.14 + 0.42 * k), top + 0.05, w * 0.3, 0.1);
        }
        x += w + 0.005;
    }
    m_canvas.gradient(0.64, 0.74, ground({206, 200, 190}), ground({190, 184, 176}));
    m_canvas.gradient(0.74, 1.0, ground({98, 102, 112}), ground({78, 82, 92}));
    m_canvas.rectangle({0, 0.735}, {1, 0.752}, {226, 222, 212});
    for (int i = 0; i < 4; ++i) {
        m_canvas.rectangle({0.04 + 0.27 * i, 0.945}, {0.17 + 0.27 * i, 0.967}, {246, 240, 214});
    }
    const double lamp = m_random.between(0.9, 0.95);
    m_canvas.stroke({lamp, 0.72}, {lamp, 0.26}, 0.016, {54, 58, 66});
    m_canvas.stroke({lamp, 0.26}, {lamp - 0.07, 0.25}, 0.014, {54, 58, 66});
    m_canvas.circle({lamp - 0.075, 0.268}, 0.026, {255, 240, 170});
}

void Outdoors::park() {
    for (int i = 0; i < 5; ++i) {
        bush(0.1 + 0.2 * i, 0.63, m_random.between(0.06, 0.09));
    }
    ground(0.6, {140, 206, 96}, {104, 178, 74});
    m_canvas.convex({{0.46, 0.6}, {0.54, 0.6}, {0.78, 1.0}, {0.28, 1.0}}, ground({234, 210, 160}));
    m_canvas.ellipse({m_random.between(0.74, 0.84), 0.68}, 0.13, 0.032, {110, 176, 226});
    tree(m_random.between(0.05, 0.14), 0.70, 0.46, {86, 168, 80});
    tree(m_random.between(0.86, 0.94), 0.66, 0.40, {112, 182, 74});
    if (m_random.chance(0.5)) {
        tree(m_random.between(0.44, 0.6), 0.62, 0.28, {86, 160, 90});
    }
    for (int i = 0; i < 5; ++i) {
        flower(m_random.between(0.02, 0.98), m_random.between(0.76, 0.93), wall(i));
    }
}

void Outdoors::beach() {
    const Color sea = blend({34, 132, 200}, skyColor(m_setting, true), 0.3);
    m_canvas.gradient(0.46, 0.66, darker(sea, 0.1), lighter(sea, 0.25));
    for (int i = 0; i < 6; ++i) {
        const double x = m_random.between(0, 0.9);
        const double y = m_random.between(0.49, 0.63);
        m_canvas.stroke({x, y}, {x + 0.1, y}, 0.009, lighter(sea, 0.55));
    }
    ground(0.66, {250, 226, 166}, {238, 204, 132});
    m_canvas.ellipse({0.5, 0.66}, 0.7, 0.022, {246, 250, 252});
    const double boat = m_random.between(0.55, 0.8);
    m_canvas.convex({{boat - 0.07, 0.485}, {boat + 0.07, 0.485}, {boat + 0.045, 0.515}, {boat - 0.045, 0.515}},
                    {190, 60, 50});
    m_canvas.convex({{boat, 0.36}, {boat, 0.475}, {boat + 0.065, 0.475}}, {252, 252, 248});
    for (int i = 0; i < 7; ++i) {
        m_canvas.ellipse({m_random.between(0, 1), m_random.between(0.74, 0.98)}, 0.018, 0.007, {222, 184, 116});
    }
    const double star = m_random.between(0.8, 0.95);
    m_canvas.circle({star, 0.93}, 0.018, {250, 130, 100});
    if (m_random.chance(0.6)) {
        const double x = m_random.between(0.06, 0.12);
        m_stage.begin("tree");
        m_canvas.stroke({x, 0.76}, {x + 0.05, 0.36}, 0.034, {160, 112, 66});
        for (const double tilt : {0.04, 0.46, 0.14, 0.36}) {
            const double side = tilt < 0.25 ? 1 : -1;
            m_canvas.ellipse({x + 0.05 + side * 0.07, 0.37}, 0.09, 0.024, {50, 150, 80},
                             side * (0.25 - (tilt < 0.25 ? tilt : 0.5 - tilt)) * 0.55);
        }
        m_stage.end();
    }
}

void Outdoors::forest() {
    m_canvas.gradient(0.3, 0.66, ground({66, 116, 84}), ground({50, 96, 66}));
    for (int i = 0; i < 9; ++i) {
        const double x = 0.06 + 0.115 * i;
        const double low = m_random.between(0.24, 0.34);
        m_canvas.convex({{x - 0.1, 0.62}, {x + 0.1, 0.62}, {x, low - 0.06}}, ground({46, 92, 64}));
    }
    ground(0.62, {96, 128, 62}, {74, 104, 52});
    for (int i = 0; i < 5; ++i) {
        const double x = 0.02 + 0.24 * i + m_random.between(-0.03, 0.03);
        fir(x, m_random.between(0.66, 0.72), m_random.between(0.58, 0.72),
            i % 2 == 0 ? Color{38, 104, 66} : Color{52, 124, 70});
    }
    for (int i = 0; i < 4; ++i) {
        const double x = m_random.between(0.03, 0.97);
        const double y = m_random.between(0.78, 0.97);
        m_canvas.rectangle({x - 0.009, y - 0.03}, {x + 0.009, y}, {244, 234, 214});
        m_canvas.segment({x, y - 0.026}, 0.028, 0.03, 0.5, 1.0, {200, 60, 48});
    }
}

void Outdoors::city() {
    const Color haze = blend(skyColor(m_setting, false), {120, 134, 160}, 0.5);
    for (int i = 0; i < 7; ++i) {
        const double x = -0.03 + 0.15 * i;
        m_canvas.rectangle({x, m_random.between(0.22, 0.42)}, {x + 0.12, 0.64}, haze);
    }
    double x = m_random.between(-0.06, 0.0);
    for (int i = 0; i < 4; ++i) {
        const double w = m_random.between(0.17, 0.24);
        const double top = m_random.between(0.04, 0.26);
        const Color side = blend({84, 102, 140}, wall(i), 0.25);
        m_stage.begin("building");
        m_canvas.rectangle({x, top}, {x + w, 0.66}, side);
        for (int row = 0; row < 6; ++row) {
            for (int column = 0; column < 3; ++column) {
                const double wx = x + w * (0.12 + 0.29 * column);
                const double wy = top + 0.03 + 0.075 * row;
                const bool lit = m_random.chance(m_setting.light == Light::Night ? 0.7 : 0.2);
                if (wy < 0.58) {
                    m_canvas.rectangle({wx, wy}, {wx + w * 0.18, wy + 0.04},
                                       lit ? Color{255, 230, 140} : Color{176, 206, 230});
                }
            }
        }
        m_stage.end();
        x += w + m_random.between(0.02, 0.07);
    }
    m_canvas.gradient(0.66, 1.0, ground({190, 192, 200}), ground({164, 166, 176}));
    for (int i = 0; i < 5; ++i) {
        m_canvas.stroke({0.5 + (i - 2) * 0.12, 0.66}, {0.5 + (i - 2) * 0.42, 1.0}, 0.006, ground({148, 150, 160}));
    }
    m_canvas.rectangle({0, 0.78}, {1, 0.786}, ground({148, 150, 160}));
    m_canvas.rectangle({0, 0.66}, {1, 0.675}, {120, 124, 136});
}

void Outdoors::home() {
    ground(0.62, {136, 196, 92}, {100, 168, 70});
    const double x = m_random.between(0.2, 0.26);
    const Color plaster = wall(1);
    m_stage.begin("building");
    m_canvas.rectangle({x + 0.42, 0.06}, {x + 0.49, 0.24}, {150, 84, 70});
    m_canvas.rectangle({x, 0.3}, {x + 0.6, 0.70}, plaster);
    m_canvas.convex({{x - 0.06, 0.31}, {x + 0.66, 0.31}, {x + 0.3, 0.05}}, ground({190, 74, 58}));
    m_stage.end();
    window(x + 0.05, 0.38, 0.15, 0.13);
    window(x + 0.42, 0.38, 0.13, 0.13);
    m_stage.begin("door");
    m_canvas.rectangle({x + 0.25, 0.42}, {x + 0.38, 0.70}, {250, 244, 232});
    m_canvas.rectangle({x + 0.265, 0.435}, {x + 0.365, 0.70}, darker(wall(3), 0.25));
    m_canvas.circle({x + 0.35, 0.58}, 0.011, {250, 220, 120});
    m_stage.end();
    m_canvas.convex({{x + 0.25, 0.70}, {x + 0.38, 0.70}, {x + 0.52, 1.0}, {x + 0.12, 1.0}}, ground({222, 206, 180}));
    bush(0.08, 0.72, 0.07);
    if (m_random.chance(0.6)) {
        tree(m_random.between(0.93, 0.97), 0.72, 0.46, {98, 170, 76});
    }
}

void Outdoors::garden() {
    m_canvas.rectangle({0, 0.4}, {1, 0.62}, ground({74, 146, 78}));
    for (int i = 0; i < 9; ++i) {
        m_canvas.circle({0.06 + 0.11 * i, 0.41}, 0.07, ground({74, 146, 78}));
    }
    for (int i = 0; i < 11; ++i) {
        const double x = 0.01 + 0.095 * i;
        m_canvas.convex({{x, 0.70}, {x, 0.51}, {x + 0.03, 0.475}, {x + 0.06, 0.51}, {x + 0.06, 0.70}}, {246, 244, 236});
    }
    m_canvas.rectangle({0, 0.55}, {1, 0.575}, {230, 226, 216});
    ground(0.68, {120, 190, 84}, {92, 160, 66});
    m_canvas.ellipse({0.5, 0.725}, 0.62, 0.045, ground({126, 84, 58}));
    for (int i = 0; i < 9; ++i) {
        static const std::array<Color, 4> petals = {{{240, 90, 130}, {250, 200, 60}, {236, 236, 250}, {160, 100, 220}}};
        flower(0.03 + 0.115 * i + m_random.between(-0.02, 0.02), m_random.between(0.655, 0.7),
               petals[static_cast<std::size_t>(m_random.below(4))]);
    }
    if (m_random.chance(0.6)) {
        tree(m_random.between(0.88, 0.95), 0.72, 0.5, {120, 180, 70});
    }
}

} // namespace

void drawOutdoors(Stage& stage, const Setting& setting) {
    Outdoors(stage, setting).draw();
}

} // namespace storyscope::datasets::storyworld
