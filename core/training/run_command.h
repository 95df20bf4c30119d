// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/trainer.h"

#include <string>

namespace storyscope::training {

/// The command that repeats a run; `device` is the one that was chosen.
std::string runCommand(const TrainingOptions& options, const std::string& device);

} // namespace storyscope::training
