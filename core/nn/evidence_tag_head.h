// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/heads.h"

#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/linear.h>

namespace storyscope::nn {

struct EvidenceTagHeadOptions {
    std::int64_t tagCount = 0;        ///< N
    std::int64_t size = 128;          ///< D of summaries and states
    std::int64_t patchChannels = 128; ///< C
};

/// Tags from a frame's summary and state, and from the evidence of single patches, pooled by log-mean-exp (a soft
/// maximum, Pinheiro & Collobert 2015), so that small things count.
class EvidenceTagHead final : public TagHead {
public:
    explicit EvidenceTagHead(const EvidenceTagHeadOptions& options);
    torch::Tensor forward(const torch::Tensor& patches, const torch::Tensor& summaries,
                          const torch::Tensor& states) override;

private:
    torch::nn::Conv2d m_evidence;
    torch::nn::Linear m_hidden;
    torch::nn::Linear m_output;
};

} // namespace storyscope::nn
