// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/pretrained_lpips.h"

namespace storyscope::models {

std::shared_ptr<nn::Lpips> loadLpips(const std::filesystem::path& weighting, const std::string& backbone,
                                     const WeightsPlaces& places) {
    auto lpips = std::make_shared<nn::Lpips>();
    loadPretrained(*lpips->weighting(), {.source = weighting.string(), .sha256 = {}}, places);
    loadPretrained(*lpips->backbone(), {.source = backbone, .sha256 = {}}, places);
    return lpips;
}

} // namespace storyscope::models
