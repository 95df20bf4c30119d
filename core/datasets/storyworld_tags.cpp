// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/storyworld_tags.h"

namespace storyscope::datasets::storyworld {

const std::vector<std::string>& storyTags() {
    static const std::vector<std::string> tags = {
        "<PAD>",   "<UNK>",   "person",      "dog",      "cat",     "car",      "table",      "chair",   "cup",
        "bottle",  "tree",    "building",    "phone",    "laptop",  "book",     "bed",        "window",  "door",
        "plant",   "bicycle", "motorcycle",  "walking",  "running", "sitting",  "standing",   "eating",  "drinking",
        "reading", "writing", "talking",     "smiling",  "jumping", "sleeping", "cooking",    "driving", "dancing",
        "kitchen", "bedroom", "living_room", "office",   "street",  "park",     "restaurant", "beach",   "forest",
        "city",    "home",    "school",      "hospital", "store",   "garden",
    };
    return tags;
}

} // namespace storyscope::datasets::storyworld
