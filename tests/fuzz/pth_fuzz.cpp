// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/formats/pth.h"

#include <cstdint>
#include <cstdlib>

using namespace storyscope;

/// Any bytes are read or refused with an Error; every tensor that was read has as many bytes as its shape says, and all
/// together are in proportion to the file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    formats::TensorFile file;
    try {
        file = formats::parsePth({reinterpret_cast<const char*>(data), size}, "fuzz");
    } catch (const Error&) {
        return 0;
    }
    std::size_t total = 0;
    for (const auto& [name, tensor] : file.tensors) {
        std::size_t bytes = formats::sizeBytes(tensor.type);
        for (const std::int64_t extent : tensor.shape) {
            bytes *= static_cast<std::size_t>(extent);
        }
        if (tensor.bytes.size() != bytes) {
            std::abort();
        }
        total += bytes;
    }
    if (total > 8 * size + (1 << 20)) {
        std::abort();
    }
    return 0;
}
