// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/hub/captioner_catalogue.h"

#include <stop_token>

namespace storyscope::inference {

/// How fast this machine computes what captioners of base size consist of, with the computing threads of the moment.
struct CaptioningSpeed {
    double operationsPerSecond = 0; ///< of a layer over all of a picture's tokens, where arithmetic is what takes time
    double weightsPerSecond = 0;    ///< of a layer over one word, where fetching its weights is what takes time
};

/// Runs, for about one second, one layer of BLIP's picture encoder over 577 tokens and one layer of its decoder over
/// one word, of the true sizes and by the code that tells stories; its weights are made up. Blocks; call it on a worker
/// thread. Draws no random numbers. Throws Error{Cancelled} within one layer of a stop.
CaptioningSpeed measureCaptioningSpeed(const std::stop_token& stop);

/// What a captioner will take to caption one frame, its decoding included: its operations over the pictures and its
/// weights per word, counted from its published sizes, divided by the speed of the two layers that were measured. Right
/// as far as the other layers run as those do; good to about a factor of 1.5. `speed` must have been measured.
double secondsPerFrame(const hub::PublishedCaptioner& captioner, const CaptioningSpeed& speed);

} // namespace storyscope::inference
