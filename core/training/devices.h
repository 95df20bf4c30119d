// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace storyscope::training {

/// The device that a name a person gave stands for; "auto" is the first CUDA device, else "cpu". Throws
/// Error{BadArgument} that lists the devices there are.
std::string chosenDevice(const std::string& name);

} // namespace storyscope::training
