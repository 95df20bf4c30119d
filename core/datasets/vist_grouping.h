// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/vist_annotations.h"

#include <string>
#include <vector>

namespace storyscope::datasets {

/// A story made of annotations.
struct VistEntry {
    Story story; ///< without picture names
    std::string albumId;
    std::vector<std::string> photos; ///< ids, one per frame
};

/// The stories of a file, albums in the order of their first sentence and each album's stories together; the frames as
/// the worker arranged them. Every story has five sentences: others become issues. The caption is what the worker typed
/// (`original_text`), or `text` where that is absent; where both are there, `text` is the frame's reference, so that
/// training and scoring know it too. The title is the album's. Takes the texts out of the table.
std::vector<VistEntry> groupStories(VistTable& table, GroupedIssues& issues);

/// The photo sequences of a file of descriptions, or whole albums where annotations have no story id. A frame has all
/// descriptions of its photo: the first is the caption, the others are references. Sequences of the same photos are
/// one story.
std::vector<VistEntry> groupDescriptions(VistTable& table, GroupedIssues& issues);

} // namespace storyscope::datasets
