// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/told_story.h"

#include <algorithm>

namespace storyscope::ui {

std::optional<int> ToldStory::positionOf(int sourceIndex) const {
    const auto found = std::ranges::find(result.frames, sourceIndex, &ToldFrame::sourceIndex);
    if (found == result.frames.end()) {
        return std::nullopt;
    }
    return static_cast<int>(found - result.frames.begin());
}

int ToldStory::positionBefore(int sourceIndex) const {
    int last = 0;
    for (std::size_t position = 0; position < result.frames.size(); ++position) {
        last = result.frames[position].sourceIndex <= sourceIndex ? static_cast<int>(position) : last;
    }
    return last;
}

Picture ToldStory::thumbnail(std::size_t position) const {
    if (position < thumbnails.size()) {
        return thumbnails[position];
    }
    return position < pictures.size() ? pictures[position] : Picture();
}

} // namespace storyscope::ui
