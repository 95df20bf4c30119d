// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/evaluation_part.h"

#include <vector>

namespace storyscope::inference {

/// Whether the last picture is foreseen from those before it, at the model's size. Only stories whose order is true.
class NextPictureEvaluation final : public EvaluationPart {
public:
    void add(const EvaluatedStory& story) override;
    std::vector<Score> scores(const EvaluationContext& context) const override;

private:
    /// How close a picture comes to the true one.
    struct Closeness {
        double l1 = 0;
        double ssim = 0;
    };
    /// Of one story.
    struct Comparison {
        Closeness predicted;
        Closeness copied; ///< the frame before
        Closeness gray;
    };

    static Closeness closeness(const Picture& guess, const Picture& truth);
    /// Mean over stories of the constant guess that fits them best.
    Closeness ofMedian(const EvaluationContext& context) const;

    std::vector<Comparison> m_stories;
    std::vector<Picture> m_truths; ///< of the first stories: enough for a median
};

} // namespace storyscope::inference
