// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/formats/weights_index.h"

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string_view>

/// Bytes of an index of shards. Whatever they are, they are refused with an Error, or every shard is a file in the same
/// folder and has tensors.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const auto index = storyscope::formats::parseWeightsIndex(
            std::string_view(reinterpret_cast<const char*>(data), size), "model.safetensors.index.json");
        for (const auto& [shard, tensors] : index.shards) {
            const std::filesystem::path path(shard);
            if (tensors.empty() || path.filename() != path || path.is_absolute() || shard == "..") {
                std::abort();
            }
        }
    } catch (const storyscope::Error&) {
        return 0;
    }
    return 0;
}
