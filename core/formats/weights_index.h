// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace storyscope::formats {

/// What a model.safetensors.index.json or pytorch_model.bin.index.json says: which tensors lie in which of the files
/// beside it, the shards of one model. Source: the library `transformers`, "Big models", "Sharded checkpoints".
struct WeightsIndex {
    std::map<std::string, std::vector<std::string>> shards; ///< by bare file name: the names of its tensors, sorted
};

/// Whether a file is such an index, by its name.
bool isWeightsIndex(const std::filesystem::path& file);

/// Checks that there are tensors and that every shard is a file in the same folder. Throws Error{Malformed} that names
/// the index and, for a shard's name that cannot be, the tensor.
WeightsIndex parseWeightsIndex(std::string_view bytes, const std::filesystem::path& nameForErrors);
WeightsIndex readWeightsIndex(const std::filesystem::path& file);

} // namespace storyscope::formats
