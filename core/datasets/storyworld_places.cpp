// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/storyworld_places.h"

#include "core/datasets/storyworld_random.h"

#include <algorithm>
#include <array>

namespace storyscope::datasets::storyworld {

const PlaceInfo& placeInfo(Place place) {
    static const std::array<PlaceInfo, placeCount> infos = {{
        {"kitchen", "kitchen", "in the kitchen", false, Thing::Stove, {0.74, 0.86}},
        {"bedroom", "bedroom", "in the bedroom", false, Thing::Bed, {0.60, 0.86}},
        {"living_room", "living room", "in the living room", false, Thing::Sofa, {0.62, 0.88}},
        {"office", "office", "in the office", false, Thing::None, {}},
        {"street", "street", "on the street", true, Thing::None, {}},
        {"park", "park", "in the park", true, Thing::None, {}},
        {"restaurant", "restaurant", "in the restaurant", false, Thing::None, {}},
        {"beach", "beach", "at the beach", true, Thing::None, {}},
        {"forest", "forest", "in the forest", true, Thing::None, {}},
        {"city", "city", "in the city", true, Thing::None, {}},
        {"home", "home", "at home", true, Thing::None, {}},
        {"school", "school", "at the school", false, Thing::None, {}},
        {"hospital", "hospital", "in the hospital", false, Thing::Bed, {0.60, 0.86}},
        {"store", "store", "in the store", false, Thing::None, {}},
        {"garden", "garden", "in the garden", true, Thing::None, {}},
    }};
    return infos[static_cast<std::size_t>(place)];
}

void Stage::begin(const std::string& noun) {
    const auto same =
        std::count_if(m_seen.begin(), m_seen.end(), [&](const Seen& seen) { return seen.nouns.front() == noun; });
    m_seen.push_back({noun + std::to_string(same + 1), Entity::Kind::Object, {noun}, noun});
    m_canvas.beginEntity(static_cast<int>(m_seen.size()));
}

void Stage::begin(const Seen& named) {
    const auto known =
        std::find_if(m_seen.begin(), m_seen.end(), [&](const Seen& seen) { return seen.id == named.id; });
    const auto position = known - m_seen.begin();
    if (known == m_seen.end()) {
        m_seen.push_back(named);
    }
    m_canvas.beginEntity(static_cast<int>(position) + 1);
}

Color skyColor(const Setting& setting, bool upper) {
    static const std::array<std::array<Color, 2>, 4> clear = {{
        {{{150, 196, 238}, {255, 222, 188}}},
        {{{96, 176, 244}, {206, 234, 252}}},
        {{{112, 96, 168}, {255, 168, 112}}},
        {{{22, 30, 74}, {64, 74, 134}}},
    }};
    const Color color = clear[static_cast<std::size_t>(setting.light)][upper ? 0 : 1];
    if (setting.weather == Weather::Sun) {
        return color;
    }
    const Color grey = setting.light == Light::Night ? Color{50, 56, 76} : Color{150, 160, 174};
    return blend(color, setting.weather == Weather::Snow ? lighter(grey, 0.35) : grey,
                 setting.weather == Weather::Clouds ? 0.55 : 0.8);
}

namespace {

void drawCloud(Canvas& canvas, Point at, double size, const Color& color) {
    canvas.ellipse({at.x, at.y}, size, size * 0.42, color);
    canvas.circle({at.x - size * 0.35, at.y - size * 0.25}, size * 0.42, color);
    canvas.circle({at.x + size * 0.3, at.y - size * 0.32}, size * 0.5, color);
}

} // namespace

void drawSky(Stage& stage, const Setting& setting, double bottom) {
    Canvas& canvas = stage.canvas();
    canvas.gradient(0, bottom, skyColor(setting, true), skyColor(setting, false));
    Random random(setting.layoutSeed, 11);
    const Point sun = {random.between(0.12, 0.3), random.between(0.08, 0.16)};
    if (setting.light == Light::Night) {
        for (int i = 0; i < 12; ++i) {
            const Point star = {random.between(0, 1), random.between(0, bottom * 0.7)};
            if (setting.weather == Weather::Sun) {
                canvas.circle(star, 0.005, {240, 240, 220});
            }
        }
        if (setting.weather == Weather::Sun) {
            canvas.circle(sun, 0.06, {246, 240, 210});
            canvas.circle({sun.x + 0.025, sun.y - 0.012}, 0.05, skyColor(setting, true));
        }
    } else if (setting.weather == Weather::Sun) {
        const double height = setting.light == Light::Noon ? 0 : 0.1;
        const Color color = setting.light == Light::Evening ? Color{255, 130, 70} : Color{255, 226, 100};
        canvas.circle({sun.x, sun.y + height}, 0.085, blend(color, skyColor(setting, true), 0.6));
        canvas.circle({sun.x, sun.y + height}, 0.062, color);
    }
    const int clouds = setting.weather == Weather::Sun ? 1 : 4;
    const Color tone = setting.weather == Weather::Sun
                           ? lighter(skyColor(setting, false), 0.6)
                           : lighter(skyColor(setting, true), setting.weather == Weather::Rain ? 0.1 : 0.35);
    for (int i = 0; i < clouds; ++i) {
        const double x = (i + random.between(0.3, 0.9)) / clouds + 0.04 * (setting.progress - 0.5);
        drawCloud(canvas, {setting.weather == Weather::Sun ? 0.5 + x * 0.4 : x, random.between(0.07, 0.2)},
                  random.between(0.09, 0.15), tone);
    }
}

void drawWeather(Stage& stage, const Setting& setting) {
    Canvas& canvas = stage.canvas();
    Random random(setting.layoutSeed, 12);
    canvas.setVeil(true);
    const auto wrapped = [](double y) { return y < 1 ? y : y - 1; };
    if (setting.weather == Weather::Rain) {
        for (int i = 0; i < 46; ++i) {
            const double x = random.between(-0.05, 1.05);
            const double y = wrapped(random.between(0, 1) + 2 * setting.progress - (setting.progress >= 0.5 ? 1 : 0));
            canvas.stroke({x, y}, {x - 0.014, y + 0.055}, 0.007, {196, 216, 240});
        }
    } else if (setting.weather == Weather::Snow) {
        for (int i = 0; i < 50; ++i) {
            const double x = random.between(0, 1);
            const double y = wrapped(random.between(0, 1) + setting.progress);
            canvas.circle({x, wrapped(y)}, random.between(0.007, 0.014), {255, 255, 255});
        }
    }
    canvas.setVeil(false);
}

void drawForeground(Stage& stage, const Setting& setting) {
    Random random(setting.layoutSeed, 13);
    if (!placeInfo(setting.place).outdoors || !random.chance(0.4) || setting.place == Place::Street ||
        setting.place == Place::Beach) {
        return;
    }
    Canvas& canvas = stage.canvas();
    const double x = random.chance(0.5) ? random.between(0.0, 0.12) : random.between(0.88, 1.0);
    const Color leaf = setting.weather == Weather::Snow ? Color{196, 214, 206} : Color{46, 124, 62};
    canvas.circle({x - 0.1, 1.0}, 0.1, darker(leaf, 0.15));
    canvas.circle({x + 0.1, 1.0}, 0.09, darker(leaf, 0.1));
    canvas.circle({x, 0.97}, 0.11, leaf);
    for (const Point berry : {Point{-0.04, 0.93}, {0.03, 0.96}, {0.05, 0.91}}) {
        canvas.circle({x + berry.x, berry.y}, 0.011, {230, 80, 90});
    }
}

} // namespace storyscope::datasets::storyworld
