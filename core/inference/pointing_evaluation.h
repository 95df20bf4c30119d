// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/bootstrap.h"
#include "core/inference/evaluation_part.h"

#include <cstddef>
#include <string>
#include <vector>

namespace storyscope::inference {

/// Whether a word looks at what it names, for words that the model wrote, of characters and objects with a box in their
/// frame: how much of the word's attention to its frame falls into the box, and the pointing game (Zhang et al. 2016,
/// "Top-down neural attention by excitation backprop"), whether its maximum does. Only of models that look at parts of
/// a frame, and words that look at the frame of their caption at all.
class PointingEvaluation final : public EvaluationPart {
public:
    void add(const EvaluatedStory& story) override;
    std::vector<Score> scores(const EvaluationContext& context) const override;

private:
    /// Of one story; sums over its words.
    struct Game {
        std::size_t story = 0;
        double words = 0;
        double hits = 0;
        double wholeCaptionHits = 0; ///< by the mean of what all words of the caption look at
        double centreHits = 0;       ///< of someone who always points at the picture's centre
        double inBox = 0;            ///< share of the attention
        double wholeCaptionInBox = 0;
        double box = 0; ///< share of the picture that the boxes cover
    };

    static void play(Game& game, const Attention& attention, const ToldCaption& caption, const StoryFrame& frame);
    Score score(const std::string& name, double Game::*part, const EvaluationContext& context) const;
    StoryStatistic perWord(double Game::*part) const;

    std::vector<Game> m_stories;
};

} // namespace storyscope::inference
