// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/distilbert.h"
#include "core/nn/text_encoder.h"

namespace storyscope::nn {

struct DistilBertClsEncoderOptions {
    std::shared_ptr<DistilBert> distilBert; ///< frozen or not
    std::int64_t size = 256;                ///< E
    std::int64_t padId = 0;                 ///< the token that is not read
};

/// What DistilBERT's last layer says of [CLS], a text's first token, and a linear layer from there. If DistilBERT is
/// frozen, frozenFeatures() are the [CLS] states, (N, F) float32; gradients never reach it. Its tensors are under
/// "distilbert", the layer's under "projection". Source: the published system that the preset
/// contrastive-dual-decoder rebuilds.
class DistilBertClsEncoder final : public TextEncoder {
public:
    explicit DistilBertClsEncoder(const DistilBertClsEncoderOptions& options);

    torch::Tensor forward(const torch::Tensor& tokens) override;
    torch::Tensor frozenFeatures(const torch::Tensor& tokens) override;
    torch::Tensor forwardFeatures(const torch::Tensor& features) override;
    std::int64_t size() const override { return m_size; }

    const std::shared_ptr<DistilBert>& distilBert() const { return m_distilBert; }

private:
    torch::Tensor clsStates(const torch::Tensor& tokens);

    std::int64_t m_size;
    std::int64_t m_padId;
    std::shared_ptr<DistilBert> m_distilBert;
    torch::nn::Linear m_projection;
};

} // namespace storyscope::nn
