// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/parquet_page.h"

#include "core/formats/parquet_codec.h"
#include "core/formats/parquet_hybrid.h"

#include <zlib.h>

#include <algorithm>
#include <bit>

namespace storyscope::formats::parquet {

namespace {

/// One long run of a repeated value takes a few bytes; no known writer puts more than this many values into one page.
constexpr std::size_t valuesOfAnyPage = std::size_t{4} << 20;

void checkSum(const PageHeader& header, std::string_view stored) {
    if (!header.checksum) {
        return;
    }
    const uLong sum = crc32_z(0, reinterpret_cast<const Bytef*>(stored.data()), stored.size());
    if (static_cast<std::uint32_t>(sum) != *header.checksum) {
        damaged("the checksum of a page does not fit its bytes");
    }
}

unsigned bitsFor(int maximum) {
    return static_cast<unsigned>(std::bit_width(static_cast<unsigned>(maximum)));
}

std::vector<std::uint8_t> unpackRuns(std::string_view bytes, int maximum, std::size_t count) {
    std::vector<std::uint8_t> levels;
    levels.reserve(count);
    HybridDecoder runs(bytes, bitsFor(maximum));
    runs.read(count, [&](std::uint32_t level, std::size_t times) {
        if (level > static_cast<std::uint32_t>(maximum)) {
            damaged("a page has a level that the schema does not have");
        }
        levels.insert(levels.end(), times, static_cast<std::uint8_t>(level));
    });
    return levels;
}

/// The deprecated BIT_PACKED = 4: most significant bit first, without a length.
std::vector<std::uint8_t> takeBitPacked(std::string_view& bytes, int maximum, std::size_t count) {
    const unsigned width = bitsFor(maximum);
    const std::string_view packed = takeBytes(bytes, (count * width + 7) / 8, "a page");
    std::vector<std::uint8_t> levels(count);
    std::size_t bit = 0;
    for (std::uint8_t& level : levels) {
        for (unsigned i = 0; i < width; ++i, ++bit) {
            const auto byte = static_cast<unsigned char>(packed[bit / 8]);
            level = static_cast<std::uint8_t>(level << 1 | ((byte >> (7 - bit % 8)) & 1));
        }
        if (level > maximum) {
            damaged("a page has a level that the schema does not have");
        }
    }
    return levels;
}

std::vector<std::uint8_t> takeLevels(std::string_view& bytes, Encoding encoding, int maximum, std::size_t count) {
    if (maximum == 0 || count == 0) {
        return {};
    }
    if (encoding == Encoding::BitPacked) {
        return takeBitPacked(bytes, maximum, count);
    }
    if (encoding != Encoding::Rle) {
        damaged("a page has an encoding that levels cannot have");
    }
    return unpackRuns(takeSized(bytes, "a page"), maximum, count);
}

DataPage unpackFirstVersion(const PageHeader& header, const Leaf& leaf, Codec codec, Buffer stored) {
    DataPage page;
    page.bytes =
        codec == Codec::Uncompressed ? std::move(stored) : inflate(codec, stored.view(), header.uncompressedBytes);
    page.values = page.bytes.view();
    page.repetition = takeLevels(page.values, header.repetitionEncoding, leaf.repetition, header.valueCount);
    page.definition = takeLevels(page.values, header.definitionEncoding, leaf.definition, header.valueCount);
    return page;
}

/// Its levels lie uncompressed before the values and have no length of their own.
DataPage unpackSecondVersion(const PageHeader& header, const Leaf& leaf, Codec codec, Buffer stored) {
    DataPage page;
    page.values = stored.view();
    const std::string_view repetition = takeBytes(page.values, header.repetitionBytes, "a page");
    const std::string_view definition = takeBytes(page.values, header.definitionBytes, "a page");
    const std::size_t levelBytes = repetition.size() + definition.size();
    if (header.uncompressedBytes < levelBytes) {
        damaged("a page has more levels than bytes");
    }
    if (leaf.repetition > 0 && header.valueCount > 0) {
        page.repetition = unpackRuns(repetition, leaf.repetition, header.valueCount);
    }
    if (leaf.definition > 0 && header.valueCount > 0) {
        page.definition = unpackRuns(definition, leaf.definition, header.valueCount);
    }
    if (codec != Codec::Uncompressed && header.isCompressed && !page.values.empty()) {
        page.bytes = inflate(codec, page.values, header.uncompressedBytes - levelBytes);
        page.values = page.bytes.view();
    } else {
        page.bytes = std::move(stored);
    }
    return page;
}

} // namespace

void checkValueCount(const PageHeader& header) {
    if (header.valueCount > valuesOfAnyPage + 8 * header.uncompressedBytes) {
        damaged("a page of " + std::to_string(header.uncompressedBytes) + " bytes states " +
                std::to_string(header.valueCount) + " values");
    }
}

DataPage unpackDataPage(const PageHeader& header, const Leaf& leaf, Codec codec, Buffer stored) {
    checkSum(header, stored.view());
    return header.kind == PageHeader::Kind::DataV2 ? unpackSecondVersion(header, leaf, codec, std::move(stored))
                                                   : unpackFirstVersion(header, leaf, codec, std::move(stored));
}

Buffer unpackDictionaryPage(const PageHeader& header, Codec codec, Buffer stored) {
    checkSum(header, stored.view());
    return codec == Codec::Uncompressed ? std::move(stored) : inflate(codec, stored.view(), header.uncompressedBytes);
}

} // namespace storyscope::formats::parquet
