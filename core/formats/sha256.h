// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace storyscope::formats {

using Sha256Digest = std::array<std::uint8_t, 32>;

/// The Secure Hash Algorithm with 256 bits (FIPS 180-4), by OpenSSL, fed piece by piece. One thread at a time.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;

    void add(std::span<const std::uint8_t> bytes);
    void add(std::string_view text);
    /// The digest of everything that was added; nothing may be added after it.
    Sha256Digest finish();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

Sha256Digest sha256(std::span<const std::uint8_t> bytes);
Sha256Digest sha256(std::string_view text);
/// 64 lower-case digits.
std::string hexText(const Sha256Digest& digest);

} // namespace storyscope::formats
