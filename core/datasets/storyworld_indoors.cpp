// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/storyworld_places.h"
#include "core/datasets/storyworld_random.h"

#include <array>

namespace storyscope::datasets::storyworld {

namespace {

constexpr double floorLine = 0.70;
constexpr Color frameWhite = {250, 248, 242};

/// The parts that rooms are made of.
class Indoors {
public:
    Indoors(Stage& stage, const Setting& setting)
        : m_stage(stage), m_canvas(stage.canvas()), m_setting(setting),
          m_random(setting.layoutSeed, 100 + static_cast<std::uint64_t>(setting.place)) {}

    void draw() {
        switch (m_setting.place) {
        case Place::Kitchen:
            return kitchen();
        case Place::Bedroom:
            return bedroom();
        case Place::LivingRoom:
            return livingRoom();
        case Place::Office:
            return office();
        case Place::Restaurant:
            return restaurant();
        case Place::School:
            return school();
        case Place::Hospital:
            return hospital();
        default:
            return store();
        }
    }

private:
    void room(const Color& wall, const Color& floor) {
        const Color shade = lighter(wall, 0.12 * m_setting.palette);
        m_canvas.gradient(0, floorLine, shade, darker(shade, 0.06));
        m_canvas.gradient(floorLine, 1, floor, darker(floor, 0.16));
        m_canvas.rectangle({0, floorLine - 0.018}, {1, floorLine}, lighter(shade, 0.4));
    }
    void planks(const Color& color) {
        for (int i = 1; i < 4; ++i) {
            m_canvas.rectangle({0, floorLine + 0.075 * i}, {1, floorLine + 0.075 * i + 0.006}, color);
        }
    }
    void window(double x, double y, double w, double h);
    void plant(double x, double base);
    void thing(const std::string& noun, const Placement& placement) {
        m_stage.begin(noun);
        drawThing(m_canvas, placement);
        m_stage.end();
    }
    void door(double x) {
        const Color color = blend({170, 116, 74}, {90, 130, 160}, 0.4 * m_setting.palette);
        thing("door", {.thing = Thing::Door, .base = {x, floorLine}, .color = color});
    }
    void chart();
    void rowOf(double left, double base, double width, double height);

    void kitchen();
    void bedroom();
    void livingRoom();
    void office();
    void restaurant();
    void school();
    void hospital();
    void store();

