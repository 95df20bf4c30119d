// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>
#include <torch/nn/module.h>

#include <set>
#include <string>

namespace storyscope::models {

/// A frozen part with published weights is not repeated in every saved model and checkpoint: config.json names the
/// weights and their SHA-256 instead, in the description of the part: {"weights": …, "sha256": …}. An exported model
/// holds all of its weights and refers to nothing.

/// Names of the tensors that are left out of a saved model.
std::set<std::string> referencedTensors(const torch::nn::Module& model);

/// `parts` of a configuration as they are saved: with the SHA-256 of the weights that `model` refers to, and absolute
/// paths; without the weights that it began with and that are saved in it now.
nlohmann::json withReferences(nlohmann::json parts, const torch::nn::Module& model);
/// `parts` of a configuration as they are exported: without references.
nlohmann::json withoutReferences(nlohmann::json parts);

} // namespace storyscope::models
