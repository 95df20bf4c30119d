// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/evaluation_part.h"

#include <vector>

namespace storyscope::inference {

/// Whether the features that a model expects next point at the true next picture among the last pictures of all
/// evaluated stories. Only stories whose order is true, of models that predict features.
class RetrievalEvaluation final : public EvaluationPart {
public:
    void add(const EvaluatedStory& story) override;
    std::vector<Score> scores(const EvaluationContext& context) const override;

private:
    std::vector<std::size_t> m_numbers;
    std::vector<NextVectors> m_vectors;
};

} // namespace storyscope::inference
