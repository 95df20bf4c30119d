// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/formats/pth.h"
#include "tests/fuzz/memory_file.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

using namespace storyscope;

namespace {

/// Touches every byte of what can be mapped.
formats::MappedTensors mapped(const std::string& path) {
    formats::MappedTensors tensors = formats::mapPth(path);
    for (const auto& [name, tensor] : tensors) {
        std::ranges::for_each(tensor.bytes, [](std::byte& byte) { byte ^= std::byte{0xFF}; });
    }
    return tensors;
}

bool areInverse(const formats::MappedTensor& mapped, const formats::TensorData& read) {
    return mapped.type == read.type && mapped.shape == read.shape &&
           std::ranges::equal(mapped.bytes, read.bytes, [](std::byte a, std::byte b) { return a == ~b; });
}

} // namespace

/// Any bytes are read or refused with an Error; every tensor that was read has as many bytes as its shape says, and all
/// together are in proportion to the file. What can be read can be mapped, and no tensor then has bytes of another.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const MemoryFile memory(data, size);
    formats::TensorFile file;
    formats::MappedTensors inverted;
    try {
        inverted = mapped(memory.path());
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
        if (tensor.bytes.size() != bytes || !areInverse(inverted.at(name), tensor)) {
            std::abort();
        }
        total += bytes;
    }
    if (total > 8 * size + (1 << 20)) {
        std::abort();
    }
    return 0;
}
