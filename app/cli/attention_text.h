// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/storyteller.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace storyscope::cli {

struct StudiedWord {
    std::size_t token = 0; ///< of the caption
    std::optional<inference::OcclusionMap> occlusion = {};
};

/// What was found out about one caption of a told story.
struct StudiedCaption {
    const StoryResult& told;
    int position = 0; ///< of its frame
    Attention record;
    std::vector<StudiedWord> words;
};

std::string attentionToText(const StudiedCaption& caption);
/// The same with the maps; keys are listed in the README.
std::string attentionToJson(const StudiedCaption& caption);

} // namespace storyscope::cli
