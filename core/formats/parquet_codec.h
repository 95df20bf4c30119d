// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/parquet_bytes.h"
#include "core/formats/parquet_footer.h"

#include <cstddef>
#include <string_view>

namespace storyscope::formats::parquet {

/// Inflates a page to exactly `size` bytes. Throws Error{Malformed} if it gives fewer or more;
/// Error{Unsupported} for LZO and for a size that its compressed bytes do not make plausible (a bomb).
Buffer inflate(Codec codec, std::string_view compressed, std::size_t size);

} // namespace storyscope::formats::parquet
