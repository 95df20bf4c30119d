// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/storyworld_painter.h"

#include <array>

namespace storyscope::datasets::storyworld {

namespace {

constexpr int surveySize = 128;        ///< pixels
constexpr int leastVisiblePixels = 28; ///< of surveySize², about 0.2 %

Color tintOf(const Setting& setting, bool background) {
    static const std::array<Color, 4> lights = {{{255, 246, 230}, {255, 255, 255}, {255, 222, 198}, {150, 160, 206}}};
    Color tint = lights[static_cast<std::size_t>(setting.light)];
    if (!placeInfo(setting.place).outdoors) {
        tint = blend(tint, {255, 238, 214}, setting.light == Light::Night ? 0.7 : 0.5);
    } else if (setting.weather != Weather::Sun) {
        tint = blend(tint, {206, 212, 226}, 0.4);
    }
    return background ? tint : blend(tint, {255, 255, 255}, 0.55);
}

void drawNote(Canvas& canvas, Point at) {
    constexpr Color ink = {60, 40, 110};
    canvas.ellipse(at, 0.026, 0.02, ink, -0.05);
    canvas.stroke({at.x + 0.022, at.y}, {at.x + 0.022, at.y - 0.09}, 0.011, ink);
    canvas.stroke({at.x + 0.022, at.y - 0.09}, {at.x + 0.055, at.y - 0.07}, 0.016, ink);
}

void drawBubble(Canvas& canvas, Point at, bool question) {
    constexpr Color ink = {60, 60, 80};
    canvas.convex({{at.x - 0.06, at.y + 0.02}, {at.x - 0.01, at.y + 0.05}, {at.x - 0.085, at.y + 0.085}},
                  {255, 255, 255});
    canvas.ellipse(at, 0.095, 0.066, {255, 255, 255});
    if (!question) {
        for (const double x : {-0.045, 0.0, 0.045}) {
            canvas.circle({at.x + x, at.y}, 0.014, ink);
        }
        return;
    }
    const double side = canvas.handedness();
    canvas.stroke({at.x - 0.025 * side, at.y - 0.022}, {at.x, at.y - 0.042}, 0.015, {200, 50, 60});
    canvas.stroke({at.x, at.y - 0.042}, {at.x + 0.024 * side, at.y - 0.02}, 0.015, {200, 50, 60});
    canvas.stroke({at.x + 0.024 * side, at.y - 0.02}, {at.x, at.y + 0.01}, 0.015, {200, 50, 60});
    canvas.circle({at.x, at.y + 0.04}, 0.01, {200, 50, 60});
}

void drawSleepLetter(Canvas& canvas, Point at, double size) {
    constexpr Color ink = {50, 70, 150};
    const double from = canvas.handedness() > 0 ? at.x : at.x + size;
    const double to = canvas.handedness() > 0 ? at.x + size : at.x;
    canvas.stroke({from, at.y}, {to, at.y}, size * 0.24, ink);
    canvas.stroke({to, at.y}, {from, at.y + size}, size * 0.24, ink);
    canvas.stroke({from, at.y + size}, {to, at.y + size}, size * 0.24, ink);
}

void drawSymbol(Canvas& canvas, const Element& element) {
    const Point at = element.placement.base;
    const double move = 0.012 * cosine((element.placement.progress - 0.5) * 2);
    canvas.setVeil(true);
    if (element.symbol == "music") {
        drawNote(canvas, {at.x + 0.21, at.y - 0.06 + move});
        drawNote(canvas, {at.x - 0.26, at.y - 0.02 - move});
    } else if (element.symbol == "sleep") {
        drawSleepLetter(canvas, {at.x + 0.00, at.y - 0.20 + move}, 0.05);
        drawSleepLetter(canvas, {at.x + 0.07, at.y - 0.30 + move}, 0.07);
    } else if (element.symbol == "steam") {
        for (const double x : {-0.045, 0.0, 0.045}) {
            canvas.stroke({at.x + x, at.y - 0.05 + move}, {at.x + x + 0.015, at.y - 0.09 + move}, 0.014,
                          {255, 255, 255});
            canvas.stroke({at.x + x + 0.015, at.y - 0.09 + move}, {at.x + x, at.y - 0.13 + move}, 0.014,
                          {255, 255, 255});
        }
    } else {
        drawBubble(canvas, {at.x + 0.19, at.y - 0.12 + move}, element.symbol == "question");
    }
    canvas.setVeil(false);
}

void drawElement(Stage& stage, const Element& element) {
    Canvas& canvas = stage.canvas();
    if (element.kind == Element::Kind::Symbol) {
        return drawSymbol(canvas, element);
    }
    const bool isFigure = element.kind == Element::Kind::Figure;
    const Point base = isFigure ? element.figure.feet : element.placement.base;
    if (element.shadow > 0) {
        canvas.shade({base.x, base.y}, element.shadow, 0.022);
    }
    stage.begin(element.seen);
    if (isFigure) {
        drawFigure(canvas, element.figure);
    } else if (element.kind == Element::Kind::Thing) {
        drawThing(canvas, element.placement);
    }
    if (element.kind == Element::Kind::ThingInFront ||
        (element.placement.thing == Thing::Car && element.kind == Element::Kind::Thing)) {
        drawThingInFront(canvas, element.placement);
    }
    stage.end();
}

void drawScene(Stage& stage, const Scene& scene) {
    Canvas& canvas = stage.canvas();
    canvas.setMirrored(scene.mirrored);
    canvas.setTint(tintOf(scene.setting, true));
    if (placeInfo(scene.setting.place).outdoors) {
        drawOutdoors(stage, scene.setting);
    } else {
        drawIndoors(stage, scene.setting);
    }
    canvas.setTint(tintOf(scene.setting, false));
    for (const Element& element : scene.elements) {
        drawElement(stage, element);
    }
    canvas.setTint(tintOf(scene.setting, true));
    drawForeground(stage, scene.setting);
    if (placeInfo(scene.setting.place).outdoors) {
        drawWeather(stage, scene.setting);
    }
}

} // namespace

Picture paintScene(const Scene& scene, int sizePixels, int hiddenEntity) {
    Canvas canvas(Canvas::Kind::Picture, sizePixels);
    canvas.setHidden(hiddenEntity == 0 ? -1 : hiddenEntity);
    Stage stage(canvas);
    drawScene(stage, scene);
    return canvas.picture();
}

std::vector<Sighting> survey(const Scene& scene) {
    Canvas canvas(Canvas::Kind::Labels, surveySize);
    Stage stage(canvas);
    drawScene(stage, scene);
    std::vector<Sighting> sightings;
    for (const Seen& seen : stage.seen()) {
        const int entity = static_cast<int>(sightings.size()) + 1;
        const bool visible = canvas.visiblePixels(entity) >= leastVisiblePixels;
        sightings.push_back({seen, visible ? canvas.bounds(entity) : std::nullopt});
    }
    return sightings;
}

} // namespace storyscope::datasets::storyworld
