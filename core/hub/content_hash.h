// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace storyscope::hub {

/// The hash that the hub names contents by, fed piece by piece: SHA-256 for large files, git's (SHA-1 of "blob <size>",
/// a zero byte and the bytes) for small ones. Nothing secret hangs on the latter. One thread at a time.
class ContentHash {
public:
    /// `expected` tells the kind by its length; of another length nothing is computed. `sizeBytes` of the whole
    /// content.
    ContentHash(std::string expected, std::uint64_t sizeBytes);
    ~ContentHash();
    ContentHash(ContentHash&&) noexcept;
    ContentHash& operator=(ContentHash&&) noexcept;

    void add(std::span<const std::uint8_t> bytes);
    /// Whether everything that was added is what was expected; true where there is nothing to compare. Nothing may be
    /// added after it.
    bool matches();

private:
    struct State;
    std::string m_expected;
    std::unique_ptr<State> m_state; ///< null: nothing to compare
};

} // namespace storyscope::hub
