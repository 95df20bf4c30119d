// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

namespace storyscope::nn {

/// Row i of `pictures` belongs to row i of `texts`, both (N, D) float32: each must find the other among all N. Vectors
/// are normalised and compared by their cosine divided by `temperature`; the loss is the mean of the cross-entropies
/// of both directions. `equal`, (N, N) bool or undefined, marks other pairs that are just as true: they are no
/// negatives. Source: Radford et al. 2021, "Learning transferable visual models from natural language supervision".
torch::Tensor symmetricContrastiveLoss(const torch::Tensor& pictures, const torch::Tensor& texts, double temperature,
                                       const torch::Tensor& equal = {});

/// The same with plain dot products in place of cosines and without a temperature, as one published system has it: it
/// overflows where vectors are long.
torch::Tensor plainContrastiveLoss(const torch::Tensor& pictures, const torch::Tensor& texts);

struct ContrastiveOptions {
    enum class Form {
        Symmetric, ///< symmetricContrastiveLoss()
        Plain,     ///< plainContrastiveLoss()
    };
    enum class EqualTexts {
        Excluded,  ///< a picture whose text is the same is no negative
        Negatives, ///< it is one all the same, as the published systems have it
    };
    Form form = Form::Symmetric;
    EqualTexts equalTexts = EqualTexts::Excluded; ///< of the symmetric form
    double temperature = 0.07;                    ///< likewise
};

/// Either of them. `tokens`, (N, T), are what the texts were computed from.
torch::Tensor contrastiveLoss(const torch::Tensor& pictures, const torch::Tensor& texts, const torch::Tensor& tokens,
                              const ContrastiveOptions& options);

/// Which rows of `rows`, (N, T), are the same as another: (N, N) bool, false on the diagonal.
torch::Tensor equalToOthers(const torch::Tensor& rows);

} // namespace storyscope::nn
