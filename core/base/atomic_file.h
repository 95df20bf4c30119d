// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace storyscope {

/// Writes a file beside its final place and moves it there in one step, so that a crash or a full disk never leaves
/// half a file. Without `commit()` nothing changes on disk. Not thread-safe.
class AtomicFile {
public:
    /// Creates missing parent folders. Throws Error{Unreadable} if the place cannot be written.
    explicit AtomicFile(std::filesystem::path path);
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    /// Throws Error{OutOfSpace} on a full disk, Error{Unreadable} otherwise.
    void write(const void* bytes, std::size_t sizeBytes);
    void write(std::string_view text) { write(text.data(), text.size()); }

    /// Where the bytes are until commit(), for a library that writes a file by its name.
    const std::filesystem::path& temporaryPath() const { return m_temporaryPath; }

    /// Flushes to the disk and renames into place.
    void commit();

private:
    std::filesystem::path m_path;
    std::filesystem::path m_temporaryPath;
    int m_descriptor = -1;
};

/// AtomicFile in one call.
void writeFileAtomically(const std::filesystem::path& path, std::string_view bytes);

/// The whole file. Throws Error{NotFound}, Error{Unreadable}, or Error{Malformed} if it is larger than `limitBytes`.
std::string readFile(const std::filesystem::path& path, std::size_t limitBytes = std::size_t{1} << 30);

} // namespace storyscope
