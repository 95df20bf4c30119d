// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/folder_weights.h"

#include "core/base/error.h"
#include "core/formats/weights_index.h"

#include <array>
#include <string>

namespace storyscope::models {

namespace fs = std::filesystem;

namespace {

constexpr std::array names{"model.safetensors", "model.safetensors.index.json", "pytorch_model.bin",
                           "pytorch_model.bin.index.json"};

std::uintmax_t fileSizeBytes(const fs::path& file) {
    std::error_code error;
    const std::uintmax_t size = fs::file_size(file, error);
    if (error) {
        throw Error(ErrorCode::NotFound, "The model has no weights", inFile(file));
    }
    return size;
}

} // namespace

fs::path weightsIn(const fs::path& folder) {
    std::error_code ignored;
    for (const char* const name : names) {
        if (fs::exists(folder / name, ignored)) {
            return folder / name;
        }
    }
    return folder / names.front();
}

std::uintmax_t weightsSizeBytes(const fs::path& weights) {
    if (!formats::isWeightsIndex(weights)) {
        return fileSizeBytes(weights);
    }
    std::uintmax_t size = 0;
    for (const auto& [shard, tensors] : formats::readWeightsIndex(weights).shards) {
        size += fileSizeBytes(weights.parent_path() / shard);
    }
    return size;
}

} // namespace storyscope::models
