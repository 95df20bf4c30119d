// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/zip_writer.h"

#include "core/base/error.h"

#include <limits>
#include <utility>
#include <zlib.h>

namespace storyscope::formats {

namespace {

constexpr std::uint32_t versionNeeded = 20;
constexpr std::uint32_t firstOfJanuary1980 = 0x0021;

void append16(std::string& bytes, std::uint32_t value) {
    bytes += static_cast<char>(value & 0xFFU);
    bytes += static_cast<char>(value >> 8U & 0xFFU);
}

void append32(std::string& bytes, std::uint32_t value) {
    append16(bytes, value & 0xFFFFU);
    append16(bytes, value >> 16U);
}

std::uint32_t checksum(std::string_view bytes) {
    return static_cast<std::uint32_t>(crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

/// An extra field after which an entry's bytes begin at a multiple of `alignment`; `offset` is where it would begin.
std::string padding(std::size_t offset, std::size_t alignment) {
    constexpr std::size_t fieldHeaderBytes = 4;
    constexpr std::uint32_t fieldKind = 0x4246; // PyTorch's
    if (offset % alignment == 0) {
        return {};
    }
    const std::size_t bytes = (alignment - (offset + fieldHeaderBytes) % alignment) % alignment;
    std::string field;
    append16(field, fieldKind);
    append16(field, static_cast<std::uint32_t>(bytes));
    return field.append(bytes, '\0');
}

/// The fields that an entry's two headers have in common: version, flags, method, time, date, checksum, sizes, lengths.
void appendCommonFields(std::string& header, std::string_view name, std::string_view bytes, std::string_view extra) {
    append16(header, versionNeeded);
    append16(header, 0);
    append16(header, 0);
    append16(header, 0);
    append16(header, firstOfJanuary1980);
    append32(header, checksum(bytes));
    append32(header, static_cast<std::uint32_t>(bytes.size()));
    append32(header, static_cast<std::uint32_t>(bytes.size()));
    append16(header, static_cast<std::uint32_t>(name.size()));
    append16(header, static_cast<std::uint32_t>(extra.size()));
}

} // namespace

void ZipWriter::add(std::string_view name, std::string_view bytes, std::size_t alignment) {
    constexpr std::size_t localHeaderBytes = 30;
    constexpr std::size_t headersBytes = 128;
    const std::string extra = padding(m_archive.size() + localHeaderBytes + name.size(), alignment);
    const std::size_t future =
        m_archive.size() + m_directory.size() + bytes.size() + 2 * name.size() + extra.size() + headersBytes;
    if (future > std::numeric_limits<std::uint32_t>::max() || m_entries == std::numeric_limits<std::uint16_t>::max()) {
        throw Error(ErrorCode::Unsupported, "There is too much data for one ZIP archive");
    }
    const auto offset = static_cast<std::uint32_t>(m_archive.size());
    append32(m_archive, 0x04034B50);
    appendCommonFields(m_archive, name, bytes, extra);
    m_archive += name;
    m_archive += extra;
    m_archive += bytes;

    append32(m_directory, 0x02014B50);
    append16(m_directory, versionNeeded);
    appendCommonFields(m_directory, name, bytes, {});
    append16(m_directory, 0); // comment
    append16(m_directory, 0); // disk
    append16(m_directory, 0); // internal attributes
    append32(m_directory, 0); // external attributes
    append32(m_directory, offset);
    m_directory += name;
    ++m_entries;
}

std::string ZipWriter::finish() {
    const auto directoryOffset = static_cast<std::uint32_t>(m_archive.size());
    std::string archive = std::exchange(m_archive, {});
    archive += m_directory;
    append32(archive, 0x06054B50);
    append16(archive, 0);
    append16(archive, 0);
    append16(archive, m_entries);
    append16(archive, m_entries);
    append32(archive, static_cast<std::uint32_t>(m_directory.size()));
    append32(archive, directoryOffset);
    append16(archive, 0);
    m_directory.clear();
    m_entries = 0;
    return archive;
}

} // namespace storyscope::formats
