// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/storyworld_characters.h"

namespace storyscope::datasets::storyworld {

namespace {

constexpr Color pale = {250, 214, 186};
constexpr Color tan = {222, 170, 122};
constexpr Color brown = {150, 96, 62};
constexpr Color dark = {104, 66, 46};

} // namespace

const std::vector<Character>& characters() {
    static const std::vector<Character> everyone = {
        {.name = "Mia",
         .skin = pale,
         .hair = Hair::Long,
         .hairColor = {40, 32, 38},
         .coat = {222, 48, 56},
         .trousers = {60, 50, 70},
         .dress = true,
         .size = 0.90},
        {.name = "Ben",
         .skin = pale,
         .hair = Hair::Short,
         .hairColor = {120, 76, 40},
         .coat = {40, 98, 205},
         .trousers = {70, 74, 90},
         .size = 0.98},
        {.name = "Zoe",
         .skin = pale,
         .hair = Hair::Curly,
         .hairColor = {226, 108, 40},
         .coat = {44, 150, 80},
         .trousers = {50, 60, 110},
         .glasses = true,
         .size = 0.92},
        {.name = "Sam",
         .skin = dark,
         .hair = Hair::Short,
         .hairColor = {26, 22, 24},
         .coat = {248, 200, 40},
         .trousers = {54, 70, 130},
         .size = 0.96},
        {.name = "Lily",
         .skin = pale,
         .hair = Hair::Ponytail,
         .hairColor = {246, 214, 110},
         .coat = {246, 130, 176},
         .trousers = {110, 70, 120},
         .dress = true,
         .size = 0.84},
        {.name = "Tom",
         .skin = tan,
         .hair = Hair::Bald,
         .hairColor = {210, 210, 212},
         .coat = {112, 76, 168},
         .trousers = {70, 66, 60},
         .glasses = true,
         .beard = true,
         .size = 1.0},
        {.name = "Nora",
         .skin = dark,
         .hair = Hair::Curly,
         .hairColor = {30, 24, 28},
         .coat = {244, 240, 232},
         .trousers = {190, 70, 60},
         .dress = true,
         .size = 0.94},
        {.name = "Max",
         .skin = pale,
         .hair = Hair::Short,
         .hairColor = {92, 60, 40},
         .coat = {132, 138, 148},
         .trousers = {40, 62, 104},
         .hat = Hat::Cap,
         .hatColor = {216, 40, 44},
         .size = 0.88},
        {.name = "Anna",
         .skin = brown,
         .hair = Hair::Bun,
         .hairColor = {196, 196, 204},
         .coat = {30, 140, 150},
         .trousers = {60, 60, 70},
         .dress = true,
         .glasses = true,
         .size = 0.93},
        {.name = "Leo",
         .skin = tan,
         .hair = Hair::Spiky,
         .hairColor = {244, 206, 84},
         .coat = {46, 46, 54},
         .trousers = {120, 130, 150},
         .size = 0.94},
        {.name = "Ruby",
         .skin = brown,
         .hair = Hair::Long,
         .hairColor = {84, 50, 32},
         .coat = {150, 206, 84},
         .trousers = {220, 206, 170},
         .hat = Hat::Straw,
         .hatColor = {240, 214, 140},
         .size = 0.95},
        {.name = "Omar",
         .skin = brown,
         .hair = Hair::Short,
         .hairColor = {34, 28, 26},
         .coat = {240, 132, 40},
         .trousers = {62, 70, 74},
         .hat = Hat::Beanie,
         .hatColor = {36, 100, 70},
         .beard = true,
         .size = 1.0},
        {.name = "Rex",
         .species = Species::Dog,
         .skin = {176, 112, 58},
         .hairColor = {108, 64, 34},
         .coat = {206, 44, 48},
         .size = 0.74},
        {.name = "Misty",
         .species = Species::Cat,
         .skin = {150, 156, 170},
         .hairColor = {236, 236, 240},
         .coat = {60, 130, 220},
         .size = 0.64},
    };
    return everyone;
}

std::vector<int> charactersOf(Species species) {
    std::vector<int> found;
    const std::vector<Character>& everyone = characters();
    for (std::size_t i = 0; i < everyone.size(); ++i) {
        if (everyone[i].species == species) {
            found.push_back(static_cast<int>(i));
        }
    }
    return found;
}

} // namespace storyscope::datasets::storyworld
