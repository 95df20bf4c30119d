// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

/// Inside of the Parquet reader: the file's bytes and what one call may use of memory. Nothing here knows the file's
/// name: the reader adds name and place to every Error on its way out.
namespace storyscope::formats::parquet {

/// Throws Error{Malformed}: "This Parquet file is damaged: …".
[[noreturn]] void damaged(const std::string& what);
/// Throws Error{Unsupported}.
[[noreturn]] void unsupported(const std::string& what);

/// How much memory a call may still take. Lying counts and runs that repeat a long value end here.
class Budget {
public:
    explicit Budget(std::size_t bytes) : m_left(bytes) {}
    /// Throws Error{Unsupported} when it is used up.
    void take(std::size_t bytes);
    std::size_t left() const { return m_left; }

private:
    std::size_t m_left;
};

/// Bytes of a page, not initialised before they are written.
class Buffer {
public:
    Buffer() = default;
    explicit Buffer(std::size_t size) : m_bytes(std::make_unique_for_overwrite<char[]>(size)), m_size(size) {}

    char* data() { return m_bytes.get(); }
    std::size_t size() const { return m_size; }
    std::string_view view() const { return {m_bytes.get(), m_size}; }

private:
    std::unique_ptr<char[]> m_bytes;
    std::size_t m_size = 0;
};

/// A little-endian number at the beginning of `bytes`, which holds at least that many.
template <typename Number>
Number loadNumber(const char* bytes) {
    Number value;
    std::memcpy(&value, bytes, sizeof(value));
    return value;
}

/// `width` bits (0 to 64) from bit `bit` on, least significant bit first; bits behind the end are 0.
std::uint64_t loadBits(std::string_view bytes, std::uint64_t bit, unsigned width);

/// The next unsigned LEB128 number, which is taken off `bytes`. Throws Error{Malformed} if it does not end.
std::uint64_t takeVarint(std::string_view& bytes);

/// The first `count` bytes, which are taken off `bytes`; throws Error{Malformed} naming `what` if there are fewer.
std::string_view takeBytes(std::string_view& bytes, std::size_t count, const char* what);

/// What follows a length of four bytes; both are taken off `bytes`. Throws as takeBytes.
std::string_view takeSized(std::string_view& bytes, const char* what);
constexpr std::size_t lengthBytes = 4;

/// Throws Error{Malformed} if a page that has `left` more values shall give `wanted`.
void checkCount(std::size_t wanted, std::size_t left);

} // namespace storyscope::formats::parquet
