// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/adam_pass.h"

#include <cmath>

namespace storyscope::training {

namespace {

template <typename Scalar>
void pass(const AdamNumbers<Scalar>& numbers, std::int64_t begin, std::int64_t end, const AdamChange& change) {
    Scalar* __restrict weights = numbers.weight;
    const Scalar* __restrict gradients = numbers.gradient;
    Scalar* __restrict firsts = numbers.first;
    Scalar* __restrict seconds = numbers.second;
    const auto beta1 = static_cast<Scalar>(change.beta1);
    const auto beta2 = static_cast<Scalar>(change.beta2);
    const auto newShare1 = static_cast<Scalar>(1 - change.beta1);
    const auto newShare2 = static_cast<Scalar>(1 - change.beta2);
    const auto gradientDecay = static_cast<Scalar>(change.gradientDecay);
    const auto kept = static_cast<Scalar>(1 - change.learningRate * change.weightDecay);
    const auto rate = static_cast<Scalar>(change.rate());
    const auto scale = static_cast<Scalar>(change.scale());
    const auto epsilon = static_cast<Scalar>(change.epsilon);
    for (std::int64_t i = begin; i < end; ++i) {
        const Scalar gradient = gradients[i] + gradientDecay * weights[i];
        firsts[i] = beta1 * firsts[i] + newShare1 * gradient;
        seconds[i] = beta2 * seconds[i] + newShare2 * gradient * gradient;
        weights[i] = kept * weights[i] - rate * firsts[i] / (std::sqrt(seconds[i]) * scale + epsilon);
    }
}

} // namespace

double AdamChange::rate() const {
    return learningRate / (1 - std::pow(beta1, steps));
}

double AdamChange::scale() const {
    return 1 / std::sqrt(1 - std::pow(beta2, steps));
}

void passOver(const AdamNumbers<float>& numbers, std::int64_t begin, std::int64_t end, const AdamChange& change) {
    pass(numbers, begin, end, change);
}

void passOver(const AdamNumbers<double>& numbers, std::int64_t begin, std::int64_t end, const AdamChange& change) {
    pass(numbers, begin, end, change);
}

} // namespace storyscope::training
