// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/evaluation_part.h"
#include "core/metrics/caption_metrics.h"

#include <string>
#include <vector>

namespace storyscope::inference {

/// The words of everything that is true of a frame: its caption and its other phrasings.
std::vector<std::vector<std::string>> referenceWords(const StoryFrame& frame);

/// Whether captions match what is true of their pictures, and whether they depend on the pictures at all.
class CaptionEvaluation final : public EvaluationPart {
public:
    void add(const EvaluatedStory& story) override;
    std::vector<Score> scores(const EvaluationContext& context) const override;

private:
    using Captions = std::vector<metrics::CaptionPair>; ///< of one story, frame by frame

    double ofOtherStories(const std::stop_token& stop) const;

    std::vector<Captions> m_stories;
};

} // namespace storyscope::inference
