// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/word_frequencies.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>

namespace storyscope::inference {

WordFrequencies::WordFrequencies(const text::Tokenizer& tokenizer, const KnownCaptions::Counts& captions)
    : m_tokenizer(tokenizer), m_counts(static_cast<std::size_t>(tokenizer.vocabularySize()), 1.0) {
    for (const auto& [caption, times] : captions) {
        for (const std::int64_t token : tokens(caption)) {
            m_counts[static_cast<std::size_t>(token)] += static_cast<double>(times);
        }
    }
    m_total = std::accumulate(m_counts.begin(), m_counts.end(), 0.0);
}

CaptionLikelihood WordFrequencies::likelihood(const std::string& caption) const {
    CaptionLikelihood result;
    for (const std::int64_t token : tokens(caption)) {
        result.logProbability += std::log(m_counts[static_cast<std::size_t>(token)] / m_total);
        ++result.tokens;
    }
    return result;
}

std::vector<std::int64_t> WordFrequencies::tokens(const std::string& caption) const {
    std::vector<std::int64_t> ids;
    std::ranges::transform(m_tokenizer.encode(caption), std::back_inserter(ids), &text::TokenSpan::id);
    ids.push_back(m_tokenizer.endId());
    return ids;
}

} // namespace storyscope::inference
