// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/evaluation_part.h"

#include <vector>

namespace storyscope::inference {

/// Whether the story score ranks stories as the data does.
class CoherenceEvaluation final : public EvaluationPart {
public:
    void add(const EvaluatedStory& story) override;
    std::vector<Score> scores(const EvaluationContext& context) const override;

private:
    std::vector<double> m_told;
    std::vector<double> m_true;
};

} // namespace storyscope::inference
