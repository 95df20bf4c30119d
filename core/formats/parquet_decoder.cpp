// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/parquet_decoder.h"

#include "core/formats/parquet_hybrid.h"

#include <string>
#include <utility>

namespace storyscope::formats::parquet {

namespace {

/// Values that can be found by their number: `valueAt(i)` makes the one of `count` values that has it.
template <typename ValueAt>
class NumberedDecoder : public ValueDecoder {
public:
    NumberedDecoder(std::size_t count, ValueAt valueAt) : m_count(count), m_valueAt(std::move(valueAt)) {}

    void skip(std::size_t count) override {
        checkCount(count, m_count - m_next);
        m_next += count;
    }
    void read(std::size_t count, ValueSink& sink) override {
        std::size_t number = m_next;
        skip(count);
        sink.reserve(count);
        for (; number < m_next; ++number) {
            sink.add(m_valueAt(number));
        }
    }

private:
    std::size_t m_count;
    std::size_t m_next = 0;
    ValueAt m_valueAt;
};

template <typename ValueAt>
std::unique_ptr<ValueDecoder> decodeNumbered(std::size_t count, ValueAt valueAt) {
    return std::make_unique<NumberedDecoder<ValueAt>>(count, std::move(valueAt));
}

/// Runs of small numbers: `valueOf(number)` is what such a number stands for.
template <typename ValueOf>
class RunDecoder : public ValueDecoder {
public:
    RunDecoder(const HybridDecoder& runs, ValueOf valueOf) : m_runs(runs), m_valueOf(std::move(valueOf)) {}

    void skip(std::size_t count) override { m_runs.skip(count); }
    void read(std::size_t count, ValueSink& sink) override {
        m_runs.read(count, [&](std::uint32_t number, std::size_t times) { sink.add(m_valueOf(number), times); });
    }

private:
    HybridDecoder m_runs;
    ValueOf m_valueOf;
};

template <typename ValueOf>
std::unique_ptr<ValueDecoder> decodeRuns(std::string_view bytes, unsigned bitWidth, ValueOf valueOf) {
    return std::make_unique<RunDecoder<ValueOf>>(HybridDecoder(bytes, bitWidth), std::move(valueOf));
}

/// Each value behind its length.
class ByteArrayDecoder : public ValueDecoder {
public:
    ByteArrayDecoder(std::string_view bytes, const ValueMaker& maker) : m_bytes(bytes), m_maker(maker) {}

    void skip(std::size_t count) override {
        for (std::size_t i = 0; i < count; ++i) {
            takeSized(m_bytes, "a value");
        }
    }
    void read(std::size_t count, ValueSink& sink) override {
        checkCount(count, m_bytes.size() / lengthBytes);
        sink.reserve(count);
        for (std::size_t i = 0; i < count; ++i) {
            sink.add(m_maker.fromBytes(takeSized(m_bytes, "a value")));
        }
    }

private:
    std::string_view m_bytes;
    const ValueMaker& m_maker;
};

std::unique_ptr<ValueDecoder> makePlainDecoder(std::string_view bytes, const ValueMaker& maker) {
    if (maker.type() == PhysicalType::Boolean) {
        return decodeNumbered(bytes.size() * 8,
                              [bytes](std::size_t bit) { return ParquetValue{.data = loadBits(bytes, bit, 1) != 0}; });
    }
    if (maker.type() == PhysicalType::ByteArray) {
        return std::make_unique<ByteArrayDecoder>(bytes, maker);
    }
    return decodeNumbered(bytes.size() / maker.width(), [bytes, &maker](std::size_t number) {
        return maker.fromFixed(bytes.substr(number * maker.width(), maker.width()));
    });
}

std::unique_ptr<ValueDecoder> makeDictionaryDecoder(const PageValues& page) {
    if (page.dictionary == nullptr) {
        damaged("a page needs a dictionary that the column does not have");
    }
    std::string_view bytes = page.bytes;
    const unsigned width = page.count == 0 ? 0 : static_cast<unsigned char>(takeBytes(bytes, 1, "a page").front());
    return decodeRuns(bytes, width, [&dictionary = *page.dictionary](std::uint32_t index) -> const ParquetValue& {
        if (index >= dictionary.size()) {
            damaged("a page names a value that its dictionary does not have");
        }
        return dictionary[index];
    });
}

std::unique_ptr<ValueDecoder> makeBooleanDecoder(std::string_view bytes) {
    return decodeRuns(takeSized(bytes, "a page"), 1, [](std::uint32_t bit) { return ParquetValue{.data = bit != 0}; });
}

/// First bytes of all values, then their second bytes, and so on.
std::unique_ptr<ValueDecoder> makeSplitDecoder(std::string_view bytes, const ValueMaker& maker) {
    const std::size_t count = bytes.size() / maker.width();
    std::string value(maker.width(), '\0');
    return decodeNumbered(count, [bytes, &maker, count, value](std::size_t number) mutable {
        for (std::size_t i = 0; i < value.size(); ++i) {
            value[i] = bytes[i * count + number];
        }
        return maker.fromFixed(value);
    });
}

} // namespace

std::unique_ptr<ValueDecoder> makeDecoder(const PageValues& page, const ValueMaker& maker) {
    switch (page.encoding) {
    case Encoding::Plain:
        return makePlainDecoder(page.bytes, maker);
    case Encoding::PlainDictionary:
    case Encoding::RleDictionary:
        return makeDictionaryDecoder(page);
    case Encoding::Rle:
        if (maker.type() == PhysicalType::Boolean) {
            return makeBooleanDecoder(page.bytes);
        }
        break;
    case Encoding::ByteStreamSplit:
        if (maker.width() > 0) {
            return makeSplitDecoder(page.bytes, maker);
        }
        break;
    case Encoding::DeltaBinaryPacked:
    case Encoding::DeltaLengthByteArray:
    case Encoding::DeltaByteArray:
        return makeDeltaDecoder(page, maker);
    case Encoding::BitPacked:
        break;
    }
    damaged("a page has an encoding that values of its type cannot have");
}

} // namespace storyscope::formats::parquet
