// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/safetensors.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace storyscope::formats {

/// What a header says about one tensor.
struct TensorEntry {
    std::string name;
    TensorType type = TensorType::F32;
    std::vector<std::int64_t> shape;
    std::uint64_t begin = 0; ///< byte in the data buffer
    std::uint64_t end = 0;   ///< one past the last byte
};

/// A safetensors header that keeps every rule of the format: nothing else about the file needs to be checked before its
/// tensors are read.
struct SafetensorsHeader {
    std::vector<TensorEntry> tensors; ///< by offset; together they are the whole data buffer
    std::map<std::string, std::string> metadata;
    std::uint64_t bufferOffset = 0; ///< of the data buffer in the file
};

/// Bytes before the JSON text: its length as a little-endian 64-bit number.
inline constexpr std::uint64_t headerLengthBytes = 8;

/// Reads the JSON's length from the first eight bytes (fewer if the file is shorter) and checks it against the size of
/// the file. Throws Error{Malformed}.
std::uint64_t safetensorsHeaderSize(std::string_view firstBytes, std::uint64_t fileSize,
                                    const std::filesystem::path& file);

/// Parses and checks the JSON text of a file of `fileSize` bytes. Throws Error as parseSafetensors does.
SafetensorsHeader parseSafetensorsHeader(std::string_view json, std::uint64_t fileSize,
                                         const std::filesystem::path& file);

/// Both, of a whole file's bytes.
SafetensorsHeader safetensorsHeaderOf(std::string_view bytes, const std::filesystem::path& file);

/// Whether a tensor may have this name: valid UTF-8 without control characters, and not the name of the metadata.
bool isTensorName(std::string_view name);

} // namespace storyscope::formats
