// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/formats/safetensors.h"
#include "tests/fuzz/memory_file.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

using namespace storyscope;

namespace {

bool areEqual(const formats::TensorFile& a, const formats::TensorFile& b) {
    bool equal = a.metadata == b.metadata && a.tensors.size() == b.tensors.size();
    for (const auto& [name, tensor] : a.tensors) {
        const auto other = b.tensors.find(name);
        equal = equal && other != b.tensors.end() && other->second.type == tensor.type &&
                other->second.shape == tensor.shape && other->second.bytes == tensor.bytes;
    }
    return equal;
}

bool areEqual(const formats::TensorFile& read, const formats::MappedTensors& mapped) {
    return read.tensors.size() == mapped.size() && std::ranges::all_of(read.tensors, [&](const auto& tensor) {
               const auto& other = mapped.at(tensor.first);
               return other.type == tensor.second.type && other.shape == tensor.second.shape &&
                      std::ranges::equal(other.bytes, tensor.second.bytes);
           });
}

} // namespace

/// Any bytes are read or refused with an Error; what was read can be written and read again, and mapped.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    formats::TensorFile file;
    try {
        file = formats::parseSafetensors({reinterpret_cast<const char*>(data), size}, "fuzz");
    } catch (const Error&) {
        return 0;
    }
    const MemoryFile memory(data, size);
    if (!areEqual(file, formats::parseSafetensors(formats::serializeSafetensors(file), "fuzz")) ||
        !areEqual(file, formats::mapSafetensors(memory.path()))) {
        std::abort();
    }
    return 0;
}
