// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/storyworld_objects.h"

#include "core/datasets/storyworld_furniture.h"
#include "core/datasets/storyworld_pen.h"

#include <array>
#include <map>

namespace storyscope::datasets::storyworld {

namespace {

constexpr Color white = {250, 250, 246};

void cup(Pen pen, const Color& c) {
    pen.ring(0.058, 0.060, 0.034, 0.013, darker(c, 0.15));
    pen.canvas().convex({pen.at(-0.042, 0), pen.at(0.042, 0), pen.at(0.056, 0.115), pen.at(-0.056, 0.115)}, c);
    pen.blob(0, 0.115, 0.056, 0.014, darker(c, 0.45));
    pen.box(-0.03, 0.03, -0.016, 0.09, lighter(c, 0.5));
}

void bottle(Pen pen, const Color& c) {
    pen.canvas().rounded({pen.at(0, 0).x - 0.05, pen.at(0, 0.155).y}, {pen.at(0, 0).x + 0.05, pen.at(0, 0).y}, 0.025,
                         c);
    pen.canvas().convex({pen.at(-0.046, 0.14), pen.at(0.046, 0.14), pen.at(0.02, 0.19), pen.at(-0.02, 0.19)}, c);
    pen.box(-0.02, 0.185, 0.02, 0.215, darker(c, 0.2));
    pen.box(-0.026, 0.205, 0.026, 0.232, {60, 60, 70});
    pen.box(-0.05, 0.05, 0.05, 0.105, white);
    pen.box(-0.037, 0.115, -0.022, 0.145, lighter(c, 0.6));
}

void closedBook(Pen pen, const Color& c) {
    pen.box(-0.062, 0.0, 0.062, 0.16, darker(c, 0.3));
    pen.box(-0.05, 0.008, 0.066, 0.15, white);
    pen.box(-0.062, 0.012, 0.056, 0.16, c);
    pen.box(-0.062, 0.012, -0.044, 0.16, darker(c, 0.25));
    pen.box(-0.025, 0.10, 0.038, 0.128, lighter(c, 0.7));
}

void openBook(Pen pen, const Color& c) {
    pen.canvas().convex({pen.at(0, 0), pen.at(0.118, 0.035), pen.at(0.118, 0.155), pen.at(0, 0.12)}, c);
    pen.canvas().convex({pen.at(0, 0), pen.at(-0.118, 0.035), pen.at(-0.118, 0.155), pen.at(0, 0.12)}, darker(c, 0.15));
    pen.canvas().convex({pen.at(0.004, 0.02), pen.at(0.104, 0.05), pen.at(0.104, 0.165), pen.at(0.004, 0.132)}, white);
    pen.canvas().convex({pen.at(-0.004, 0.02), pen.at(-0.104, 0.05), pen.at(-0.104, 0.165), pen.at(-0.004, 0.132)},
                        white);
    for (const double y : {0.065, 0.09, 0.115}) {
        pen.line(0.02, y - 0.012, 0.088, y + 0.012, 0.007, {150, 150, 160});
        pen.line(-0.02, y - 0.012, -0.088, y + 0.012, 0.007, {150, 150, 160});
    }
}

void phone(Pen pen, const Color& c) {
    pen.canvas().rounded({pen.at(0, 0).x - 0.06, pen.at(0, 0.165).y}, {pen.at(0, 0).x + 0.06, pen.at(0, 0).y}, 0.018,
                         c);
    pen.box(-0.045, 0.032, 0.045, 0.145, {30, 40, 60});
    pen.box(-0.032, 0.085, 0.032, 0.13, {120, 200, 240});
    pen.blob(0, 0.016, 0.01, 0.008, white);
}

void laptop(Pen pen, const Color& c) {
    pen.canvas().convex({pen.at(0.035, 0.015), pen.at(0.105, 0.165), pen.at(-0.055, 0.175), pen.at(-0.125, 0.02)}, c);
    pen.canvas().convex({pen.at(0.018, 0.025), pen.at(0.083, 0.15), pen.at(-0.048, 0.16), pen.at(-0.108, 0.03)},
                        {150, 215, 245});
    pen.box(-0.13, 0, 0.13, 0.022, darker(c, 0.25));
}

void plant(Pen pen, const Color& c, bool tall) {
    const double top = tall ? 0.40 : 0.20;
    const Color leaf = {64, 160, 70};
    pen.line(0, 0.08, 0, top - 0.04, 0.016, {50, 120, 56});
    const int pairs = tall ? 3 : 1;
    for (int i = 0; i < pairs; ++i) {
        const double y = 0.145 + 0.085 * i;
        pen.canvas().ellipse(pen.at(-0.05, y), 0.055, 0.024, leaf, 0.08);
        pen.canvas().ellipse(pen.at(0.05, y), 0.055, 0.024, darker(leaf, 0.12), -0.08);
    }
    if (tall) {
        for (const Point p : {Point{0, top}, {-0.06, top - 0.07}, {0.06, top - 0.06}}) {
            pen.blob(p.x, p.y, 0.042, 0.042, {250, 214, 70});
            pen.blob(p.x, p.y, 0.019, 0.019, {190, 90, 50});
        }
    } else {
        pen.blob(0, top - 0.02, 0.024, 0.034, lighter(leaf, 0.2));
    }
    pen.canvas().convex({pen.at(-0.05, 0), pen.at(0.05, 0), pen.at(0.068, 0.10), pen.at(-0.068, 0.10)}, c);
    pen.box(-0.074, 0.085, 0.074, 0.112, darker(c, 0.2));
}

void ball(Pen pen, const Color& c) {
    pen.blob(0, 0.07, 0.07, 0.07, c);
    pen.canvas().ellipse(pen.at(0, 0.07), 0.07, 0.024, white, 0.07);
    pen.blob(0, 0.07, 0.018, 0.018, darker(c, 0.3));
}

void closedUmbrella(Pen pen, const Color& c) {
    pen.line(-0.02, 0.02, 0.03, 0.07, 0.016, {90, 60, 40});
    pen.line(0.03, 0.07, 0.075, 0.36, 0.014, {90, 60, 40});
    pen.canvas().convex({pen.at(-0.005, 0.09), pen.at(0.082, 0.08), pen.at(0.078, 0.34), pen.at(0.066, 0.345)}, c);
    pen.canvas().convex({pen.at(0.04, 0.085), pen.at(0.082, 0.08), pen.at(0.078, 0.34)}, darker(c, 0.25));
}

void openUmbrella(Pen pen, const Color& c) {
    pen.line(0, 0, 0, 0.42, 0.016, {80, 56, 40});
    pen.canvas().segment(pen.at(0, 0.36), 0.26, 0.19, 0.5, 1.0, c);
    for (const double x : {-0.195, 0.065}) {
        pen.canvas().segment(pen.at(x + 0.065, 0.36), 0.067, 0.04, 0.5, 1.0, darker(c, 0.35));
    }
    pen.canvas().segment(pen.at(0, 0.36), 0.09, 0.19, 0.5, 1.0, lighter(c, 0.25));
    pen.line(0, 0.54, 0, 0.57, 0.016, {80, 56, 40});
}

void food(Pen pen, Thing thing) {
    switch (thing) {
    case Thing::Apple:
        pen.blob(-0.02, 0.06, 0.045, 0.056, {206, 36, 40});
        pen.blob(0.02, 0.06, 0.045, 0.056, {222, 50, 48});
        pen.line(0, 0.11, 0.008, 0.138, 0.012, {90, 60, 30});
        pen.canvas().ellipse(pen.at(0.034, 0.128), 0.028, 0.012, {80, 170, 60}, -0.06);
        pen.blob(-0.03, 0.08, 0.012, 0.016, {250, 150, 140});
        break;
    case Thing::Cake:
        pen.box(-0.075, 0, 0.075, 0.038, {236, 196, 130});
        pen.box(-0.075, 0.036, 0.075, 0.052, {250, 120, 150});
        pen.box(-0.075, 0.05, 0.075, 0.085, {236, 196, 130});
        pen.box(-0.08, 0.08, 0.08, 0.108, white);
        pen.blob(0, 0.124, 0.024, 0.024, {220, 30, 50});
        break;
    case Thing::Pizza:
        pen.canvas().convex({pen.at(-0.085, 0.115), pen.at(0.085, 0.115), pen.at(0, -0.03)}, {250, 206, 80});
        pen.line(-0.08, 0.115, 0.08, 0.115, 0.034, {196, 130, 60});
        for (const Point p : {Point{-0.03, 0.082}, {0.034, 0.075}, {0, 0.03}}) {
            pen.blob(p.x, p.y, 0.018, 0.018, {206, 50, 40});
        }
        break;
    default: // Soup and Bowl
        pen.canvas().segment(pen.at(0, 0.075), 0.085, 0.075, 0.0, 0.5, {240, 240, 236});
        pen.blob(0, 0.075, 0.085, 0.02, thing == Thing::Soup ? Color{230, 120, 40} : Color{150, 96, 60});
        pen.box(-0.035, 0, 0.035, 0.012, {210, 210, 206});
    }
}

void paper(Pen pen, const Color& c) {
    pen.canvas().convex({pen.at(-0.09, 0), pen.at(0.07, 0), pen.at(0.09, 0.05), pen.at(-0.06, 0.05)}, white);
    pen.line(-0.05, 0.018, 0.03, 0.018, 0.006, {130, 130, 150});
    pen.line(-0.04, 0.034, 0.02, 0.034, 0.006, {130, 130, 150});
    pen.line(0.03, 0.03, 0.075, 0.12, 0.016, c);
}

void wateringCan(Pen pen, const Color& c, double progress) {
    pen.ring(-0.06, 0.06, 0.042, 0.014, darker(c, 0.2));
    pen.canvas().convex({pen.at(-0.06, 0), pen.at(0.04, 0), pen.at(0.03, 0.105), pen.at(-0.05, 0.105)}, c);
    pen.line(0.03, 0.03, 0.12, 0.11, 0.02, darker(c, 0.15));
    pen.line(0.105, 0.125, 0.14, 0.09, 0.018, darker(c, 0.25));
    for (int i = 0; i < 4; ++i) {
        const double drop = 0.02 * sine(progress * 4 + i * 0.3);
        pen.blob(0.14 + 0.018 * i, 0.055 - 0.035 * i + drop, 0.009, 0.014, {90, 170, 240});
    }
}

} // namespace

const ThingInfo& thingInfo(Thing thing) {
    static const std::map<Thing, ThingInfo> infos = {
        {Thing::None, {"", "", 0, 0}},
        {Thing::Cup, {"cup", "cup", 0.13, 0.13}},
        {Thing::Bottle, {"bottle", "bottle", 0.10, 0.23}},
        {Thing::Book, {"book", "book", 0.13, 0.16}},
        {Thing::OpenBook, {"book", "book", 0.24, 0.16}},
        {Thing::Phone, {"phone", "phone", 0.12, 0.165}},
        {Thing::Laptop, {"laptop", "laptop", 0.26, 0.18}},
        {Thing::Bicycle, {"bicycle", "bicycle", 0.46, 0.32}},
        {Thing::Motorcycle, {"motorcycle", "motorcycle", 0.50, 0.30}},
        {Thing::Car, {"car", "car", 0.70, 0.38}},
        {Thing::Plant, {"plant", "plant", 0.16, 0.21}},
        {Thing::TallPlant, {"plant", "plant", 0.2, 0.44}},
        {Thing::Ball, {"ball", "", 0.14, 0.14}},
        {Thing::Umbrella, {"umbrella", "", 0.12, 0.36}},
        {Thing::OpenUmbrella, {"umbrella", "", 0.52, 0.57}},
        {Thing::Apple, {"apple", "", 0.13, 0.14}},
        {Thing::Cake, {"cake", "", 0.16, 0.15}},
        {Thing::Pizza, {"pizza", "", 0.18, 0.15}},
        {Thing::Soup, {"soup", "", 0.17, 0.1}},
        {Thing::Bowl, {"bowl", "", 0.17, 0.1}},
        {Thing::Paper, {"paper", "", 0.18, 0.1}},
        {Thing::Table, {"table", "table", 0.42, 0.24}},
        {Thing::Chair, {"chair", "chair", 0.24, 0.36}},
        {Thing::Bench, {"bench", "", 0.46, 0.28}},
        {Thing::Sofa, {"sofa", "", 0.54, 0.32}},
        {Thing::Bed, {"bed", "bed", 0.66, 0.3}},
        {Thing::Stove, {"stove", "", 0.26, 0.3}},
        {Thing::Puddle, {"puddle", "", 0.4, 0.05}},
        {Thing::Can, {"can", "", 0.22, 0.14}},
        {Thing::Door, {"door", "door", 0.24, 0.52}},
    };
    return infos.at(thing);
}

const std::vector<NamedColor>& objectColors() {
    static const std::vector<NamedColor> colors = {
        {"red", {224, 40, 44}},     {"blue", {44, 104, 226}},   {"green", {40, 164, 78}},
        {"yellow", {252, 206, 40}}, {"purple", {140, 64, 190}},
    };
    return colors;
}

void drawThing(Canvas& canvas, const Placement& p) {
    Pen pen(canvas, p);
    switch (p.thing) {
    case Thing::Cup:
        return cup(pen, p.color);
    case Thing::Bottle:
        return bottle(pen, p.color);
    case Thing::Book:
        return closedBook(pen, p.color);
    case Thing::OpenBook:
        return openBook(pen, p.color);
    case Thing::Phone:
        return phone(pen, p.color);
    case Thing::Laptop:
        return laptop(pen, p.color);
    case Thing::Plant:
    case Thing::TallPlant:
        return plant(pen, p.color, p.thing == Thing::TallPlant);
    case Thing::Ball:
        return ball(pen, p.color);
    case Thing::Umbrella:
        return closedUmbrella(pen, p.color);
    case Thing::OpenUmbrella:
        return openUmbrella(pen, p.color);
    case Thing::Apple:
    case Thing::Cake:
    case Thing::Pizza:
    case Thing::Soup:
    case Thing::Bowl:
        return food(pen, p.thing);
    case Thing::Paper:
        return paper(pen, p.color);
    case Thing::Can:
        return wateringCan(pen, p.color, p.progress);
    case Thing::Puddle:
        canvas.ellipse(pen.at(0, 0.02), 0.20, 0.026, {120, 160, 200});
        canvas.ellipse(pen.at(0.02, 0.024), 0.13, 0.012, {176, 208, 236});
        return;
    default:
        return drawLargeThing(canvas, p);
    }
}

} // namespace storyscope::datasets::storyworld
