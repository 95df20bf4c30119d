// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/decoding.h"

#include <cmath>
#include <functional>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

namespace storyscope::test {

using Prefix = std::vector<std::int64_t>;

/// Gives each prefix the log-probabilities that a function says.
class TableScorer final : public inference::NextTokenScorer {
public:
    using Table = std::function<std::vector<double>(const Prefix&)>;
    TableScorer(std::vector<Prefix> starts, std::size_t vocabulary, Table logits)
        : m_prefixes(std::move(starts)), m_textCount(m_prefixes.size()), m_vocabulary(vocabulary),
          m_logits(std::move(logits)) {}

    std::size_t textCount() const override { return m_textCount; }
    std::size_t vocabularySize() const override { return m_vocabulary; }
    std::span<const float> advance(std::span<const std::int64_t> parents,
                                   std::span<const std::int64_t> tokens) override {
        std::vector<Prefix> longer;
        m_scores.clear();
        m_given.clear();
        for (std::size_t row = 0; row < parents.size(); ++row) {
            Prefix prefix = m_prefixes.at(static_cast<std::size_t>(parents[row]));
            prefix.push_back(tokens[row]);
            const std::vector<double> logits = m_logits(prefix);
            const double sum = std::accumulate(logits.begin(), logits.end(), 0.0,
                                               [](double total, double logit) { return total + std::exp(logit); });
            m_given.insert(m_given.end(), logits.begin(), logits.end());
            for (const double logit : logits) {
                m_scores.push_back(static_cast<float>(logit - std::log(sum)));
            }
            longer.push_back(std::move(prefix));
        }
        m_prefixes = std::move(longer);
        ++steps;
        return m_scores;
    }

    std::span<const float> logits() const override { return m_given; }

    int steps = 0;

private:
    std::vector<Prefix> m_prefixes;
    std::size_t m_textCount;
    std::size_t m_vocabulary;
    Table m_logits;
    std::vector<float> m_given;
    std::vector<float> m_scores;
};

} // namespace storyscope::test
