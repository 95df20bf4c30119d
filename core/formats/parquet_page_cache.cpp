// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/parquet_page_cache.h"

#include "core/formats/parquet_page.h"

#include <algorithm>
#include <utility>

namespace storyscope::formats {

std::uint64_t ParquetPageCache::addFile() {
    const std::lock_guard lock(m_mutex);
    return m_files++;
}

std::shared_ptr<const parquet::DataPage> ParquetPageCache::find(std::uint64_t file, std::uint64_t offset) {
    const std::lock_guard lock(m_mutex);
    const auto found = position(file, offset);
    if (found == m_entries.end()) {
        return nullptr;
    }
    m_entries.splice(m_entries.begin(), m_entries, found);
    return found->page;
}

void ParquetPageCache::makeRoom(std::size_t sizeBytes) {
    const std::lock_guard lock(m_mutex);
    shrinkTo(m_maximumBytes - std::min(sizeBytes, m_maximumBytes));
}

void ParquetPageCache::add(std::uint64_t file, std::uint64_t offset, std::shared_ptr<const parquet::DataPage> page) {
    const std::size_t sizeBytes = page->sizeBytes();
    const std::lock_guard lock(m_mutex);
    if (sizeBytes > m_maximumBytes || position(file, offset) != m_entries.end()) {
        return;
    }
    shrinkTo(m_maximumBytes - sizeBytes);
    m_entries.push_front({file, offset, std::move(page)});
    m_sizeBytes += sizeBytes;
}

std::list<ParquetPageCache::Entry>::iterator ParquetPageCache::position(std::uint64_t file, std::uint64_t offset) {
    return std::find_if(m_entries.begin(), m_entries.end(),
                        [&](const Entry& entry) { return entry.file == file && entry.offset == offset; });
}

void ParquetPageCache::shrinkTo(std::size_t sizeBytes) {
    while (m_sizeBytes > sizeBytes) {
        m_sizeBytes -= m_entries.back().page->sizeBytes();
        m_entries.pop_back();
    }
}

} // namespace storyscope::formats
