// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/parquet_decoder.h"

#include <array>
#include <string>

namespace storyscope::formats::parquet {

namespace {

/// Whole numbers as differences in bit-packed blocks (Encodings.md: DELTA_BINARY_PACKED = 5). Sums wrap around.
class DeltaNumbers {
public:
    explicit DeltaNumbers(std::string_view bytes) : m_bytes(bytes) {
        const std::uint64_t blockValues = takeVarint(m_bytes);
        m_miniblocks = takeVarint(m_bytes);
        m_left = takeVarint(m_bytes);
        m_value = takeZigzag();
        if (m_miniblocks == 0 || m_miniblocks > 65'536 || blockValues > (std::uint64_t{1} << 31) ||
            blockValues % m_miniblocks != 0 || blockValues == 0) {
            damaged("a page of differences has impossible blocks");
        }
        m_perMiniblock = blockValues / m_miniblocks;
    }

    std::uint64_t count() const { return m_left; }

    std::int64_t next() {
        checkCount(1, m_left);
        if (m_isFirst) {
            m_isFirst = false;
        } else {
            if (m_inMiniblock == 0) {
                nextMiniblock();
            }
            const std::uint64_t delta = loadBits(m_packed, (m_perMiniblock - m_inMiniblock) * m_width, m_width);
            --m_inMiniblock;
            m_value = static_cast<std::int64_t>(static_cast<std::uint64_t>(m_value) +
                                                static_cast<std::uint64_t>(m_smallest) + delta);
        }
        --m_left;
        return m_value;
    }

    /// What follows once all numbers are read.
    std::string_view rest() const { return m_bytes; }

private:
    std::int64_t takeZigzag() {
        const std::uint64_t value = takeVarint(m_bytes);
        return static_cast<std::int64_t>((value >> 1) ^ (~(value & 1) + 1));
    }

    void nextMiniblock() {
        if (m_widths.empty()) {
            m_smallest = takeZigzag();
            m_widths = takeBytes(m_bytes, m_miniblocks, "a block of differences");
        }
        m_width = static_cast<unsigned char>(m_widths.front());
        m_widths.remove_prefix(1);
        if (m_width > 64) {
            damaged("a block of differences packs numbers into more than 64 bits");
        }
        m_inMiniblock = m_perMiniblock;
        // Some writers leave out what pads the last miniblock.
        const std::uint64_t needed = (std::min<std::uint64_t>(m_left, m_perMiniblock) * m_width + 7) / 8;
        if (needed > m_bytes.size()) {
            damaged("a block of differences is cut off");
        }
        const std::uint64_t whole = (m_perMiniblock * m_width + 7) / 8;
        m_packed = takeBytes(m_bytes, std::min<std::uint64_t>(whole, m_bytes.size()), "a block of differences");
    }

    std::string_view m_bytes;
    std::uint64_t m_miniblocks = 0;
    std::uint64_t m_perMiniblock = 0;
    std::uint64_t m_left = 0;
    std::int64_t m_value = 0;
    bool m_isFirst = true;
    std::int64_t m_smallest = 0;
    std::string_view m_widths;
    std::string_view m_packed;
    unsigned m_width = 0;
    std::uint64_t m_inMiniblock = 0;
};

class DeltaDecoder : public ValueDecoder {
public:
    DeltaDecoder(const PageValues& page, const ValueMaker& maker) : m_numbers(page.bytes), m_maker(maker) {}

