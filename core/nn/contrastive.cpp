// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/contrastive.h"

#include <torch/torch.h>

#include <limits>

namespace storyscope::nn {

namespace F = torch::nn::functional;

namespace {

torch::Tensor bothDirections(const torch::Tensor& similarities) {
    const torch::Tensor own = torch::arange(similarities.size(0), similarities.options().dtype(torch::kLong));
    return (F::cross_entropy(similarities, own) + F::cross_entropy(similarities.t(), own)) / 2;
}

} // namespace

torch::Tensor symmetricContrastiveLoss(const torch::Tensor& pictures, const torch::Tensor& texts, double temperature,
                                       const torch::Tensor& equal) {
    const auto unit = F::NormalizeFuncOptions().dim(1).eps(1e-12);
    torch::Tensor similarities = torch::matmul(F::normalize(pictures, unit), F::normalize(texts, unit).t());
    similarities = similarities / temperature;
    if (equal.defined()) {
        similarities = similarities.masked_fill(equal, -std::numeric_limits<float>::infinity());
    }
    return bothDirections(similarities);
}

torch::Tensor plainContrastiveLoss(const torch::Tensor& pictures, const torch::Tensor& texts) {
    return bothDirections(torch::matmul(pictures, texts.t()));
}

torch::Tensor contrastiveLoss(const torch::Tensor& pictures, const torch::Tensor& texts, const torch::Tensor& tokens,
                              const ContrastiveOptions& options) {
    if (options.form == ContrastiveOptions::Form::Plain) {
        return plainContrastiveLoss(pictures, texts);
    }
    const bool excluded = options.equalTexts == ContrastiveOptions::EqualTexts::Excluded;
    return symmetricContrastiveLoss(pictures, texts, options.temperature,
                                    excluded ? equalToOthers(tokens) : torch::Tensor());
}

torch::Tensor equalToOthers(const torch::Tensor& rows) {
    return rows.unsqueeze(0).eq(rows.unsqueeze(1)).all(-1).fill_diagonal_(false);
}

} // namespace storyscope::nn
