// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/content_latent.h"

#include "core/nn/frame_pooling.h"
#include "core/nn/latent_losses.h"
#include "core/nn/layer_norm.h"

#include <torch/torch.h>

namespace storyscope::nn {

namespace {

constexpr double momentum = 0.1;
constexpr double epsilon = 1e-5;

} // namespace

ContentLatent::ContentLatent(const ContentLatentOptions& options)
    : m_options(options), m_gate(register_module("gate", torch::nn::Linear(options.sequenceSize, options.pictureSize))),
      m_residual(register_module("residual", torch::nn::Linear(2 * options.sequenceSize, options.pictureSize))),
      m_text(register_module("text", torch::nn::Linear(options.sequenceSize + options.textSize, options.textSize))),
      m_pictureNorm(register_module("picture_norm", layerNorm(options.pictureSize))),
      m_textNorm(register_module("text_norm", layerNorm(options.textSize))),
      m_mean(register_buffer("residual_mean", torch::zeros({options.pictureSize}))),
      m_variance(register_buffer("residual_variance", torch::ones({options.pictureSize}))) {
    if (options.picture == ContentLatentOptions::Picture::Variational) {
        m_deviation = register_module("deviation", torch::nn::Linear(options.sequenceSize, options.pictureSize));
    }
}

torch::Tensor ContentLatent::residual(const LatentContext& context) {
    const torch::Tensor summary = pooled(context.weights, context.sequence);
    const torch::Tensor x = m_residual(torch::cat({context.sequence, summary}, -1));
    const bool learns = is_training() && x.size(0) * x.size(1) > 1;
    return torch::batch_norm(x.flatten(0, 1), {}, {}, m_mean, m_variance, learns, momentum, epsilon,
                             /*cudnn_enabled=*/true)
        .view_as(x);
}

NextLatents ContentLatent::forward(const LatentContext& context) {
    const torch::Tensor gate = torch::sigmoid(m_gate(context.sequence));
    const torch::Tensor content = pooled(context.weights, context.pictures);
    NextLatents next;
    next.picture = m_pictureNorm(gate * content + (1 - gate) * residual(context));
    if (!m_deviation.is_empty()) {
        const torch::Tensor logVariance = m_deviation(context.sequence);
        next.kl = standardNormalDivergence(next.picture, logVariance);
        if (is_training()) {
            next.picture = next.picture + torch::exp(0.5 * logVariance) * torch::randn_like(logVariance);
        }
    }
    const torch::Tensor told = pooled(context.weights, context.texts);
    next.text = m_textNorm(m_text(torch::cat({context.sequence, told}, -1)));
    return next;
}

} // namespace storyscope::nn
