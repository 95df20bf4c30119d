// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/chain_of_thought.h"
#include "core/datasets/grounded_text.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace storyscope;
using namespace storyscope::datasets;

namespace {

void check(bool holds) {
    if (!holds) {
        std::abort();
    }
}

void checkMentions(const GroundedText& text) {
    for (const Mention& mention : text.mentions) {
        check(mention.begin < mention.end && mention.end <= text.text.size() && !mention.ids.empty());
        check(std::string_view(" \n\t\r").find(text.text[mention.begin]) == std::string_view::npos);
    }
}

} // namespace

/// Any text is a story and a chain of thought: mentions lie in their texts, images come by number and once, boxes lie
/// in the picture.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const GroundedText whole = parseGroundedText(input);
    check(whole.text.size() <= size);
    checkMentions(whole);
    int last = -1;
    for (const GroundedText& image : parseGroundedStory(input).images) {
        check(image.image > last);
        last = image.image;
        checkMentions(image);
    }
    last = 0;
    for (const ImageThoughts& image : parseChainOfThought(input).images) {
        check(image.image > last);
        last = image.image;
        for (const ThoughtEntity& entity : image.entities) {
            check(!entity.id.empty());
            const auto box = entity.box ? normalised(*entity.box, 640, 480) : std::nullopt;
            check(!box || (box->left >= 0 && box->top >= 0 && box->width > 0 && box->width <= 1 && box->height <= 1));
        }
    }
    return 0;
}
