// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace storyscope::formats {

/// Builds a ZIP archive of stored (not compressed) entries in memory; the same entries give the same bytes. Not
/// thread-safe. Source: PKWARE APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16.
class ZipWriter {
public:
    /// `name` is ASCII. The entry's bytes begin at a multiple of `alignment`, up to 4,096, as PyTorch's do at one
    /// of 64. Throws Error{Unsupported} past 4 GiB or 65,535 entries, where ZIP needs its 64-bit form.
    void add(std::string_view name, std::string_view bytes, std::size_t alignment = 1);

    /// The archive; the writer is empty afterwards.
    std::string finish();

private:
    std::string m_archive;
    std::string m_directory;
    std::uint32_t m_entries = 0;
};

} // namespace storyscope::formats
