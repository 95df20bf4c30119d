// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/evidence_tag_head.h"

#include <torch/torch.h>

#include <cmath>

namespace storyscope::nn {

EvidenceTagHead::EvidenceTagHead(const EvidenceTagHeadOptions& options)
    : m_evidence(register_module(
          "evidence", torch::nn::Conv2d(torch::nn::Conv2dOptions(options.patchChannels, options.tagCount, 1)))),
      m_hidden(register_module("hidden", torch::nn::Linear(2 * options.size, options.size))),
      m_output(register_module("output", torch::nn::Linear(options.size, options.tagCount))) {}

torch::Tensor EvidenceTagHead::forward(const torch::Tensor& patches, const torch::Tensor& summaries,
                                       const torch::Tensor& states) {
    const torch::Tensor evidence = m_evidence(patches.flatten(0, 1)).flatten(2); // (B·K, N, G·G)
    const double cells = static_cast<double>(evidence.size(2));
    const torch::Tensor local =
        (torch::logsumexp(evidence, 2) - std::log(cells)).view({patches.size(0), patches.size(1), -1});
    const torch::Tensor global = m_output(torch::gelu(m_hidden(torch::cat({summaries, states}, -1))));
    return local + global;
}

} // namespace storyscope::nn