    void skip(std::size_t count) override {
        for (std::size_t i = 0; i < count; ++i) {
            m_numbers.next();
        }
    }
    void read(std::size_t count, ValueSink& sink) override {
        sink.reserve(count);
        for (std::size_t i = 0; i < count; ++i) {
            const std::int64_t number = m_numbers.next();
            const bool isNarrow = m_maker.type() == PhysicalType::Int32;
            sink.add(m_maker.fromInteger(isNarrow ? static_cast<std::int32_t>(number) : number));
        }
    }

private:
    DeltaNumbers m_numbers;
    const ValueMaker& m_maker;
};

/// All lengths of a page; `bytes` then begins behind them.
std::vector<std::uint32_t> takeLengths(std::string_view& bytes, std::size_t count) {
    DeltaNumbers numbers(bytes);
    if (numbers.count() != count) {
        damaged("a page has as many lengths as it has no values");
    }
    std::vector<std::uint32_t> lengths;
    for (std::size_t i = 0; i < count; ++i) {
        const std::int64_t length = numbers.next();
        if (length < 0 || length > 0x7FFFFFFF) {
            damaged("a value has an impossible length");
        }
        lengths.push_back(static_cast<std::uint32_t>(length));
    }
    bytes = numbers.rest();
    return lengths;
}

/// Lengths first, then the bytes of all values (DELTA_LENGTH_BYTE_ARRAY = 6).
class LengthsDecoder : public ValueDecoder {
public:
    LengthsDecoder(const PageValues& page, const ValueMaker& maker)
        : m_bytes(page.bytes), m_lengths(takeLengths(m_bytes, page.count)), m_maker(maker) {}

    void skip(std::size_t count) override {
        for (std::size_t i = 0; i < count; ++i) {
            next();
        }
    }
    void read(std::size_t count, ValueSink& sink) override {
        for (std::size_t i = 0; i < count; ++i) {
            sink.add(m_maker.fromBytes(next()));
        }
    }
    std::string_view next() {
        checkCount(1, m_lengths.size() - m_next);
        return takeBytes(m_bytes, m_lengths[m_next++], "a value");
    }

private:
    std::string_view m_bytes;
    std::vector<std::uint32_t> m_lengths;
    const ValueMaker& m_maker;
    std::size_t m_next = 0;
};

/// Each value as the beginning of the one before it and a rest (DELTA_BYTE_ARRAY = 7).
class PrefixDecoder : public ValueDecoder {
public:
    PrefixDecoder(const PageValues& page, const ValueMaker& maker)
        : m_bytes(page.bytes), m_prefixes(takeLengths(m_bytes, page.count)),
          m_rests({.encoding = page.encoding, .bytes = m_bytes, .count = page.count}, maker), m_maker(maker) {}

    void skip(std::size_t count) override {
        for (std::size_t i = 0; i < count; ++i) {
            advance();
        }
    }
    void read(std::size_t count, ValueSink& sink) override {
        for (std::size_t i = 0; i < count; ++i) {
            advance();
            const bool isFixed = m_maker.type() == PhysicalType::FixedLenByteArray;
            if (isFixed && m_value.size() != m_maker.width()) {
                damaged("a value has not the length of its column");
            }
            sink.add(m_maker.fromBytes(m_value));
        }
    }

private:
    void advance() {
        const std::string_view rest = m_rests.next();
        const std::uint32_t prefix = m_prefixes[m_next++];
        if (prefix > m_value.size()) {
            damaged("a value begins with more than the one before it has");
        }
        m_value.resize(prefix);
        m_value += rest;
    }

    std::string_view m_bytes;
    std::vector<std::uint32_t> m_prefixes;
    LengthsDecoder m_rests;
    const ValueMaker& m_maker;
    std::string m_value;
    std::size_t m_next = 0;
};

} // namespace

std::unique_ptr<ValueDecoder> makeDeltaDecoder(const PageValues& page, const ValueMaker& maker) {
    const bool isBytes = maker.type() == PhysicalType::ByteArray;
    if (page.encoding == Encoding::DeltaBinaryPacked && maker.isInteger()) {
        return std::make_unique<DeltaDecoder>(page, maker);
    }
    if (page.encoding == Encoding::DeltaLengthByteArray && isBytes) {
        return std::make_unique<LengthsDecoder>(page, maker);
    }
    if (page.encoding == Encoding::DeltaByteArray && (isBytes || maker.type() == PhysicalType::FixedLenByteArray)) {
        return std::make_unique<PrefixDecoder>(page, maker);
    }
    damaged("a page has an encoding that values of its type cannot have");
}

} // namespace storyscope::formats::parquet
