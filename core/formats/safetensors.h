// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace storyscope::formats {

/// The element types of weights files that Storyscope accepts.
enum class TensorType { F64, F32, F16, BF16, I64, I32, I16, I8, U8, Bool };

std::size_t sizeBytes(TensorType type);
const char* tensorTypeName(TensorType type);

/// A tensor's description and its bytes (little-endian, row-major).
struct TensorData {
    TensorType type = TensorType::F32;
    std::vector<std::int64_t> shape; ///< empty: a scalar
    std::vector<std::byte> bytes;
};

/// A truth value other than 0 and 1 would be undefined behaviour in whoever uses it as one. Throws Error{Malformed}.
void checkBooleans(TensorType type, std::span<const std::byte> bytes, const ErrorPlace& place);

/// The content of a safetensors file. Source of the rules: huggingface/safetensors, README "Format" and tensor.rs.
struct TensorFile {
    std::map<std::string, TensorData> tensors;
    std::map<std::string, std::string> metadata;
};

/// Reads and checks all of a file's bytes; every rule of the format is enforced before anything is allocated.
/// Throws Error{Malformed} with the byte offset and, in its message, the official error's name in parentheses;
/// Error{Unsupported} for an element type that is not in TensorType.
TensorFile parseSafetensors(std::string_view bytes, const std::filesystem::path& nameForErrors);
TensorFile readSafetensors(const std::filesystem::path& path);

/// A tensor where it lies in a file.
struct MappedTensor {
    TensorType type = TensorType::F32;
    std::vector<std::int64_t> shape;
    std::span<std::byte> bytes;        ///< at any address; no two tensors share any
    std::shared_ptr<const void> owner; ///< of the bytes: a MappedFile, or a copy's
};

using MappedTensors = std::map<std::string, MappedTensor>;

/// The same tensors without reading them: that happens when they are used.
MappedTensors mapSafetensors(const std::filesystem::path& path);

/// The file's bytes; tensors sorted by falling alignment, then name; the buffer starts on an 8-byte boundary.
std::string serializeSafetensors(const TensorFile& file);
/// Atomic.
void writeSafetensors(const std::filesystem::path& path, const TensorFile& file);

/// A tensor to be written from where it lies.
struct TensorView {
    TensorType type = TensorType::F32;
    std::vector<std::int64_t> shape;
    std::span<const std::byte> bytes;
};

/// The same file without a copy of its tensors.
void writeSafetensors(const std::filesystem::path& path, const std::map<std::string, TensorView>& tensors,
                      const std::map<std::string, std::string>& metadata);

} // namespace storyscope::formats
