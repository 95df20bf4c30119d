// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/parquet_bytes.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace storyscope::formats::parquet {

/// Runs of equal values and bit-packed groups of eight, mixed (parquet-format, Encodings.md: RLE = 3). The bytes must
/// outlive it. Throws Error{Malformed} when they end too early.
class HybridDecoder {
public:
    HybridDecoder(std::string_view bytes, unsigned bitWidth);

    /// Calls `onRun(value, count)` for stretches that add up to `count` values.
    template <typename OnRun>
    void read(std::size_t count, const OnRun& onRun) {
        while (count > 0) {
            if (m_left == 0) {
                nextRun();
                continue;
            }
            const std::size_t part = std::min(count, m_left);
            if (m_packed.empty()) {
                onRun(m_value, part);
            } else {
                checkPacked(part);
                for (std::size_t i = 0; i < part; ++i) {
                    onRun(static_cast<std::uint32_t>(loadBits(m_packed, (m_position + i) * m_width, m_width)),
                          std::size_t{1});
                }
            }
            m_position += part;
            m_left -= part;
            count -= part;
        }
    }
    void skip(std::size_t count);

private:
    void nextRun();
    void checkPacked(std::size_t count) const;

    std::string_view m_bytes;
    unsigned m_width;
    std::size_t m_left = 0;
    std::uint32_t m_value = 0;
    std::string_view m_packed; ///< empty: a run of m_value
    std::size_t m_position = 0;
};

} // namespace storyscope::formats::parquet
