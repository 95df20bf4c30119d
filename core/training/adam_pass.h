// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace storyscope::training {

/// How one step of Adam changes weights. Sources: Kingma & Ba 2015; AdamW: Loshchilov & Hutter 2019.
struct AdamChange {
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;
    double learningRate = 0;
    double gradientDecay = 0; ///< of the weight, added to its gradient: Adam's L2
    double weightDecay = 0;   ///< of the weight itself, times the learning rate: AdamW's
    double steps = 1;         ///< this one included

    double rate() const;  ///< of the first moment, with its bias corrected
    double scale() const; ///< of the second moment's root, likewise
};

/// Weights of one tensor, their gradients and moments.
template <typename Scalar>
struct AdamNumbers {
    Scalar* weight = nullptr;
    const Scalar* gradient = nullptr;
    Scalar* first = nullptr;
    Scalar* second = nullptr;
};

/// Everything that a step does to the weights from `begin` to `end`, in one pass over memory.
void passOver(const AdamNumbers<float>& numbers, std::int64_t begin, std::int64_t end, const AdamChange& change);
void passOver(const AdamNumbers<double>& numbers, std::int64_t begin, std::int64_t end, const AdamChange& change);

} // namespace storyscope::training
