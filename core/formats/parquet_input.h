// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/parquet_bytes.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace storyscope::formats::parquet {

/// A file read piece by piece, never mapped: one that shrinks while it is open gives an Error, not a crash. Const calls
/// are thread-safe.
class InputFile {
public:
    /// Throws Error{NotFound}, Error{Unreadable}.
    explicit InputFile(const std::filesystem::path& path);
    ~InputFile();
    InputFile(const InputFile&) = delete;
    InputFile& operator=(const InputFile&) = delete;

    std::uint64_t size() const { return m_size; }
    /// Throws Error{Unreadable}, Error{Malformed} if the file ends before.
    Buffer read(std::uint64_t offset, std::size_t size) const;

private:
    int m_descriptor = -1;
    std::uint64_t m_size = 0;
};

} // namespace storyscope::formats::parquet
