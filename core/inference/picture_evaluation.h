// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/evaluation_part.h"

#include <optional>
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
        double mse = 0;
        double psnr = 0; ///< dB; equal pictures count as mostPsnr
        double ssim = 0;
    };
    /// Of one story.
    struct Comparison {
        std::size_t number = 0;
        Closeness predicted;
        std::optional<Closeness> shuffled; ///< predicted from the frames in another order
        Closeness copied;                  ///< the frame before
        Closeness gray;
    };

    static Closeness closeness(const Picture& guess, const Picture& truth);
    /// Mean over stories of the constant guess that fits them best.
    Closeness ofMedian(const EvaluationContext& context) const;

    std::vector<Comparison> m_stories;
    /// What was predicted for the next story, against each story's truth.
    std::vector<Closeness> ofOtherStories() const;

    std::vector<Closeness> m_others; ///< of all stories but the last one, whose next one is the first
    Picture m_firstPrediction;
    Picture m_lastTruth;
    std::vector<Picture> m_truths; ///< of the first stories: enough for a median
};

} // namespace storyscope::inference
