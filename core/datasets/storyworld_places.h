// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/storyworld_canvas.h"
#include "core/datasets/storyworld_objects.h"

#include <cstdint>
#include <string>
#include <vector>

namespace storyscope::datasets::storyworld {

/// In the order of storyTags().
enum class Place {
    Kitchen,
    Bedroom,
    LivingRoom,
    Office,
    Street,
    Park,
    Restaurant,
    Beach,
    Forest,
    City,
    Home,
    School,
    Hospital,
    Store,
    Garden,
};
inline constexpr int placeCount = 15;

enum class Light { Morning, Noon, Evening, Night };
enum class Weather { Sun, Clouds, Rain, Snow };

struct PlaceInfo {
    std::string tag;    ///< "living_room"
    std::string noun;   ///< "living room"
    std::string phrase; ///< "in the living room"
    bool outdoors = false;
    Thing fixture = Thing::None; ///< always there, at fixtureBase
    Point fixtureBase;
};
const PlaceInfo& placeInfo(Place place);

/// What a place looks like in one story. Equal settings give equal pictures.
struct Setting {
    Place place = Place::Park;
    Light light = Light::Noon;
    Weather weather = Weather::Sun;
    std::uint64_t layoutSeed = 0; ///< positions and number of the things around
    int palette = 0;              ///< [0, 3)
    double progress = 0.5;        ///< clouds and rain move
};

/// Something in a picture that has a noun.
struct Seen {
    std::string id;
    Entity::Kind kind = Entity::Kind::Object;
    std::vector<std::string> nouns;
    std::string tag; ///< empty: none
};

/// A canvas and the list of what was drawn on it; entity n of the canvas is seen()[n − 1].
class Stage {
public:
    explicit Stage(Canvas& canvas) : m_canvas(canvas) {}
    Canvas& canvas() { return m_canvas; }
    const std::vector<Seen>& seen() const { return m_seen; }

    /// Shapes from here to end() belong to a further thing of the surroundings.
    void begin(const std::string& noun);
    /// Or to someone or something with an id of its own; the same id continues the same entity.
    void begin(const Seen& named);
    void end() { m_canvas.endEntity(); }

private:
    Canvas& m_canvas;
    std::vector<Seen> m_seen;
};

void drawOutdoors(Stage& stage, const Setting& setting);
void drawIndoors(Stage& stage, const Setting& setting);
/// Sky, sun or moon, clouds, from the top to `bottom`.
void drawSky(Stage& stage, const Setting& setting, double bottom);
/// Falling rain or snow over everything, no part of any entity.
void drawWeather(Stage& stage, const Setting& setting);
/// A bush at a lower corner or nothing: what stands between the eye and the story.
void drawForeground(Stage& stage, const Setting& setting);
Color skyColor(const Setting& setting, bool upper);

} // namespace storyscope::datasets::storyworld
