// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace storyscope::formats {

using Sha256Digest = std::array<std::uint8_t, 32>;

/// The Secure Hash Algorithm with 256 bits, fed piece by piece. Source: FIPS 180-4. One thread at a time.
class Sha256 {
public:
    void add(std::span<const std::uint8_t> bytes);
    void add(std::string_view text);
    /// The digest of everything that was added; nothing may be added after it.
    Sha256Digest finish();

private:
    void addBlock(const std::uint8_t* block);

    std::array<std::uint32_t, 8> m_state{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::array<std::uint8_t, 64> m_block{};
    std::size_t m_blockBytes = 0; ///< waiting in m_block
    std::uint64_t m_totalBytes = 0;
};

Sha256Digest sha256(std::span<const std::uint8_t> bytes);
Sha256Digest sha256(std::string_view text);
/// 64 lower-case digits.
std::string hexText(const Sha256Digest& digest);

} // namespace storyscope::formats
