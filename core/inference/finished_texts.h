// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/beam_search.h"

namespace storyscope::inference {

/// The best finished texts of a beam search, as many as it has beams.
/// Source: BeamHypotheses of the Hugging Face library `transformers` 4.46.
class FinishedTexts {
public:
    /// `options` must outlive it.
    explicit FinishedTexts(const BeamOptions& options) : m_options(options) {}

    /// `text.score` is the plain sum. Dropped if it beats none of enough finished texts.
    void add(Hypothesis text);

    /// Whether no unfinished text is worth going on with, if the best of them has `bestSum` after `length` tokens.
    bool suffices(double bestSum, std::size_t length) const;

    /// Best first; of equal ones the newest.
    const std::vector<Hypothesis>& texts() const { return m_texts; }
    std::vector<Hypothesis> take() { return std::move(m_texts); }

private:
    bool isFull() const { return m_texts.size() >= static_cast<std::size_t>(m_options.beams); }
    double normalised(double sum, std::size_t length) const;

    const BeamOptions& m_options;
    std::vector<Hypothesis> m_texts;
};

} // namespace storyscope::inference
