// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/story.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storyscope::datasets {

/// Corners of a rectangle in pixels of the stored picture.
struct PixelBox {
    std::int32_t left = 0;
    std::int32_t top = 0;
    std::int32_t right = 0;
    std::int32_t bottom = 0;

    friend bool operator==(const PixelBox&, const PixelBox&) = default;
};

/// Someone, something or some place that a row names by an id.
struct ThoughtEntity {
    std::string id; ///< "char1", "obj2", "bg1"
    Entity::Kind kind = Entity::Kind::Object;
    std::string name; ///< a character's name, an object's description, a place's location
    std::optional<PixelBox> box;
};

/// A word on where and when a picture plays.
struct SettingElement {
    enum class Kind {
        Location,
        Environment,
        Lighting,
        Weather,
        TimePeriod,
        Architecture,
        InteriorDesign,
        Atmosphere,
        Background
    };

    Kind kind = Kind::Location;
    std::string description;
    std::string mood; ///< may be empty, as `time`
    std::string time;
};

struct ImageThoughts {
    int image = 0; ///< as the heading counts, from 1
    std::vector<ThoughtEntity> entities;
    std::vector<SettingElement> setting;
};

/// A part of the story's course.
struct NarrativePhase {
    enum class Kind { Introduction, Development, Conflict, TurningPoint, Conclusion };
    /// "2-4"; of "3" both are the same.
    struct Images {
        int first = 0;
        int last = 0;
    };

    Kind kind = Kind::Introduction;
    std::string description;
    std::string keyEvents; ///< may be empty
    std::vector<Images> images;
};

/// The notes of a StoryReasoning story.
struct ChainOfThought {
    std::vector<ImageThoughts> images; ///< by number, each number once
    std::vector<NarrativePhase> phases;
};

/// Reads the Markdown tables under the headings "Image N" with "Characters", "Objects" and "Setting", and under
/// "Narrative Structure"; any of them may be missing. A table is a header line, a line of dashes and rows up to the
/// first line that is none; rows with fewer cells than the header are left out. Settings come one element per row, or
/// as rows of a place with an id and one element per column. A box is four whole numbers, else there is none; of two
/// rows with the same id in a picture the first counts. Linear in the length. Throws nothing but out of memory.
/// Thread-safe.
ChainOfThought parseChainOfThought(std::string_view markdown);

/// The notes on one picture as sentences for a person: "Lighting: dim (tense, night)" of each setting, then
/// "Turning Point: They meet (a letter)" of the phases that it is in.
std::vector<std::string> notesOf(const ChainOfThought& thoughts, int image);

/// As shares of the picture's sides, each cut to [0, 1] as the data set's own evaluation does; none for a box without
/// an area and a picture without a size.
std::optional<Box> normalised(const PixelBox& box, int widthPixels, int heightPixels);

/// By an id's letters: "char3" is a character, "obj1" an object, everything else a place.
Entity::Kind entityKindOf(std::string_view id);

} // namespace storyscope::datasets
