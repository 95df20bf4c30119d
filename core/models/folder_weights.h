// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>

namespace storyscope::models {

/// Where a model folder keeps its weights. Free of LibTorch.

/// The first of model.safetensors, model.safetensors.index.json, pytorch_model.bin and pytorch_model.bin.index.json
/// that `folder` has: a file, or the index of its shards. The first one's path where there is none.
std::filesystem::path weightsIn(const std::filesystem::path& folder);

/// Of what weightsIn() found, all shards together. Throws Error: NotFound for a file that is not there, Malformed.
std::uintmax_t weightsSizeBytes(const std::filesystem::path& weights);

} // namespace storyscope::models
