// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/story.h"

#include <cstddef>
#include <string>

namespace storyscope::datasets {

/// What is changed in a caption before a model or a metric reads it. Everything is off at first.
struct CaptionCleaning {
    enum class Letters { Keep, Lower };
    enum class Tags {
        Keep,
        RemoveGrounding, ///< <gdi image1>, <gdo char1> … as StoryReasoning's training does
        RemoveAll,       ///< everything in angle brackets, as its evaluation does
    };
    enum class Placeholders {
        Keep,
        AsWords, ///< VIST's "[male]" becomes "male"
    };
    enum class Spaces {
        Keep,
        Collapse, ///< every run of blanks and line ends becomes one blank, none at the ends
        Join,     ///< as Collapse, and no blank before punctuation: "a dog ." becomes "a dog."
    };

    Letters letters = Letters::Keep; ///< ASCII letters only
    Tags tags = Tags::Keep;
    Placeholders placeholders = Placeholders::Keep;
    Spaces spaces = Spaces::Keep;
    std::size_t mostWords = 0; ///< longer captions are cut; 0: none are

    bool operator==(const CaptionCleaning&) const = default;
};

/// Thread-safe.
std::string cleanCaption(const std::string& caption, const CaptionCleaning& cleaning);

/// The story with all its captions cleaned. Groundings stay with their words; those whose words were cut are left out.
/// Thread-safe.
Story cleaned(Story story, const CaptionCleaning& cleaning);

} // namespace storyscope::datasets
