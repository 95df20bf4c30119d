// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>

namespace storyscope {

/// A file as memory: a page of it is read when it is first looked at. The bytes may be changed, the file is not. A file
/// that is replaced or removed meanwhile stays here what it was; one that another program shortens ends this program
/// where it reads on, so only files that are not changed in place belong here.
class MappedFile {
public:
    /// Throws Error{Unreadable}.
    explicit MappedFile(const std::filesystem::path& file);
    ~MappedFile();
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    /// Both are valid as long as this.
    std::span<std::byte> bytes() const { return m_bytes; }
    std::string_view text() const { return {reinterpret_cast<const char*>(m_bytes.data()), m_bytes.size()}; }

private:
    std::span<std::byte> m_bytes; ///< none of an empty file
};

} // namespace storyscope
