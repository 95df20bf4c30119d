// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/finished_texts.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace storyscope::inference {

void FinishedTexts::add(Hypothesis text) {
    text.score = normalised(text.score, text.logProbabilities.size());
    if (isFull()) {
        if (text.score <= m_texts.back().score) {
            return;
        }
        m_texts.pop_back();
    }
    const auto place = std::ranges::lower_bound(m_texts, text.score, std::ranges::greater(), &Hypothesis::score);
    m_texts.insert(place, std::move(text));
}

bool FinishedTexts::suffices(double bestSum, std::size_t length) const {
    if (!isFull()) {
        return false;
    }
    switch (m_options.earlyStopping) {
    case EarlyStopping::WhenEnough:
        return true;
    case EarlyStopping::WhenOutscored:
        break;
    case EarlyStopping::WhenUnbeatable:
        if (m_options.lengthPenalty > 0) {
            length = static_cast<std::size_t>(m_options.limits.maximumTokens);
        }
        break;
    }
    return m_texts.back().score >= normalised(bestSum, length);
}

double FinishedTexts::normalised(double sum, std::size_t length) const {
    return sum / std::pow(static_cast<double>(std::max<std::size_t>(length, 1)), m_options.lengthPenalty);
}

} // namespace storyscope::inference
