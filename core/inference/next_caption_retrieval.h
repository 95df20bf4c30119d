// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/evaluation_part.h"

#include <cstddef>
#include <vector>

namespace storyscope::inference {

/// Whether a model that writes next captions finds the true one among the last captions of other stories. Unlike what
/// it writes, this does not depend on how words are chosen.
class NextCaptionRetrieval final : public EvaluationPart {
public:
    void add(const EvaluatedStory& story) override;
    std::vector<Score> scores(const EvaluationContext& context) const override;

private:
    std::vector<std::size_t> m_stories;
    std::vector<CaptionChoice> m_choices;
};

} // namespace storyscope::inference
