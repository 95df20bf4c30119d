// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/training_plan.h"

#include <torch/types.h>

namespace storyscope::training {

/// While it lives, forward passes on this thread compute in bfloat16 where `precision` asks for it and `device` is a
/// CUDA device. bfloat16 needs no scaling of losses.
class Autocast {
public:
    Autocast(Precision precision, torch::Device device);
    ~Autocast();
    Autocast(const Autocast&) = delete;
    Autocast& operator=(const Autocast&) = delete;

private:
    bool m_isOn = false;
};

} // namespace storyscope::training
