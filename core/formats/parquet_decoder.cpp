// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/parquet_decoder.h"

#include "core/formats/parquet_hybrid.h"

#include <string>

namespace storyscope::formats::parquet {

namespace {

class FixedDecoder : public ValueDecoder {
public:
    FixedDecoder(std::string_view bytes, const ValueMaker& maker) : m_bytes(bytes), m_maker(maker) {}

    void skip(std::size_t count) override { take(count); }
    void read(std::size_t count, ValueSink& sink) override {
        const std::string_view values = take(count);
        sink.reserve(count);
        for (std::size_t i = 0; i < count; ++i) {
            sink.add(m_maker.fromFixed(values.substr(i * m_maker.width(), m_maker.width())));
        }
    }

private:
    std::string_view take(std::size_t count) {
        if (count > m_bytes.size() / m_maker.width()) {
            damaged("a page holds fewer values than it states");
        }
        return takeBytes(m_bytes, count * m_maker.width(), "a page");
    }

    std::string_view m_bytes;
    const ValueMaker& m_maker;
};

class ByteArrayDecoder : public ValueDecoder {
public:
    ByteArrayDecoder(std::string_view bytes, const ValueMaker& maker) : m_bytes(bytes), m_maker(maker) {}

    void skip(std::size_t count) override {
        for (std::size_t i = 0; i < count; ++i) {
            next();
        }
    }
    void read(std::size_t count, ValueSink& sink) override {
        if (count > m_bytes.size() / 4) {
            damaged("a page holds fewer values than it states");
        }
        sink.reserve(count);
        for (std::size_t i = 0; i < count; ++i) {
            sink.add(m_maker.fromBytes(next()));
        }
    }

private:
    std::string_view next() {
        const auto size = loadNumber<std::uint32_t>(takeBytes(m_bytes, 4, "a page").data());
        return takeBytes(m_bytes, size, "a value");
    }

    std::string_view m_bytes;
    const ValueMaker& m_maker;
};

class BitDecoder : public ValueDecoder {
public:
    explicit BitDecoder(std::string_view bytes) : m_bytes(bytes) {}

    void skip(std::size_t count) override {
        if (count > m_bytes.size() * 8 - m_next) {
            damaged("a page holds fewer values than it states");
        }
        m_next += count;
    }
    void read(std::size_t count, ValueSink& sink) override {
        const std::size_t first = m_next;
        skip(count);
        sink.reserve(count);
        for (std::size_t bit = first; bit < m_next; ++bit) {
            sink.add({.data = loadBits(m_bytes, bit, 1) != 0});
        }
    }

private:
    std::string_view m_bytes;
    std::size_t m_next = 0;
};

class RunBooleanDecoder : public ValueDecoder {
public:
    explicit RunBooleanDecoder(std::string_view bytes) : m_runs(bytes, 1) {}

    void skip(std::size_t count) override { m_runs.skip(count); }
    void read(std::size_t count, ValueSink& sink) override {
        m_runs.read(count, [&](std::uint32_t bit, std::size_t times) { sink.add({.data = bit != 0}, times); });
    }

private:
    HybridDecoder m_runs;
};

class DictionaryDecoder : public ValueDecoder {
public:
    DictionaryDecoder(std::string_view bytes, unsigned bitWidth, const std::vector<ParquetValue>& dictionary)
        : m_runs(bytes, bitWidth), m_dictionary(dictionary) {}

    void skip(std::size_t count) override { m_runs.skip(count); }
    void read(std::size_t count, ValueSink& sink) override {
        m_runs.read(count, [&](std::uint32_t index, std::size_t times) {
            if (index >= m_dictionary.size()) {
                damaged("a page names a value that its dictionary does not have");
            }
            sink.add(m_dictionary[index], times);
        });
    }

private:
    HybridDecoder m_runs;
    const std::vector<ParquetValue>& m_dictionary;
};

/// First bytes of all values, then their second bytes, and so on.
class SplitDecoder : public ValueDecoder {
public:
    SplitDecoder(std::string_view bytes, const ValueMaker& maker)
        : m_bytes(bytes), m_maker(maker), m_count(bytes.size() / maker.width()), m_value(maker.width(), '\0') {}

    void skip(std::size_t count) override {
        if (count > m_count - m_next) {
            damaged("a page holds fewer values than it states");
        }
        m_next += count;
    }
    void read(std::size_t count, ValueSink& sink) override {
        const std::size_t first = m_next;
        skip(count);
        sink.reserve(count);
        for (std::size_t i = first; i < m_next; ++i) {
            for (std::size_t byte = 0; byte < m_value.size(); ++byte) {
                m_value[byte] = m_bytes[byte * m_count + i];
            }
            sink.add(m_maker.fromFixed(m_value));
        }
    }

private:
    std::string_view m_bytes;
    const ValueMaker& m_maker;
    std::size_t m_count;
    std::string m_value;
    std::size_t m_next = 0;
};

std::unique_ptr<ValueDecoder> makePlainDecoder(std::string_view bytes, const ValueMaker& maker) {
    if (maker.type() == PhysicalType::Boolean) {
        return std::make_unique<BitDecoder>(bytes);
    }
    if (maker.type() == PhysicalType::ByteArray) {
        return std::make_unique<ByteArrayDecoder>(bytes, maker);
    }
    return std::make_unique<FixedDecoder>(bytes, maker);
}

std::unique_ptr<ValueDecoder> makeDictionaryDecoder(const PageValues& page) {
    if (page.dictionary == nullptr) {
        damaged("a page needs a dictionary that the column does not have");
    }
    if (page.count == 0) {
        return std::make_unique<DictionaryDecoder>(std::string_view(), 0, *page.dictionary);
    }
    std::string_view bytes = page.bytes;
    const auto width = static_cast<unsigned char>(takeBytes(bytes, 1, "a page").front());
    return std::make_unique<DictionaryDecoder>(bytes, width, *page.dictionary);
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
            std::string_view bytes = page.bytes;
            const auto size = loadNumber<std::uint32_t>(takeBytes(bytes, 4, "a page").data());
            return std::make_unique<RunBooleanDecoder>(takeBytes(bytes, size, "a page"));
        }
        break;
    case Encoding::ByteStreamSplit:
        if (maker.width() > 0) {
            return std::make_unique<SplitDecoder>(page.bytes, maker);
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
