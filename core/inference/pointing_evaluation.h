// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/evaluation_part.h"

#include <vector>

namespace storyscope::inference {

/// The pointing game (Zhang et al. 2016, "Top-down neural attention by excitation backprop"): whether the point that a
/// noun looks at most lies on what the noun names. Nouns that the model wrote, of characters and objects with a box in
/// their frame.
class PointingEvaluation final : public EvaluationPart {
public:
    void add(const EvaluatedStory& story) override;
    std::vector<Score> scores(const EvaluationContext& context) const override;

private:
    /// Of one story.
    struct Game {
        std::size_t words = 0;
        std::size_t hits = 0;
        std::size_t centreHits = 0; ///< of someone who always points at the picture's centre
        double chance = 0;          ///< summed share of the picture that the boxes cover
    };

    static void play(Game& game, const Attention& attention, std::size_t row, const std::vector<Box>& boxes);

    std::vector<Game> m_stories;
};

} // namespace storyscope::inference
