// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/parquet_bytes.h"
#include "core/formats/parquet_page_header.h"
#include "core/formats/parquet_schema.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace storyscope::formats::parquet {

/// A data page, inflated, its levels unpacked and its values still encoded.
struct DataPage {
    std::vector<std::uint8_t> repetition; ///< empty if the column has no lists
    std::vector<std::uint8_t> definition; ///< empty if nothing can be null
    std::string_view values;              ///< in `bytes`
    Buffer bytes;

    std::size_t sizeBytes() const { return repetition.size() + definition.size() + bytes.size(); }
};

/// Throws Error{Malformed} if the page states more values than its bytes can plausibly hold.
void checkValueCount(const PageHeader& header);

/// `stored` are the page's bytes in the file; its checksum is compared if the header has one. Throws Error{Malformed},
/// Error{Unsupported}.
DataPage unpackDataPage(const PageHeader& header, const Leaf& leaf, Codec codec, Buffer stored);

/// The bytes of a dictionary page.
Buffer unpackDictionaryPage(const PageHeader& header, Codec codec, Buffer stored);

} // namespace storyscope::formats::parquet
