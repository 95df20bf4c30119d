// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace storyscope::formats {

/// The bytes of a weights file, on disk or in memory. A file is read piece by piece: one that shrinks meanwhile gives
/// an Error, not a crash. One thread at a time.
class WeightsInput {
public:
    /// Throws Error{NotFound}, Error{Unreadable}.
    explicit WeightsInput(const std::filesystem::path& file);
    /// `bytes` must outlive it.
    WeightsInput(std::string_view bytes, const std::filesystem::path& nameForErrors);

    std::uint64_t sizeBytes() const { return m_size; }
    const std::filesystem::path& file() const { return m_file; }

    /// Throws Error{Malformed} if that is not all inside the file, Error{Unreadable} if it cannot be read.
    void read(std::byte* target, std::uint64_t offset, std::uint64_t size);
    std::string text(std::uint64_t offset, std::uint64_t size);

private:
    std::filesystem::path m_file;
    std::uint64_t m_size = 0;
    std::ifstream m_stream;      // of a file on disk
    std::string_view m_inMemory; // otherwise
};

} // namespace storyscope::formats
