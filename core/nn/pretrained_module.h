// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/nn/module.h>

#include <optional>
#include <string>

namespace storyscope::nn {

/// Where the weights of a part came from.
struct WeightsOrigin {
    std::string source; ///< as the model's description names it: a published name, or a file
    std::string sha256; ///< of the file, 64 lower-case digits
};

/// A part that may hold published weights, and that may be frozen: it stays in evaluation mode then whatever train()
/// says, its parameters need no gradients, and a saved model refers to the origin of its weights instead of repeating
/// them. Whoever calls a frozen part does so under torch::NoGradGuard.
class PretrainedModule : public torch::nn::Module {
public:
    void train(bool on = true) override;

    void freeze();
    bool isFrozen() const { return m_isFrozen; }

    void setOrigin(WeightsOrigin origin) { m_origin = std::move(origin); }
    const std::optional<WeightsOrigin>& origin() const { return m_origin; }

    /// Whether the weights are those of origin() and remain so.
    bool isReferenced() const { return m_isFrozen && m_origin.has_value(); }

private:
    bool m_isFrozen = false;
    std::optional<WeightsOrigin> m_origin;
};

} // namespace storyscope::nn
