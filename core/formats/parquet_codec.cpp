// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/parquet_codec.h"

#include <brotli/decode.h>
#include <lz4.h>
#include <snappy.h>
#include <zlib.h>
#include <zstd.h>

#include <cstring>
#include <limits>
#include <optional>

namespace storyscope::formats::parquet {

namespace {

/// No page of 64 MiB is suspicious; larger ones must not claim more than the best of deflate's ratios.
constexpr std::size_t unsuspiciousBytes = std::size_t{64} << 20;
constexpr std::size_t highestRatio = 1100;

bool inflateSnappy(std::string_view in, Buffer& out) {
    std::size_t size = 0;
    return snappy::GetUncompressedLength(in.data(), in.size(), &size) && size == out.size() &&
           snappy::RawUncompress(in.data(), in.size(), out.data());
}

/// Several members may follow each other (RFC 1952, 2.2).
bool inflateGzip(std::string_view in, Buffer& out) {
    z_stream stream{};
    constexpr int gzipOrZlib = MAX_WBITS + 32;
    if (inflateInit2(&stream, gzipOrZlib) != Z_OK) {
        return false;
    }
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    int result = Z_OK;
    do {
        result = ::inflate(&stream, Z_NO_FLUSH);
        if (result == Z_STREAM_END && stream.avail_in > 0 && stream.avail_out > 0) {
            result = inflateReset(&stream);
        }
    } while (result == Z_OK);
    const bool isComplete = result == Z_STREAM_END && stream.avail_out == 0;
    inflateEnd(&stream);
    return isComplete;
}

bool inflateBrotli(std::string_view in, Buffer& out) {
    std::size_t size = out.size();
    return BrotliDecoderDecompress(in.size(), reinterpret_cast<const std::uint8_t*>(in.data()), &size,
                                   reinterpret_cast<std::uint8_t*>(out.data())) == BROTLI_DECODER_RESULT_SUCCESS &&
           size == out.size();
}

bool inflateZstd(std::string_view in, Buffer& out) {
    return ZSTD_decompress(out.data(), out.size(), in.data(), in.size()) == out.size();
}

bool inflateLz4(std::string_view in, char* out, std::size_t size) {
    return LZ4_decompress_safe(in.data(), out, static_cast<int>(in.size()), static_cast<int>(size)) ==
           static_cast<int>(size);
}

std::optional<std::uint32_t> takeBigEndian(std::string_view& in) {
    if (in.size() < 4) {
        return std::nullopt;
    }
    std::uint32_t value = 0;
    for (const char byte : in.substr(0, 4)) {
        value = value << 8 | static_cast<unsigned char>(byte);
    }
    in.remove_prefix(4);
    return value;
}

/// Hadoop's framing: big-endian sizes, inflated and compressed, before each block.
bool inflateHadoopLz4(std::string_view in, Buffer& out) {
    std::size_t done = 0;
    while (!in.empty()) {
        const auto size = takeBigEndian(in);
        const auto compressed = takeBigEndian(in);
        if (!size || !compressed || *compressed > in.size() || *size > out.size() - done ||
            !inflateLz4(in.substr(0, *compressed), out.data() + done, *size)) {
            return false;
        }
        in.remove_prefix(*compressed);
        done += *size;
    }
    return done == out.size();
}

bool inflateInto(Codec codec, std::string_view in, Buffer& out) {
    switch (codec) {
    case Codec::Uncompressed:
        if (in.size() != out.size()) {
            return false;
        }
        std::memcpy(out.data(), in.data(), in.size());
        return true;
    case Codec::Snappy:
        return inflateSnappy(in, out);
    case Codec::Gzip:
        return inflateGzip(in, out);
    case Codec::Brotli:
        return inflateBrotli(in, out);
    case Codec::Zstd:
        return inflateZstd(in, out);
    case Codec::Lz4Raw:
        return inflateLz4(in, out.data(), out.size());
    case Codec::Lz4: // what writers meant by it differs: Hadoop's frames or a bare block
        return inflateHadoopLz4(in, out) || inflateLz4(in, out.data(), out.size());
    case Codec::Lzo:
        break;
    }
    unsupported("it is compressed with LZO");
}

} // namespace

Buffer inflate(Codec codec, std::string_view compressed, std::size_t size) {
    if (size > unsuspiciousBytes && size / highestRatio > compressed.size()) {
        unsupported("a page of " + std::to_string(compressed.size()) + " bytes claims to inflate to " +
                    std::to_string(size) + ", which is not believed");
    }
    if (codec == Codec::Lzo) {
        unsupported("it is compressed with LZO");
    }
    if (compressed.size() > std::numeric_limits<int>::max() || size > std::numeric_limits<int>::max()) {
        damaged("a page is larger than 2 GiB");
    }
    Buffer out(size);
    if (size == 0 && compressed.empty()) {
        return out;
    }
    if (!inflateInto(codec, compressed, out)) {
        damaged(std::string("a page does not inflate to the size it states (") + nameOf(codec) + ")");
    }
    return out;
}

} // namespace storyscope::formats::parquet
