// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/pretrained_module.h"

#include <torch/torch.h>

namespace storyscope::nn {

void PretrainedModule::train(bool on) {
    torch::nn::Module::train(on && !m_isFrozen);
}

void PretrainedModule::freeze() {
    m_isFrozen = true;
    eval();
    for (torch::Tensor& parameter : parameters()) {
        parameter.set_requires_grad(false);
    }
}

} // namespace storyscope::nn
