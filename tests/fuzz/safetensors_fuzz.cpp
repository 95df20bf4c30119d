// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/formats/safetensors.h"

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

} // namespace

/// Any bytes are read or refused with an Error; what was read can be written and read again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    formats::TensorFile file;
    try {
        file = formats::parseSafetensors({reinterpret_cast<const char*>(data), size}, "fuzz");
    } catch (const Error&) {
        return 0;
    }
    if (!areEqual(file, formats::parseSafetensors(formats::serializeSafetensors(file), "fuzz"))) {
        std::abort();
    }
    return 0;
}
