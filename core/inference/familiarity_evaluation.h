// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/evaluation_part.h"

#include <filesystem>
#include <vector>

namespace storyscope::inference {

/// Whether the model tells pictures unlike its training data from the evaluated ones.
class FamiliarityEvaluation final : public EvaluationPart {
public:
    /// `unfamiliar`: pictures anywhere below this folder, the first 500 by path; empty: nothing to evaluate.
    explicit FamiliarityEvaluation(std::filesystem::path unfamiliar) : m_folder(std::move(unfamiliar)) {}

    void add(const EvaluatedStory& story) override;
    std::vector<Score> scores(const EvaluationContext& context) const override;

private:
    std::vector<double> ofUnfamiliar(const EvaluationContext& context) const;

    std::filesystem::path m_folder;
    std::vector<double> m_familiar; ///< unfamiliarity per evaluated frame
};

} // namespace storyscope::inference
