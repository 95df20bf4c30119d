// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/perplexity.h"

#include <cmath>
#include <limits>

namespace storyscope::metrics {

Perplexity& Perplexity::operator+=(const Perplexity& other) {
    negativeLogLikelihood += other.negativeLogLikelihood;
    tokens += other.tokens;
    return *this;
}

double Perplexity::value() const {
    return tokens > 0 ? std::exp(negativeLogLikelihood / static_cast<double>(tokens))
                      : std::numeric_limits<double>::infinity();
}

} // namespace storyscope::metrics
