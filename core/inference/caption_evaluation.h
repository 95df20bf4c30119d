// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/caption_table.h"
#include "core/inference/evaluation_part.h"

#include <vector>

namespace storyscope::inference {

/// Whether captions match what is true of their pictures, and whether they depend on the pictures at all. Frames that
/// the model leaves untold are left out.
class CaptionEvaluation final : public EvaluationPart {
public:
    void add(const EvaluatedStory& story) override;
    std::vector<Score> scores(const EvaluationContext& context) const override;

private:
    CaptionTable m_table;
};

/// The same of the captions of whole stories: see datasets::wholeCaptions().
class ClipCaptionEvaluation final : public EvaluationPart {
public:
    void add(const EvaluatedStory& story) override;
    std::vector<Score> scores(const EvaluationContext& context) const override;

private:
    CaptionTable m_table;
};

/// The same of captions that were written with the true words before each word.
class ForcedCaptionEvaluation final : public EvaluationPart {
public:
    void add(const EvaluatedStory& story) override;
    std::vector<Score> scores(const EvaluationContext& context) const override;

private:
    CaptionTable m_frames;
    CaptionTable m_next;
    CaptionTable m_clips;
};

} // namespace storyscope::inference
