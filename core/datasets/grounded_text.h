// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace storyscope::datasets {

/// Words of a text that a tag links to entities.
struct Mention {
    enum class Kind {
        Entity,  ///< <gdo …>: a character or an object
        Action,  ///< <gda …>: what the named ones do
        Location ///< <gdl …>
    };

    Kind kind = Kind::Entity;
    std::size_t begin = 0; ///< byte offset in GroundedText::text
    std::size_t end = 0;   ///< one past the last byte; never an empty range
    std::vector<std::string> ids;

    friend bool operator==(const Mention&, const Mention&) = default;
};

/// The text of one picture without its tags.
struct GroundedText {
    static constexpr int laterThanAll = std::numeric_limits<int>::max(); ///< for a number that no int holds

    int image = 0; ///< as the tag counts, from 1
    std::string text;
    std::vector<Mention> mentions; ///< in the order of their opening tags
};

/// A story in the tag grammar of StoryReasoning (Oliveira and Matos, arXiv 2505.10292; the data set's card).
struct GroundedStory {
    std::vector<GroundedText> images;    ///< by number, each number once
    bool hasTextOutsideOfImages = false; ///< which no picture's text contains
};

/// Text with <gdo ids>…</gdo>, <gda ids>…</gda> and <gdl ids>…</gdl>, nested at will. The tags and <gdi imageN>, </gdi>
/// are taken out, three and more line feeds become two, white space at both ends goes: the data set's published
/// clean-up. Every other `<` stays. A tag left open ends with its sentence; a closing tag without an opening one is
/// only taken out. Ids are separated by white space or commas and begin with char, obj, lm or bg; others are left out,
/// and so are mentions without ids or words. Linear in the length. Throws nothing but out of memory. Thread-safe.
GroundedText parseGroundedText(std::string_view tagged);

/// Splits at <gdi imageN>…</gdi>, in whatever order; one that is left open ends where the next begins. Texts of the
/// same number are joined by a blank.
GroundedStory parseGroundedStory(std::string_view tagged);

} // namespace storyscope::datasets
