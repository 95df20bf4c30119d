// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/storyworld_furniture.h"

#include "core/datasets/storyworld_pen.h"

namespace storyscope::datasets::storyworld {

namespace {

constexpr Color tyre = {44, 44, 50};
constexpr Color metal = {190, 196, 204};
constexpr Color wood = {172, 116, 68};
constexpr Color glass = {186, 222, 240};

void spokes(Pen& pen, Point hub, double turns) {
    constexpr double radius = 0.085;
    for (int i = 0; i < 3; ++i) {
        const double c = radius * cosine(turns + i / 6.0);
        const double s = radius * sine(turns + i / 6.0);
        pen.line(hub.x - c, hub.y - s, hub.x + c, hub.y + s, 0.006, metal);
    }
}

void bicycle(Pen pen, const Color& c, double progress) {
    for (const double x : {-0.145, 0.145}) {
        spokes(pen, {x, 0.09}, -progress);
        pen.ring(x, 0.09, 0.092, 0.019, tyre);
    }
    pen.line(-0.145, 0.09, -0.01, 0.085, 0.022, c);
    pen.line(-0.145, 0.09, -0.055, 0.185, 0.022, c);
    pen.line(-0.01, 0.085, -0.065, 0.205, 0.024, c);
    pen.line(-0.01, 0.085, 0.105, 0.20, 0.024, c);
    pen.line(-0.055, 0.185, 0.105, 0.20, 0.024, c);
    pen.line(0.145, 0.09, 0.095, 0.245, 0.022, c);
    pen.line(-0.105, 0.212, -0.035, 0.212, 0.026, {50, 40, 40});
    pen.line(0.095, 0.25, 0.13, 0.262, 0.02, {50, 40, 40});
    pen.disc(-0.01, 0.085, 0.022, metal);
}

void motorcycle(Pen pen, const Color& c) {
    for (const double x : {-0.155, 0.165}) {
        pen.disc(x, 0.085, 0.086, tyre);
        pen.disc(x, 0.085, 0.046, metal);
        pen.disc(x, 0.085, 0.016, tyre);
    }
    pen.line(0.165, 0.085, 0.10, 0.24, 0.026, metal);
    pen.line(-0.155, 0.085, -0.03, 0.09, 0.035, {90, 94, 102});
    pen.soft(-0.07, 0.05, 0.075, 0.15, 0.03, {90, 94, 102});
    pen.line(-0.19, 0.06, -0.02, 0.06, 0.026, metal);
    pen.four({-0.09, 0.13}, {0.10, 0.13}, {0.115, 0.235}, {-0.03, 0.205}, c);
    pen.four({-0.22, 0.165}, {-0.05, 0.13}, {-0.04, 0.19}, {-0.24, 0.215}, c);
    pen.line(-0.19, 0.205, -0.03, 0.198, 0.036, {46, 40, 40});
    pen.line(0.10, 0.24, 0.065, 0.275, 0.022, tyre);
    pen.disc(0.135, 0.215, 0.03, {255, 244, 190});
}

void carBehind(Pen pen, const Color& c) {
    pen.soft(-0.30, 0.12, -0.02, 0.24, 0.04, darker(c, 0.35));
    pen.soft(-0.20, 0.12, -0.13, 0.30, 0.03, {96, 70, 60});
    pen.line(0.13, 0.19, 0.075, 0.345, 0.02, metal);
    pen.four({0.125, 0.19}, {0.14, 0.19}, {0.09, 0.33}, {0.075, 0.33}, glass);
    pen.ring(0.075, 0.225, 0.042, 0.012, tyre);
}

void carInFront(Pen pen, const Color& c) {
    pen.soft(-0.345, 0.055, 0.345, 0.205, 0.05, c);
    pen.box(-0.33, 0.075, 0.33, 0.10, darker(c, 0.22));
    pen.line(-0.002, 0.19, -0.002, 0.07, 0.007, darker(c, 0.35));
    pen.line(0.03, 0.165, 0.07, 0.165, 0.014, metal);
    pen.disc(0.325, 0.155, 0.024, {255, 244, 190});
    pen.disc(-0.33, 0.155, 0.018, {250, 110, 90});
    for (const double x : {-0.205, 0.205}) {
        pen.disc(x, 0.07, 0.075, tyre);
        pen.disc(x, 0.07, 0.04, metal);
        pen.disc(x, 0.07, 0.014, tyre);
    }
}

void table(Pen pen, const Color& c) {
    pen.line(-0.17, 0.20, -0.17, 0.01, 0.028, darker(c, 0.3));
    pen.line(0.17, 0.20, 0.17, 0.01, 0.028, darker(c, 0.3));
    pen.soft(-0.21, 0.195, 0.21, 0.24, 0.012, c);
    pen.box(-0.195, 0.18, 0.195, 0.20, darker(c, 0.25));
}

void chair(Pen pen, const Color& c) {
    pen.line(-0.09, 0.13, -0.10, 0.01, 0.02, darker(c, 0.3));
    pen.line(0.09, 0.13, 0.10, 0.01, 0.02, darker(c, 0.3));
    pen.four({-0.12, 0.13}, {-0.08, 0.13}, {-0.10, 0.36}, {-0.14, 0.36}, darker(c, 0.1));
    pen.soft(-0.12, 0.11, 0.12, 0.145, 0.015, c);
}

void bench(Pen pen, const Color& c) {
    for (const double x : {-0.18, 0.18}) {
        pen.line(x, 0.25, x, 0.01, 0.024, {70, 72, 80});
    }
    pen.soft(-0.23, 0.225, 0.23, 0.265, 0.01, darker(c, 0.08));
    pen.soft(-0.23, 0.175, 0.23, 0.215, 0.01, darker(c, 0.14));
    pen.soft(-0.23, 0.105, 0.23, 0.145, 0.012, c);
}

void sofa(Pen pen, const Color& c) {
    pen.soft(-0.25, 0.06, 0.25, 0.33, 0.05, darker(c, 0.12));
    pen.soft(-0.25, 0.03, 0.25, 0.15, 0.03, c);
    pen.soft(-0.285, 0.02, -0.215, 0.21, 0.035, darker(c, 0.2));
    pen.soft(0.215, 0.02, 0.285, 0.21, 0.035, darker(c, 0.2));
    pen.line(0, 0.15, 0, 0.30, 0.006, darker(c, 0.3));
}

void bed(Pen pen, const Color& c) {
    pen.soft(0.29, 0.0, 0.335, 0.32, 0.02, darker(wood, 0.2));
    pen.soft(-0.335, 0.0, -0.30, 0.20, 0.015, darker(wood, 0.2));
    pen.box(-0.31, 0.05, 0.30, 0.11, wood);
    pen.soft(-0.31, 0.09, 0.30, 0.16, 0.02, {250, 250, 250});
    pen.soft(0.13, 0.14, 0.29, 0.20, 0.03, {226, 234, 246});
    pen.soft(-0.31, 0.07, 0.08, 0.165, 0.02, c);
}

void stove(Pen pen, const Color&) {
    pen.soft(-0.13, 0, 0.13, 0.25, 0.01, {232, 232, 234});
    pen.box(-0.10, 0.03, 0.10, 0.16, {70, 76, 88});
    pen.box(-0.08, 0.05, 0.08, 0.14, {250, 170, 80});
    pen.box(-0.135, 0.24, 0.135, 0.265, {60, 62, 70});
    for (const double x : {-0.08, -0.03, 0.03, 0.08}) {
        pen.disc(x, 0.205, 0.013, {70, 70, 80});
    }
    pen.soft(-0.085, 0.265, 0.085, 0.345, 0.012, {206, 60, 50});
    pen.line(-0.1, 0.345, 0.1, 0.345, 0.018, {150, 40, 36});
    pen.line(-0.10, 0.31, -0.13, 0.31, 0.016, {50, 50, 54});
}

void door(Pen pen, const Color& c) {
    pen.box(-0.125, 0, 0.125, 0.53, {246, 240, 230});
    pen.box(-0.105, 0, 0.105, 0.505, c);
    pen.box(-0.075, 0.28, 0.075, 0.46, darker(c, 0.18));
    pen.box(-0.075, 0.06, 0.075, 0.23, darker(c, 0.18));
    pen.disc(0.08, 0.255, 0.016, {250, 220, 120});
}

} // namespace

void drawLargeThing(Canvas& canvas, const Placement& p) {
    Pen pen(canvas, p);
    switch (p.thing) {
    case Thing::Bicycle:
        return bicycle(pen, p.color, p.progress);
    case Thing::Motorcycle:
        return motorcycle(pen, p.color);
    case Thing::Car:
        return carBehind(pen, p.color);
    case Thing::Table:
        return table(pen, p.color);
    case Thing::Chair:
        return chair(pen, p.color);
    case Thing::Bench:
        return bench(pen, p.color);
    case Thing::Sofa:
        return sofa(pen, p.color);
    case Thing::Bed:
        return bed(pen, p.color);
    case Thing::Stove:
        return stove(pen, p.color);
    case Thing::Door:
        return door(pen, p.color);
    default:
        return;
    }
}

void drawThingInFront(Canvas& canvas, const Placement& p) {
    Pen pen(canvas, p);
    if (p.thing == Thing::Car) {
        carInFront(pen, p.color);
    } else if (p.thing == Thing::Bed) {
        pen.soft(-0.315, 0.07, 0.10, 0.25, 0.05, p.color);
        pen.box(-0.315, 0.06, 0.10, 0.12, darker(p.color, 0.12));
        pen.soft(0.06, 0.075, 0.11, 0.235, 0.02, lighter(p.color, 0.55));
    }
}

} // namespace storyscope::datasets::storyworld
