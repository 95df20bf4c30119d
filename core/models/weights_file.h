// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

#include <filesystem>
#include <map>
#include <string>

namespace storyscope::models {

using NamedTensors = std::map<std::string, torch::Tensor>;

/// The tensors of a safetensors or PyTorch file, told apart by its content, or of the shards of an index, on the CPU;
/// floating-point ones as float32 whatever the file holds. What is float32 there stays there, a MappedFile, and is read
/// when it is first used, see formats::mapSafetensors() and formats::mapPth(). Throws Error; of a shard that is
/// missing, or that lacks what the index places in it, it names file and tensor.
NamedTensors readTensors(const std::filesystem::path& file);

enum class WeightsType { F32, F16 };

/// Writes floating-point tensors as `type`, others as 64-bit integers. Atomic. Throws Error.
void writeTensors(const std::filesystem::path& file, const NamedTensors& tensors, WeightsType type);

} // namespace storyscope::models
