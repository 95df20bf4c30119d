// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/distilbert_cls_encoder.h"

#include <torch/torch.h>

namespace storyscope::nn {

namespace {

/// Without the columns at the end that are padding in every text: they change nothing and cost time.
torch::Tensor withoutCommonPadding(const torch::Tensor& tokens, std::int64_t padId) {
    const torch::Tensor used = (tokens != padId).any(0).nonzero();
    return tokens.slice(1, 0, used.numel() == 0 ? 1 : used.max().item<std::int64_t>() + 1);
}

} // namespace

DistilBertClsEncoder::DistilBertClsEncoder(const DistilBertClsEncoderOptions& options)
    : m_size(options.size), m_padId(options.padId), m_distilBert(register_module("distilbert", options.distilBert)),
      m_projection(register_module("projection", torch::nn::Linear(options.distilBert->options().size, options.size))) {
}

torch::Tensor DistilBertClsEncoder::clsStates(const torch::Tensor& tokens) {
    const torch::Tensor read = withoutCommonPadding(tokens, m_padId);
    return m_distilBert->forward(read, read != m_padId).select(1, 0);
}

torch::Tensor DistilBertClsEncoder::forward(const torch::Tensor& tokens) {
    return m_projection(m_distilBert->isFrozen() ? frozenFeatures(tokens) : clsStates(tokens));
}

torch::Tensor DistilBertClsEncoder::frozenFeatures(const torch::Tensor& tokens) {
    if (!m_distilBert->isFrozen()) {
        return {};
    }
    const torch::NoGradGuard noGradients;
    return clsStates(tokens).contiguous();
}

torch::Tensor DistilBertClsEncoder::forwardFeatures(const torch::Tensor& features) {
    return m_distilBert->isFrozen() ? m_projection(features) : TextEncoder::forwardFeatures(features);
}

} // namespace storyscope::nn
