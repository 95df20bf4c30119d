// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/parquet_bytes.h"

#include "core/base/error.h"

#include <algorithm>
#include <bit>

namespace storyscope::formats::parquet {

static_assert(std::endian::native == std::endian::little, "Parquet stores little-endian numbers");

void damaged(const std::string& what) {
    throw Error(ErrorCode::Malformed, "This Parquet file is damaged: " + what);
}

void unsupported(const std::string& what) {
    throw Error(ErrorCode::Unsupported, "This Parquet file cannot be read: " + what);
}

void Budget::take(std::size_t bytes) {
    if (bytes > m_left) {
        unsupported("these rows take more memory than they may; read fewer rows at a time");
    }
    m_left -= bytes;
}

std::uint64_t loadBits(std::string_view bytes, std::uint64_t bit, unsigned width) {
    const std::uint64_t first = bit / 8;
    const auto shift = static_cast<unsigned>(bit % 8);
    if (width == 0 || first >= bytes.size()) {
        return 0;
    }
    std::uint64_t value = 0;
    std::memcpy(&value, bytes.data() + first, std::min<std::size_t>(8, bytes.size() - first));
    value >>= shift;
    if (shift + width > 64 && first + 8 < bytes.size()) {
        value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[first + 8])) << (64 - shift);
    }
    return width == 64 ? value : value & ((std::uint64_t{1} << width) - 1);
}

std::uint64_t takeVarint(std::string_view& bytes) {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (bytes.empty()) {
            damaged("a number is cut off");
        }
        const auto byte = static_cast<unsigned char>(bytes.front());
        bytes.remove_prefix(1);
        value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
        if (byte < 0x80) {
            return value;
        }
    }
    damaged("a number is too long");
}

std::string_view takeBytes(std::string_view& bytes, std::size_t count, const char* what) {
    if (count > bytes.size()) {
        damaged(std::string(what) + " is cut off");
    }
    const std::string_view taken = bytes.substr(0, count);
    bytes.remove_prefix(count);
    return taken;
}

std::string_view takeSized(std::string_view& bytes, const char* what) {
    return takeBytes(bytes, loadNumber<std::uint32_t>(takeBytes(bytes, lengthBytes, what).data()), what);
}

void checkCount(std::size_t wanted, std::size_t left) {
    if (wanted > left) {
        damaged("a page holds fewer values than it states");
    }
}

} // namespace storyscope::formats::parquet
