// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/autocast.h"

#include <ATen/autocast_mode.h>
#include <torch/version.h>

namespace storyscope::training {

namespace {

void enable(bool on) {
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
    at::autocast::set_autocast_dtype(at::kCUDA, at::kBFloat16);
    at::autocast::set_autocast_enabled(at::kCUDA, on);
#else
    at::autocast::set_autocast_gpu_dtype(at::kBFloat16);
    at::autocast::set_enabled(on);
#endif
}

} // namespace

Autocast::Autocast(Precision precision, torch::Device device)
    : m_isOn(precision == Precision::Bfloat16 && device.is_cuda()) {
    if (m_isOn) {
        enable(true);
    }
}

Autocast::~Autocast() {
    if (m_isOn) {
        at::autocast::clear_cache();
        enable(false);
    }
}

} // namespace storyscope::training
