// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

#include <filesystem>

namespace storyscope::models {

/// How unlike its training pictures a model finds a picture: the Mahalanobis distance of the encoder's features from
/// one Gaussian of the training pictures' features. Source: Lee et al. 2018, "A simple unified framework for detecting
/// out-of-distribution samples and adversarial attacks", with one class. A value; thread-safe once made.
class Familiarity {
public:
    /// Knows nothing: every distance is 0.
    Familiarity() = default;

    /// `training` and `validation`: (N, F) and (M, F) float32 features. A distance of 1 is the 99.5th percentile of
    /// the validation pictures' distances. Throws Error{Numerical} if the covariance cannot be inverted.
    static Familiarity measure(const torch::Tensor& training, const torch::Tensor& validation);

    bool isKnown() const { return m_mean.defined(); }
    /// `features`: (…, F) float32. Returns (…) float32, at least 0; 1 is the limit.
    torch::Tensor distance(const torch::Tensor& features) const;

    /// `familiarity.safetensors` in a model folder: "mean" (F), "whitening" (F, F), "limit" (1), all float32.
    void save(const std::filesystem::path& file) const;
    /// Throws Error naming file and tensor.
    static Familiarity load(const std::filesystem::path& file, std::int64_t featureCount);

private:
    torch::Tensor m_mean;      // (F) float64
    torch::Tensor m_whitening; // (F, F) float64: distance = |(x − mean) · whitening| / limit
    double m_limit = 1;
};

} // namespace storyscope::models
