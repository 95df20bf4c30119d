// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/parquet_hybrid.h"

namespace storyscope::formats::parquet {

HybridDecoder::HybridDecoder(std::string_view bytes, unsigned bitWidth) : m_bytes(bytes), m_width(bitWidth) {
    if (bitWidth > 32) {
        damaged("a page packs its numbers into more than 32 bits");
    }
}

void HybridDecoder::nextRun() {
    const std::uint64_t head = takeVarint(m_bytes);
    m_position = 0;
    m_packed = {};
    m_value = 0;
    if ((head & 1) == 0) {
        m_left = static_cast<std::size_t>(head >> 1);
        for (unsigned i = 0; i < (m_width + 7) / 8; ++i) {
            const auto byte = static_cast<unsigned char>(takeBytes(m_bytes, 1, "a run").front());
            m_value |= static_cast<std::uint32_t>(byte) << (8 * i);
        }
        return;
    }
    // Some writers leave out the padding of the last group.
    const std::uint64_t groups = head >> 1;
    if (groups > m_bytes.size() && m_width > 0) {
        damaged("a group of packed numbers is cut off");
    }
    m_left = static_cast<std::size_t>(std::min<std::uint64_t>(groups, std::uint64_t{1} << 40)) * 8;
    if (m_width > 0) {
        const std::size_t size = std::min<std::size_t>(m_bytes.size(), static_cast<std::size_t>(groups) * m_width);
        m_packed = takeBytes(m_bytes, size, "a group of packed numbers");
    }
}

void HybridDecoder::checkPacked(std::size_t count) const {
    if ((m_position + count) * m_width > m_packed.size() * 8) {
        damaged("a group of packed numbers is cut off");
    }
}

void HybridDecoder::skip(std::size_t count) {
    while (count > 0) {
        if (m_left == 0) {
            nextRun();
            continue;
        }
        const std::size_t part = std::min(count, m_left);
        m_position += part;
        m_left -= part;
        count -= part;
    }
}

} // namespace storyscope::formats::parquet
