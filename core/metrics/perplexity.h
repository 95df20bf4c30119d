// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace storyscope::metrics {

/// How surprised a language model is by the words that really follow: exp of the mean negative log-likelihood (natural
/// logarithm) of the tokens that are no padding. Those of many captions add up.
struct Perplexity {
    double negativeLogLikelihood = 0; ///< summed
    std::int64_t tokens = 0;          ///< without padding

    Perplexity& operator+=(const Perplexity& other);
    /// 1 or more; infinite if no token was counted.
    double value() const;
};

} // namespace storyscope::metrics
