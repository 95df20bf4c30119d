// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

namespace storyscope::training {

/// What a schedule decides about one step.
struct Rate {
    double learningRate = 1e-3;
    std::optional<double> beta1 = {}; ///< none: the optimizer's own
};

/// How the learning rate goes over the steps of a stage. A value; only the plateau remembers something.
struct Schedule {
    enum class Kind {
        Cosine,   ///< rises linearly, then falls along a half cosine. Source: Loshchilov & Hutter 2017, "SGDR"
        Constant, ///< rises linearly, then stays
        Plateau,  ///< falls by a factor when the validation loss does not
        OneCycle, ///< rises and falls along cosines while beta1 does the reverse. Source: Smith & Topin 2018
    };

    struct Plateau {
        double factor = 0.5;
        int patience = 5;        ///< epochs without improvement that are borne
        int cooldown = 0;        ///< epochs after a fall that are not counted
        double threshold = 1e-4; ///< an improvement is smaller than best · (1 − threshold)
        double lowest = 0;

        double share = 1; ///< of the peak, now
        std::optional<double> best = {};
        int badEpochs = 0;
        int coolingEpochs = 0;
    };

    struct OneCycle {
        double riseShare = 0.3; ///< of all steps
        double startDivisor = 25;
        double endDivisor = 1e4; ///< of the start
        bool cyclesBeta1 = true;
        double lowestBeta1 = 0.85;
        double highestBeta1 = 0.95;
    };

    Kind kind = Kind::Cosine;
    double peak = 1e-3;
    double final = 1e-5;
    std::int64_t warmUpSteps = 0;
    std::int64_t totalSteps = 1;
    Plateau plateau = {};
    OneCycle oneCycle = {};

    /// For step 1…totalSteps; each kind is at its end at the last one.
    double learningRate(std::int64_t step) const;
    Rate rate(std::int64_t step) const;
    /// Tells the plateau how an epoch went.
    void epochDone(double validationLoss);
};

} // namespace storyscope::training