    Stage& m_stage;
    Canvas& m_canvas;
    const Setting& m_setting;
    Random m_random;
};

void Indoors::window(double x, double y, double w, double h) {
    m_stage.begin("window");
    m_canvas.rectangle({x, y}, {x + w, y + h}, frameWhite);
    const Color sky = blend(skyColor(m_setting, true), skyColor(m_setting, false), 0.5);
    m_canvas.rectangle({x + 0.016, y + 0.016}, {x + w - 0.016, y + h - 0.016}, sky);
    if (m_setting.weather == Weather::Sun) {
        m_canvas.circle({x + w * 0.3, y + h * 0.3}, 0.026,
                        m_setting.light == Light::Night ? Color{246, 240, 210} : Color{255, 226, 100});
    } else {
        m_canvas.ellipse({x + w * 0.5, y + h * 0.4}, w * 0.3, h * 0.14, lighter(sky, 0.4));
    }
    m_canvas.rectangle({x + w / 2 - 0.006, y}, {x + w / 2 + 0.006, y + h}, frameWhite);
    m_canvas.rectangle({x - 0.015, y + h}, {x + w + 0.015, y + h + 0.02}, darker(frameWhite, 0.12));
    m_stage.end();
}

void Indoors::plant(double x, double base) {
    m_stage.begin("plant");
    for (const double tilt : {0.17, 0.21, 0.29, 0.33}) {
        m_canvas.ellipse({x + (0.25 - tilt) * 0.55, base - 0.18}, 0.085, 0.022,
                         tilt < 0.25 ? Color{56, 140, 76} : Color{72, 160, 84}, -tilt);
    }
    m_canvas.convex({{x - 0.045, base}, {x + 0.045, base}, {x + 0.06, base - 0.1}, {x - 0.06, base - 0.1}},
                    {196, 110, 74});
    m_stage.end();
}

void Indoors::rowOf(double left, double base, double width, double height) {
    static const std::array<Color, 6> covers = {
        {{214, 74, 66}, {66, 124, 190}, {240, 190, 70}, {88, 160, 100}, {150, 90, 170}, {236, 236, 230}}};
    double x = left;
    while (x < left + width - 0.03) {
        const double w = m_random.between(0.024, 0.042);
        m_canvas.rectangle({x, base - height * m_random.between(0.7, 1.0)}, {x + w - 0.004, base},
                           covers[static_cast<std::size_t>(m_random.below(6))]);
        x += w;
    }
}

void Indoors::kitchen() {
    room({250, 226, 150}, {214, 214, 208});
    for (int row = 0; row < 4; ++row) {
        for (int column = 0; column < 12; ++column) {
            const double x = column / 12.0;
            const double y = 0.36 + 0.055 * row;
            m_canvas.rectangle({x + 0.004, y}, {x + 0.079, y + 0.049},
                               (row + column) % 2 == 0 ? Color{250, 250, 246} : Color{150, 200, 206});
        }
    }
    m_canvas.rectangle({0.02, 0.08}, {0.30, 0.28}, {120, 160, 140});
    m_canvas.rectangle({0.155, 0.08}, {0.162, 0.28}, {90, 128, 110});
    m_canvas.convex({{0.64, 0.30}, {0.84, 0.30}, {0.79, 0.18}, {0.69, 0.18}}, {186, 190, 198});
    m_canvas.rectangle({0.70, 0}, {0.78, 0.18}, {200, 204, 210});
    m_canvas.rectangle({0, 0.585}, {1, 0.80}, {120, 160, 140});
    m_canvas.rectangle({0, 0.565}, {1, 0.60}, {236, 230, 220});
    for (int i = 0; i < 5; ++i) {
        m_canvas.rectangle({0.2 * i + 0.19, 0.62}, {0.2 * i + 0.196, 0.79}, {90, 128, 110});
    }
    m_canvas.gradient(0.80, 1, {216, 214, 206}, {186, 184, 178});
    for (int i = 0; i < 6; ++i) {
        m_canvas.convex({{0.2 * i - 0.1, 0.80}, {0.2 * i, 0.80}, {0.2 * i - 0.06, 0.9}, {0.2 * i - 0.18, 0.9}},
                        {178, 178, 174});
    }
    window(0.38, 0.10, 0.2, 0.19);
    if (m_random.chance(0.5)) {
        thing("cup", {.thing = Thing::Cup, .base = {m_random.between(0.9, 0.93), 0.57}, .color = {240, 120, 90}});
    }
}

void Indoors::bedroom() {
    room({176, 160, 214}, {190, 146, 108});
    planks({166, 124, 90});
    window(m_random.between(0.10, 0.16), 0.14, 0.22, 0.24);
    m_canvas.ellipse({0.45, 0.90}, 0.36, 0.07, {226, 150, 160});
    m_canvas.rectangle({0.54, 0.14}, {0.70, 0.27}, {140, 96, 60});
    m_canvas.rectangle({0.555, 0.155}, {0.685, 0.255}, {246, 226, 190});
    m_canvas.circle({0.62, 0.205}, 0.035, {230, 110, 100});
    m_canvas.stroke({0.955, 0.72}, {0.955, 0.46}, 0.014, {120, 90, 70});
    m_canvas.convex({{0.90, 0.46}, {1.01, 0.46}, {0.985, 0.35}, {0.925, 0.35}}, {255, 232, 160});
    if (m_random.chance(0.4)) {
        plant(0.06, 0.74);
    }
}

void Indoors::livingRoom() {
    room({226, 150, 96}, {160, 108, 74});
    planks({140, 92, 62});
    m_canvas.ellipse({0.5, 0.92}, 0.44, 0.07, {238, 220, 190});
    window(m_random.between(0.08, 0.13), 0.13, 0.24, 0.25);
    m_canvas.rectangle({0.50, 0.14}, {0.72, 0.32}, {96, 64, 44});
    m_canvas.rectangle({0.515, 0.155}, {0.705, 0.305}, {150, 200, 226});
    m_canvas.convex({{0.515, 0.305}, {0.705, 0.305}, {0.64, 0.2}, {0.58, 0.26}}, {90, 150, 100});
    m_canvas.stroke({0.93, 0.78}, {0.93, 0.36}, 0.014, {70, 56, 50});
    m_canvas.convex({{0.85, 0.37}, {1.01, 0.37}, {0.97, 0.23}, {0.89, 0.23}}, {255, 238, 180});
    if (m_random.chance(0.7)) {
        plant(m_random.between(0.06, 0.09), 0.76);
    }
}

void Indoors::chart() {
    m_canvas.rectangle({0.05, 0.10}, {0.36, 0.36}, {226, 228, 232});
    m_canvas.rectangle({0.065, 0.115}, {0.345, 0.345}, {255, 255, 255});
    m_canvas.stroke({0.09, 0.3}, {0.16, 0.22}, 0.012, {210, 60, 60});
    m_canvas.stroke({0.16, 0.22}, {0.22, 0.26}, 0.012, {210, 60, 60});
    m_canvas.stroke({0.22, 0.26}, {0.31, 0.15}, 0.012, {210, 60, 60});
}

void Indoors::office() {
    room({172, 192, 212}, {120, 128, 142});
    m_random.chance(0.5) ? door(0.2) : chart();
    window(0.44, 0.08, 0.22, 0.3);
    m_canvas.rectangle({0.72, 0.10}, {0.99, 0.70}, {104, 112, 130});
    for (int i = 0; i < 3; ++i) {
        m_canvas.rectangle({0.735, 0.12 + 0.19 * i}, {0.975, 0.28 + 0.19 * i}, {70, 76, 92});
        rowOf(0.74, 0.28 + 0.19 * i, 0.23, 0.13);
    }
    if (m_random.chance(0.5)) {
        plant(0.06, 0.75);
    }
}

void Indoors::restaurant() {
    room({158, 52, 54}, {112, 70, 48});
    m_canvas.rectangle({0, 0.44}, {1, floorLine}, {108, 62, 42});
    for (int i = 0; i < 8; ++i) {
        m_canvas.rectangle({0.13 * i, 0.46}, {0.13 * i + 0.008, floorLine}, {84, 46, 32});
    }
    m_canvas.rectangle({0, 0.43}, {1, 0.455}, {196, 140, 76});
    for (const double x : {0.2, 0.5, 0.8}) {
        m_canvas.stroke({x, 0}, {x, 0.13}, 0.008, {40, 30, 30});
        m_canvas.convex({{x - 0.07, 0.18}, {x + 0.07, 0.18}, {x + 0.025, 0.11}, {x - 0.025, 0.11}}, {226, 170, 70});
        m_canvas.segment({x, 0.18}, 0.035, 0.03, 0, 0.5, {255, 246, 190});
    }
    if (m_random.chance(0.5)) {
        door(0.32);
    } else {
        m_canvas.rectangle({0.06, 0.22}, {0.22, 0.36}, {226, 190, 120});
        m_canvas.circle({0.14, 0.29}, 0.045, {206, 60, 50});
    }
    for (const double x : {m_random.between(0.06, 0.1), m_random.between(0.88, 0.94)}) {
        m_stage.begin("table");
        m_canvas.rectangle({x - 0.012, 0.6}, {x + 0.012, 0.74}, {70, 44, 34});
        m_canvas.convex({{x - 0.1, 0.57}, {x + 0.1, 0.57}, {x + 0.12, 0.655}, {x - 0.12, 0.655}}, {250, 246, 240});
        m_canvas.rectangle({x - 0.1, 0.56}, {x + 0.1, 0.575}, {232, 226, 220});
        m_stage.end();
    }
}

void Indoors::school() {
    room({244, 232, 196}, {206, 166, 112});
    planks({184, 144, 94});
    m_canvas.rectangle({0.10, 0.12}, {0.74, 0.48}, {150, 102, 60});
    m_canvas.rectangle({0.12, 0.14}, {0.72, 0.46}, {38, 98, 74});
    m_canvas.rectangle({0.10, 0.48}, {0.74, 0.50}, {120, 80, 46});
    for (int i = 0; i < 3; ++i) {
        m_canvas.stroke({0.17, 0.2 + 0.075 * i}, {m_random.between(0.34, 0.5), 0.2 + 0.075 * i}, 0.011,
                        {236, 240, 234});
    }
    m_canvas.convex({{0.55, 0.38}, {0.66, 0.38}, {0.605, 0.26}}, {250, 220, 120});
    m_canvas.circle({0.87, 0.17}, 0.07, {70, 74, 90});
    m_canvas.circle({0.87, 0.17}, 0.056, {255, 255, 255});
    m_canvas.stroke({0.87, 0.17}, {0.87, 0.13}, 0.01, {40, 40, 50});
    m_canvas.stroke({0.87, 0.17}, {0.9, 0.18}, 0.01, {40, 40, 50});
    m_canvas.rectangle({0.80, 0.30}, {0.96, 0.50}, {120, 190, 220});
    m_canvas.ellipse({0.88, 0.40}, 0.06, 0.07, {90, 170, 100});
    for (const double x : {0.06, 0.94}) {
        thing("chair", {.thing = Thing::Chair, .base = {x, 0.80}, .color = {200, 130, 70}, .facing = x < 0.5 ? 1 : -1});
    }
}

void Indoors::hospital() {
    room({236, 246, 246}, {176, 214, 210});
    m_canvas.rectangle({0, 0.50}, {1, 0.54}, {120, 200, 196});
    m_canvas.rounded({0.44, 0.08}, {0.66, 0.30}, 0.03, {255, 255, 255});
    m_canvas.rectangle({0.525, 0.105}, {0.575, 0.275}, {222, 36, 44});
    m_canvas.rectangle({0.465, 0.165}, {0.635, 0.215}, {222, 36, 44});
    window(m_random.between(0.08, 0.13), 0.12, 0.22, 0.25);
    m_canvas.rectangle({0.84, 0.06}, {1.0, 0.72}, {164, 216, 226});
    for (int i = 0; i < 4; ++i) {
        m_canvas.rectangle({0.86 + 0.04 * i, 0.06}, {0.872 + 0.04 * i, 0.72}, {140, 196, 208});
    }
    m_canvas.rectangle({0.82, 0.045}, {1.0, 0.062}, {150, 160, 170});
}

void Indoors::store() {
    room({250, 240, 226}, {214, 206, 200});
    m_canvas.rectangle({0, 0}, {1, 0.09}, {40, 140, 130});
    for (int i = 0; i < 5; ++i) {
        m_canvas.rectangle({0.2 * i, 0}, {0.2 * i + 0.1, 0.09}, {250, 250, 244});
    }
    m_canvas.rectangle({0.03, 0.15}, {0.97, 0.68}, {150, 108, 74});
    for (int i = 0; i < 3; ++i) {
        const double y = 0.30 + 0.175 * i;
        m_canvas.rectangle({0.05, y - 0.13}, {0.95, y}, {118, 82, 56});
        rowOf(0.06, y, 0.43, 0.115);
        for (int k = 0; k < 5; ++k) {
            static const std::array<Color, 3> fruits = {{{222, 60, 48}, {250, 170, 40}, {110, 180, 70}}};
            m_canvas.circle({0.55 + 0.085 * k, y - 0.045}, 0.042, fruits[static_cast<std::size_t>(i)]);
        }
        m_canvas.rectangle({0.03, y}, {0.97, y + 0.022}, {186, 140, 96});
    }
}

} // namespace

void drawIndoors(Stage& stage, const Setting& setting) {
    Indoors(stage, setting).draw();
}

} // namespace storyscope::datasets::storyworld
