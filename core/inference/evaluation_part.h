// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/caption_writer.h"
#include "core/inference/evaluation.h"
#include "core/inference/known_captions.h"
#include "core/inference/nearest_pictures.h"
#include "core/inference/story_engine.h"
#include "core/story/story.h"
#include "core/story/story_result.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace storyscope::inference {

/// How well each of some captions suits the frames before the last one: their log-likelihood per token.
struct CaptionChoice {
    std::vector<std::string> captions; ///< the true one, then those of other stories; empty: nothing was to be chosen
    std::vector<float> inOrder;        ///< per caption, as all that follow
    std::vector<float> shuffled;
    std::vector<float> otherStory; ///< empty if there is no other story
};

/// How likely the model finds the true caption of the last frame after the frames before it.
struct LastCaptionLikelihood {
    CaptionLikelihood inOrder;
    CaptionLikelihood shuffled;                       ///< the same frames in another order
    std::optional<CaptionLikelihood> otherStory = {}; ///< the frames of another story
    CaptionChoice choice = {};
};

/// Captions written with the true words before each word.
struct ForcedCaptions {
    std::vector<std::string> frames; ///< per frame; empty where nothing is true of it
    std::string next;                ///< of the last frame, after those before it
    std::string clip;
};

/// A model's guess of the next picture as a vector.
struct NextVectors {
    torch::Tensor predicted; // (F) float32
    torch::Tensor truth;     // (F) float32: of the picture that really follows
};

/// What the data knows about a story beside what the model told.
struct EvaluatedStory {
    const Story& truth;                                     ///< tags as datasets::FrameTags tells them
    const StoryResult& told;                                ///< greedy; its only prediction is that of the last frame
    const std::vector<Picture>& pictures;                   ///< per frame, at the model's size
    const std::optional<LastCaptionLikelihood>& likelihood; ///< only where the order is true
    std::size_t number = 0;                                 ///< among the told stories
    const StoryResult* shuffled = nullptr;  ///< told with the frames before the last in another order, frames and tags
                                            ///< in the true one; only where the order is true
    const ForcedCaptions* forced = nullptr; ///< only where it was asked for
    const NextVectors* vectors = nullptr;   ///< of the last frame, for models that predict features
};

struct EvaluationContext {
    const StoryEngine& engine;
    const KnownCaptions& known;
    const std::stop_token& stop;
    Progress& progress;
    std::vector<Issue>& issues;
    const NearestPictures* nearest = nullptr; ///< null: nobody looked for them
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
