// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/zip_reader.h"

#include "core/base/error.h"

#include <algorithm>
#include <optional>
#include <set>

namespace storyscope::formats {

namespace {

constexpr std::uint64_t endSize = 22;
constexpr std::uint64_t longestComment = 0xFFFF;
constexpr std::uint64_t locatorSize = 20;
constexpr std::uint64_t end64Size = 56;
constexpr std::uint64_t centralSize = 46;
constexpr std::uint64_t localSize = 30;
constexpr std::uint64_t directoryLimitBytes = 64 << 20;
constexpr std::uint64_t inExtraField = 0xFFFFFFFF;
constexpr std::uint64_t encryptedFlag = 1;

constexpr std::string_view endSignature{"PK\5\6", 4};
constexpr std::string_view locatorSignature{"PK\6\7", 4};
constexpr std::string_view end64Signature{"PK\6\6", 4};
constexpr std::string_view centralSignature{"PK\1\2", 4};
constexpr std::string_view localSignature{"PK\3\4", 4};

class ArchiveReader {
public:
    explicit ArchiveReader(WeightsInput& archive) : m_archive(archive) {}

    std::vector<StoredEntry> entries() {
        findDirectory();
        if (m_directorySize > directoryLimitBytes || m_directoryOffset > m_archive.sizeBytes()) {
            fail("its table of contents lies outside of it", m_directoryOffset);
        }
        const std::string directory = m_archive.text(m_directoryOffset, m_directorySize);
        std::vector<StoredEntry> entries;
        for (std::uint64_t at = 0; at < directory.size();) {
            at += readEntry(std::string_view(directory).substr(at), entries);
        }
        if (entries.size() != m_count) {
            fail("its table of contents is not as long as it says", m_directoryOffset);
        }
        checkRanges();
        return entries;
    }

private:
    struct Range {
        std::uint64_t begin;
        std::uint64_t end;
    };

    [[noreturn]] void fail(const std::string& reason, std::uint64_t offset) const {
        throw Error(ErrorCode::Malformed, "This archive is damaged: " + reason,
                    {.file = m_archive.file(), .byteOffset = offset, .row = {}});
    }

    /// A little-endian number; checks that it is there.
    std::uint64_t number(std::string_view bytes, std::uint64_t at, unsigned size) const {
        if (at > bytes.size() || size > bytes.size() - at) {
            fail("a record ends too early", m_directoryOffset);
        }
        std::uint64_t value = 0;
        for (unsigned i = 0; i < size; ++i) {
            value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
        }
        return value;
    }

    void findDirectory() {
        const std::uint64_t size = m_archive.sizeBytes();
        const std::uint64_t tailSize = std::min(size, endSize + longestComment);
        const std::string tail = m_archive.text(size - tailSize, tailSize);
        const std::size_t found = tail.rfind(endSignature);
        if (found == std::string::npos || tail.size() - found < endSize) {
            fail("its end is missing", size);
        }
        m_count = number(tail, found + 10, 2);
        m_directorySize = number(tail, found + 12, 4);
        m_directoryOffset = number(tail, found + 16, 4);
        const std::uint64_t end = size - tailSize + found;
        if (end < locatorSize) {
            return;
        }
        const std::string locator = m_archive.text(end - locatorSize, locatorSize);
        if (locator.starts_with(locatorSignature)) {
            readEnd64(number(locator, 8, 8));
        }
    }

    void readEnd64(std::uint64_t offset) {
        const std::string end = m_archive.text(offset, end64Size);
        if (!end.starts_with(end64Signature)) {
            fail("its end is not where it says", offset);
        }
        m_count = number(end, 32, 8);
        m_directorySize = number(end, 40, 8);
        m_directoryOffset = number(end, 48, 8);
    }

    /// Returns how many bytes of the directory it took.
    std::uint64_t readEntry(std::string_view bytes, std::vector<StoredEntry>& entries) {
        if (!bytes.starts_with(centralSignature)) {
            fail("its table of contents is broken", m_directoryOffset);
        }
        const std::uint64_t nameSize = number(bytes, 28, 2);
        const std::uint64_t extraSize = number(bytes, 30, 2);
        const std::uint64_t taken = centralSize + nameSize + extraSize + number(bytes, 32, 2);
        if (taken > bytes.size()) {
            fail("its table of contents ends too early", m_directoryOffset);
        }
        StoredEntry entry;
        entry.name = bytes.substr(centralSize, nameSize);
        checkName(entry.name);
        if ((number(bytes, 8, 2) & encryptedFlag) != 0 || number(bytes, 10, 2) != 0) {
            throw Error(ErrorCode::Unsupported, "The files in this archive are compressed or encrypted",
                        inFile(m_archive.file()));
        }
        std::uint64_t packed = number(bytes, 20, 4);
        entry.size = number(bytes, 24, 4);
        std::uint64_t local = number(bytes, 42, 4);
        // The 64-bit extra field has only those of the three that did not fit, in this order.
        std::string_view wide = extraField(bytes.substr(centralSize + nameSize, extraSize));
        for (std::uint64_t* const value : {&entry.size, &packed, &local}) {
            if (*value == inExtraField) {
                *value = number(wide, 0, 8);
                wide.remove_prefix(8);
            }
        }
        if (packed != entry.size) {
            fail("a stored file has two sizes", m_directoryOffset);
        }
        entry.offset = dataOffset(local, entry.size);
        entries.push_back(std::move(entry));
        return taken;
    }

    void checkName(const std::string& name) {
        const bool leaves = name.empty() || name.front() == '/' || name.find('\\') != std::string::npos ||
                            name.find('\0') != std::string::npos ||
                            ("/" + name + "/").find("/../") != std::string::npos;
        if (leaves || !m_names.insert(name).second) {
            fail("it has a file name that cannot be", m_directoryOffset);
        }
    }

    std::string_view extraField(std::string_view extra) const {
        while (extra.size() >= 4) {
            const std::uint64_t size = number(extra, 2, 2);
            if (size > extra.size() - 4) {
                break;
            }
            if (number(extra, 0, 2) == 1) {
                return extra.substr(4, size);
            }
            extra.remove_prefix(4 + size);
        }
        return {};
    }

    std::uint64_t dataOffset(std::uint64_t local, std::uint64_t size) {
        const std::string header = m_archive.text(local, localSize);
        if (!header.starts_with(localSignature)) {
            fail("a file is not where its table of contents says", local);
        }
        const std::uint64_t begin = local + localSize + number(header, 26, 2) + number(header, 28, 2);
        if (begin > m_directoryOffset || size > m_directoryOffset - begin) {
            fail("a file lies outside of it", local);
        }
        m_ranges.push_back({local, begin + size});
        return begin;
    }

    void checkRanges() {
        std::ranges::sort(m_ranges, {}, &Range::begin);
        for (std::size_t i = 1; i < m_ranges.size(); ++i) {
            if (m_ranges[i].begin < m_ranges[i - 1].end) {
                fail("two files lie over each other", m_ranges[i].begin);
            }
        }
    }

    WeightsInput& m_archive;
    std::uint64_t m_count = 0;
    std::uint64_t m_directorySize = 0;
    std::uint64_t m_directoryOffset = 0;
    std::set<std::string> m_names;
    std::vector<Range> m_ranges;
};

} // namespace

std::vector<StoredEntry> storedEntries(WeightsInput& archive) {
    return ArchiveReader(archive).entries();
}

} // namespace storyscope::formats
