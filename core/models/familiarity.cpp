// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/familiarity.h"

#include "core/base/error.h"
#include "core/models/weights_file.h"

#include <torch/torch.h>

namespace storyscope::models {

namespace {

constexpr double limitQuantile = 0.995;
constexpr double regularisation = 1e-3; // share of each feature's own variance that is added to it
constexpr double smallestVariance = 1e-8;

torch::Tensor required(const NamedTensors& tensors, const std::string& name, const std::vector<std::int64_t>& shape,
                       const std::filesystem::path& file) {
    const auto found = tensors.find(name);
    if (found == tensors.end()) {
        throw Error(ErrorCode::Mismatch, "The tensor \"" + name + "\" is missing", inFile(file));
    }
    if (found->second.sizes() != torch::IntArrayRef(shape)) {
        throw Error(ErrorCode::Mismatch, "The tensor \"" + name + "\" has the wrong shape", inFile(file));
    }
    return found->second.to(torch::kFloat64);
}

} // namespace

Familiarity Familiarity::measure(const torch::Tensor& training, const torch::Tensor& validation) {
    torch::NoGradGuard noGrad;
    const torch::Tensor samples = training.to(torch::kCPU, torch::kFloat64);
    Familiarity result;
    result.m_mean = samples.mean(0);
    const torch::Tensor centred = samples - result.m_mean;
    torch::Tensor covariance = torch::matmul(centred.t(), centred) / static_cast<double>(samples.size(0));
    covariance = covariance + torch::diag(covariance.diag() * regularisation + smallestVariance);
    auto [lower, info] = torch::linalg_cholesky_ex(covariance);
    if (info.item<int>() != 0 || !torch::isfinite(lower).all().item<bool>()) {
        throw Error(ErrorCode::Numerical, "The training pictures' features have no usable covariance");
    }
    // covariance = L·Lᵀ, so the distance of x is the length of L⁻¹·x; kept transposed for rows of features.
    result.m_whitening = torch::inverse(lower).t().contiguous();
    const torch::Tensor distances = result.distance(validation).to(torch::kFloat64).flatten();
    result.m_limit = std::max(torch::quantile(distances, limitQuantile).item<double>(), 1e-6);
    return result;
}

torch::Tensor Familiarity::distance(const torch::Tensor& features) const {
    const torch::Tensor centred = features.to(torch::kCPU, torch::kFloat64) - m_mean;
    return (torch::matmul(centred, m_whitening).norm(2, -1) / m_limit).to(torch::kFloat32);
}

void Familiarity::save(const std::filesystem::path& file) const {
    writeTensors(file, {{"mean", m_mean}, {"whitening", m_whitening}, {"limit", torch::full({1}, m_limit)}},
                 WeightsType::F32);
}

Familiarity Familiarity::load(const std::filesystem::path& file, std::int64_t featureCount) {
    const NamedTensors tensors = readTensors(file);
    Familiarity result;
    result.m_mean = required(tensors, "mean", {featureCount}, file);
    result.m_whitening = required(tensors, "whitening", {featureCount, featureCount}, file);
    result.m_limit = required(tensors, "limit", {1}, file).item<double>();
    if (!(result.m_limit > 0)) {
        throw Error(ErrorCode::Malformed, "The limit is not above 0", inFile(file));
    }
    return result;
}

} // namespace storyscope::models
