// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/storyteller.h"

#include <filesystem>
#include <optional>

namespace storyscope::test {

/// Tiny captioners as the published ones are built, whose weights are set by hand: every head of every layer looks at
/// the brightest cell, and says "word200" for it.
struct PointingCaptioner {
    enum class Kind {
        Blip,     ///< stretches its pictures
        Git,      ///< sees the middle of them
        GitVideo, ///< of two frames
    };
    Kind kind = Kind::Blip;
    bool dependsOnBrightness = false;      ///< of BLIP: the word is the more probable the brighter what it looks at
    bool looksEverywhere = false;          ///< it looks at all tokens alike
    int cells = 4;                         ///< of a side, 8 × 8 pixels each
    std::optional<int> lastLayerLooksAt{}; ///< of BLIP: this cell, whatever it shows
};

constexpr int pointingGrid = PointingCaptioner{}.cells;

void writePointingCaptioner(const std::filesystem::path& folder, const PointingCaptioner& captioner);

/// A black picture with a white rectangle; sides in pixels.
struct WhiteRectangle {
    double left = 0;
    double top = 0;
    double right = 0;
    double bottom = 0;
};
Picture blackPicture(int width, int height, const WhiteRectangle& white);

} // namespace storyscope::test
