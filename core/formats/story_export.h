// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/story_result.h"

#include <cstdint>
#include <string>
#include <vector>

namespace storyscope::formats {

/// The whole result as JSON with stable keys (listed in the README): source, model, decoding, seed, unfamiliar, score,
/// clip_caption (only if there is one), frames (with caption_origin unless it is "seen", repeats_earlier if it is
/// true), predictions (pictures left out; with nearest_frame if there is one), attention; one frame, prediction or
/// attention record per line. Numbers have the fewest digits that give the same float again. The same result gives the
/// same bytes.
std::string storyToJson(const StoryResult& result);

/// Subtitles in order of time, one cue per frame that has a time and a caption; a cue lasts until the next frame, the
/// last one 3 seconds. A caption of all frames is one cue over all of them, where no frame has a caption of its own.
std::string storyToSrt(const StoryResult& result);
std::string storyToVtt(const StoryResult& result);

/// PNG bytes for a story position's picture (frame) or for a predicted picture.
struct StoryPictures {
    std::vector<std::vector<std::uint8_t>> frames;      ///< PNG per StoryResult::frames
    std::vector<std::vector<std::uint8_t>> predictions; ///< PNG per StoryResult::predictions
};

/// One self-contained page that needs no network and no script: pictures, captions, tags, attention per word (shown on
/// hover and focus), predictions beside the truth, score, and who said so.
std::string storyToHtml(const StoryResult& result, const StoryPictures& pictures);

/// A NumPy .npz archive (stored, not compressed) with one float32 array per attention record, named
/// "<kind>_<subject>_layer<layer>_head<head>" ("mean" for averaged), of shape (rows, frames, gridRows, gridColumns).
/// Where rows also look at class tokens or text, a second one with "_shares" at the end of its name, (rows, 3), has how
/// much went to class tokens, to text and to pictures that the story does not show; where the model saw less than whole
/// pictures, "<kind>_<subject>_areas", (frames, 4), has what it saw: left, top, width and height in shares of the
/// picture.
std::string attentionToNpz(const StoryResult& result);

} // namespace storyscope::formats
