// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/storyteller.h"
#include "core/story/picture.h"

#include <filesystem>
#include <string>
#include <vector>

namespace storyscope::test {

/// What a model of a few kilobytes with random weights looks like: enough to tell stories, not to tell good ones.
struct TinyModel {
    static constexpr int pictureSize = 32;
    static constexpr int gridSize = 4;
    static constexpr int contextFrames = 4;
    static constexpr int layers = 2; ///< of each text decoder
    static constexpr int heads = 2;
    static constexpr int temporalLayers = 1;
    static const std::vector<std::string>& words();
    static const std::vector<std::string>& tags();
};

/// Writes a TinyModel into `folder`; the same seed gives the same weights.
void writeTinyModel(const std::filesystem::path& folder, int seed = 1);

/// A picture of coloured blocks, another one for each number.
Picture numberedPicture(int number);

/// Numbered pictures from 0; `sourceIndex` is 10 × position.
std::vector<inference::InputFrame> numberedFrames(int count);

} // namespace storyscope::test
