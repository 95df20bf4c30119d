// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/weights_input.h"

#include <cstdint>
#include <string>
#include <vector>

namespace storyscope::formats {

/// A file inside a ZIP archive that is stored as it is.
struct StoredEntry {
    std::string name;
    std::uint64_t offset = 0; ///< of its first byte in the archive
    std::uint64_t size = 0;
};

/// The files of an archive that holds nothing but stored files, as PyTorch writes it. Source: PKWARE's APPNOTE 6.3.
/// Throws Error{Malformed} for anything that points outside the archive or overlaps, for names that occur twice or lead
/// out of a folder, Error{Unsupported} for compressed or encrypted files.
std::vector<StoredEntry> storedEntries(WeightsInput& archive);

} // namespace storyscope::formats
