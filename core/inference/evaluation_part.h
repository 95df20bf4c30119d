// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/caption_writer.h"
#include "core/inference/evaluation.h"
#include "core/inference/known_captions.h"
#include "core/inference/story_engine.h"
#include "core/story/story.h"
#include "core/story/story_result.h"

#include <optional>
#include <stop_token>
#include <vector>

namespace storyscope::inference {

/// How likely the model finds the true caption of the last frame after the frames before it.
struct LastCaptionLikelihood {
    CaptionLikelihood inOrder;
    CaptionLikelihood shuffled; ///< the same frames in another order
};

/// What the data knows about a story beside what the model told.
struct EvaluatedStory {
    const Story& truth;
    const StoryResult& told;                                ///< greedy; its only prediction is that of the last frame
    const std::vector<Picture>& pictures;                   ///< per frame, at the model's size
    const std::optional<LastCaptionLikelihood>& likelihood; ///< only where the order is true
};

struct EvaluationContext {
    const StoryEngine& engine;
    const KnownCaptions& known;
    const std::stop_token& stop;
    Progress& progress;
    std::vector<Issue>& issues;
};

/// One thing that is evaluated: hears every story once, then says its scores.
class EvaluationPart {
public:
    virtual ~EvaluationPart() = default;
    /// Leaves out what the story's data does not know.
    virtual void add(const EvaluatedStory& story) = 0;
    /// No scores if nothing could be compared. Throws Error{Cancelled}.
    virtual std::vector<Score> scores(const EvaluationContext& context) const = 0;
};

} // namespace storyscope::inference
