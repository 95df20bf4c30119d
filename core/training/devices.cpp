// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/devices.h"

#include "core/base/error.h"
#include "core/training/trainer.h"

#include <torch/cuda.h>

#include <algorithm>

namespace storyscope::training {

std::vector<std::string> availableDevices() {
    std::vector<std::string> devices{"cpu"};
    const auto count = torch::cuda::is_available() ? torch::cuda::device_count() : 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
        devices.push_back("cuda:" + std::to_string(i));
    }
    return devices;
}

std::string chosenDevice(const std::string& name) {
    const std::vector<std::string> devices = availableDevices();
    if (name == "auto") {
        return devices.size() > 1 ? devices[1] : devices[0];
    }
    const std::string full = name == "cuda" ? "cuda:0" : name;
    if (std::find(devices.begin(), devices.end(), full) == devices.end()) {
        std::string names;
        for (const std::string& device : devices) {
            names += (names.empty() ? "" : ", ") + device;
        }
        throw Error(ErrorCode::BadArgument, "There is no device \"" + name + "\"; there is: " + names);
    }
    return full;
}

} // namespace storyscope::training
