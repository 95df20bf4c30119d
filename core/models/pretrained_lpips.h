// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/pretrained_weights.h"
#include "core/nn/lpips.h"

#include <memory>

namespace storyscope::models {

/// LPIPS with its published weights: `weighting` is a file with the linear layers ("squeeze.pth"), `backbone` names
/// the weights of SqueezeNet 1.1 as findWeights() takes them. Throws as loadPretrained().
std::shared_ptr<nn::Lpips> loadLpips(const std::filesystem::path& weighting,
                                     const std::string& backbone = "squeezenet1_1",
                                     const WeightsPlaces& places = WeightsPlaces::fromEnvironment());

} // namespace storyscope::models
