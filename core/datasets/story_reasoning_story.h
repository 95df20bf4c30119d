// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/grouped_issues.h"
#include "core/datasets/story_reasoning_rows.h"
#include "core/story/story.h"

#include <vector>

namespace storyscope::datasets {

/// Width and height of a stored picture; zero if unknown.
struct PixelSize {
    int width = 0;
    int height = 0;
};

/// The story of a row: one frame per picture, in the pictures' order, each with its text, the entities of the notes
/// `thoughts` and of its text, and a grounding for each id of each mention. An entity's nouns are the head words of its
/// mentions and of its name; settings and narrative phases are notes. Frames without a size in `sizes` (one per
/// picture, or fewer) get no boxes. A story without image tags has its whole text in Story::captions. Thread-safe.
Story storyOf(const StoryReasoningRow& row, const std::string& thoughts, const std::vector<PixelSize>& sizes);

/// Adds what is wrong with its texts: text for pictures that do not exist, pictures without text, text outside of
/// pictures.
void findTextIssues(const StoryReasoningRow& row, GroupedIssues& issues);

} // namespace storyscope::datasets
