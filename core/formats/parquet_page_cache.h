// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>

namespace storyscope::formats {

namespace parquet {
struct DataPage;
}

/// Unpacked data pages of which not all rows were asked for yet, so that reading a file row by row inflates each page
/// once. One may serve several files, whose pages then share its memory. Thread-safe.
class ParquetPageCache {
public:
    /// Pages that would take more than this together with others make room for each other, those used last stay.
    explicit ParquetPageCache(std::size_t maximumBytes = std::size_t{32} << 20) : m_maximumBytes(maximumBytes) {}

    /// A number for a file that no other file of this cache has.
    std::uint64_t addFile();
    /// The page at this offset of the file; null if it is not kept.
    std::shared_ptr<const parquet::DataPage> find(std::uint64_t file, std::uint64_t offset);
    /// Forgets pages so that one of this size may be made: call it before its memory is taken.
    void makeRoom(std::size_t sizeBytes);
    /// Kept if it is not larger than all that may be kept.
    void add(std::uint64_t file, std::uint64_t offset, std::shared_ptr<const parquet::DataPage> page);

private:
    struct Entry {
        std::uint64_t file = 0;
        std::uint64_t offset = 0;
        std::shared_ptr<const parquet::DataPage> page;
    };
    std::list<Entry>::iterator position(std::uint64_t file, std::uint64_t offset);
    void shrinkTo(std::size_t sizeBytes);

    const std::size_t m_maximumBytes;
    std::mutex m_mutex;
    std::uint64_t m_files = 0;
    std::list<Entry> m_entries; ///< the one used last first
    std::size_t m_sizeBytes = 0;
};

} // namespace storyscope::formats
