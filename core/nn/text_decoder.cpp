// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/text_decoder.h"

#include <torch/torch.h>

namespace storyscope::nn {

void selectRows(TextCache& cache, const torch::Tensor& rows) {
    cache.state = cache.state.index_select(0, rows);
    for (std::vector<torch::Tensor>* tensors : {&cache.keys, &cache.values, &cache.recurrent}) {
        for (torch::Tensor& tensor : *tensors) {
            if (tensor.defined()) {
                tensor = tensor.index_select(0, rows);
            }
        }
    }
}

} // namespace storyscope::nn
