// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/datasets/grouped_issues.h"
#include "core/story/story.h"

#include <filesystem>
#include <istream>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

namespace storyscope::datasets {

/// The two kinds of annotations that VIST publishes (Huang et al., "Visual Storytelling", NAACL 2016).
enum class VistTier {
    StoryInSequence,        ///< SIS: one sentence per photo of a story
    DescriptionInIsolation, ///< DII: several captions per photo
};

/// What StoryWorld knows beyond VIST's fields: the member "storyscope" that writeVist() adds.
struct VistExtra {
    std::string storyId;
    std::string title;
    std::optional<float> score;
    bool orderIsTrue = true;
    StoryFrame frame;
};

/// One sentence about one photo.
struct VistAnnotation {
    std::string storyId; ///< may be empty in DII
    std::string albumId; ///< may be empty
    std::string photo;
    int position = 0;         ///< from 0, as the worker arranged the photos
    std::string originalText; ///< as the worker typed it; may be empty
    std::string text;         ///< lower-cased, tokenised, names replaced by [male] and the like; may be empty
    std::shared_ptr<const VistExtra> extra;
};

/// One annotation file.
struct VistTable {
    std::vector<VistAnnotation> annotations; ///< in the order of the file
    std::unordered_map<std::string, std::string> albumTitles;
    std::unordered_map<std::string, std::string> photoAddresses; ///< where the pictures were published
};

/// Reads an annotation file as a stream: ids may be texts or numbers, each annotation alone or in a list of one, every
/// field may be missing that a story can do without. Annotations that cannot be used become issues. Throws Error as
/// formats::readJsonLists() does, and Error{Malformed} without a list "annotations".
VistTable readVistAnnotations(const std::filesystem::path& file, VistTier tier, GroupedIssues& issues,
                              const std::stop_token& stop, Progress& progress);
/// The same for what a stream holds.
VistTable readVistAnnotations(std::istream& input, const std::filesystem::path& nameForErrors, VistTier tier,
                              GroupedIssues& issues, const std::stop_token& stop, Progress& progress);

/// The annotation files that `path` means: itself, or those up to two folders below it, by the names that were
/// published ("….story-in-sequence.json") or else by their content. In the order of their names.
std::vector<std::filesystem::path> findVistFiles(const std::filesystem::path& path, VistTier tier,
                                                 const std::stop_token& stop);

} // namespace storyscope::datasets
