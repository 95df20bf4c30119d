// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/caption_metrics.h"

#include <cstddef>
#include <filesystem>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

namespace storyscope::metrics {

/// The captions or stories of each picture, clip or story, by its id.
using CaptionsById = std::map<std::string, std::vector<std::string>>;

/// A file's captions, and which file.
struct CaptionFile {
    std::filesystem::path path;
    CaptionsById captions;
};

/// Reads a JSON file in one of the forms in use: a list of {"image_id", "caption"} (COCO results), an object with such
/// a list under "annotations" (COCO annotations), or an object of ids with a caption or a list of captions each.
/// Throws Error{NotFound}, Error{Unreadable}, Error{Malformed} that says what is missing where.
CaptionFile readCaptionFile(const std::filesystem::path& file);

/// Hypotheses with the references of the same id, in the order of the ids.
struct MatchedCaptions {
    std::vector<ReferencedCaption> captions;
    std::size_t references = 0;       ///< of these captions
    std::size_t unusedReferences = 0; ///< ids that have references but no hypothesis
};

/// Throws Error{Mismatch} for a hypothesis without references, Error{BadArgument} for an id with several hypotheses,
/// both naming the id and the file, Error{Cancelled}.
MatchedCaptions matchedCaptions(const CaptionFile& hypotheses, const CaptionFile& references,
                                const std::stop_token& stop);

} // namespace storyscope::metrics
