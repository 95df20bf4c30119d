// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/tensorboard_events.h"

#include "core/base/error.h"
#include "core/formats/png_writer.h"

#include <array>
#include <bit>
#include <chrono>
#include <cstddef>

namespace storyscope::formats {

namespace {

constexpr std::array<std::uint32_t, 256> crcTable() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t crc = byte;
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc & 1U) != 0 ? crc >> 1 ^ 0x82F63B78U : crc >> 1;
        }
        table[byte] = crc;
    }
    return table;
}

template <typename Number>
std::string littleEndian(Number number) {
    std::string bytes;
    for (std::size_t i = 0; i < sizeof(Number); ++i) {
        bytes += static_cast<char>(number >> (8 * i) & 0xFFU);
    }
    return bytes;
}

std::string varint(std::uint64_t number) {
    std::string bytes;
    for (; number >= 0x80; number >>= 7) {
        bytes += static_cast<char>((number & 0x7FU) | 0x80U);
    }
    return bytes + static_cast<char>(number);
}

// Fields of protocol buffers, by wire type. Source: protobuf.dev, "Encoding".
std::string key(int field, unsigned wireType) {
    return varint(static_cast<std::uint64_t>(field) << 3 | wireType);
}

std::string whole(int field, std::int64_t number) {
    return key(field, 0) + varint(static_cast<std::uint64_t>(number));
}

std::string doubled(int field, double number) {
    return key(field, 1) + littleEndian(std::bit_cast<std::uint64_t>(number));
}

std::string single(int field, float number) {
    return key(field, 5) + littleEndian(std::bit_cast<std::uint32_t>(number));
}

std::string bytes(int field, std::string_view content) {
    return key(field, 2) + varint(content.size()) + std::string(content);
}

double now() {
    return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

/// "events.out.tfevents.<time>.storyscope": TensorBoard reads files whose names hold "tfevents", in order.
std::filesystem::path newFile(const std::filesystem::path& folder) {
    auto seconds = static_cast<std::int64_t>(now());
    std::filesystem::path path;
    do {
        path = folder / ("events.out.tfevents." + std::to_string(seconds++) + ".storyscope");
    } while (std::filesystem::exists(path));
    return path;
}

} // namespace

std::uint32_t crc32c(std::string_view content) {
    static constexpr std::array<std::uint32_t, 256> table = crcTable();
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const char byte : content) {
        crc = table[(crc ^ static_cast<std::uint8_t>(byte)) & 0xFFU] ^ crc >> 8;
    }
    return ~crc;
}

std::uint32_t maskedCrc32c(std::string_view content) {
    const std::uint32_t crc = crc32c(content);
    return (crc >> 15 | crc << 17) + 0xA282EAD8U;
}

TensorBoardWriter::TensorBoardWriter(const std::filesystem::path& folder, std::int64_t firstStep) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    m_path = newFile(folder);
    m_file.open(m_path, std::ios::binary);
    if (!m_file) {
        throw Error(ErrorCode::Unreadable, "The event file cannot be written", inFile(m_path));
    }
    record(doubled(1, now()) + bytes(3, "brain.Event:2"));
    if (firstStep > 0) {
        const std::string start = whole(1, 1); // SessionLog.START
        record(doubled(1, now()) + whole(2, firstStep + 1) + bytes(7, start));
    }
    flush();
}

void TensorBoardWriter::scalar(const std::string& tag, std::int64_t step, double value) {
    summary(step, bytes(1, tag) + single(2, static_cast<float>(value)));
}

void TensorBoardWriter::image(const std::string& tag, std::int64_t step, const Picture& picture) {
    const std::vector<std::uint8_t> png = pngBytes(picture);
    const std::string image = whole(1, picture.height()) + whole(2, picture.width()) + whole(3, 3) +
                              bytes(4, {reinterpret_cast<const char*>(png.data()), png.size()});
    summary(step, bytes(1, tag) + bytes(4, image));
}

void TensorBoardWriter::text(const std::string& tag, std::int64_t step, const std::string& markdown) {
    const std::string shape = bytes(2, whole(1, 1));                                        // one dimension of size 1
    const std::string tensor = whole(1, 7) + bytes(2, shape) + bytes(8, markdown);          // DT_STRING
    summary(step, bytes(1, tag) + bytes(8, tensor) + bytes(9, bytes(1, bytes(1, "text")))); // for the plugin "text"
}

void TensorBoardWriter::summary(std::int64_t step, const std::string& value) {
    record(doubled(1, now()) + whole(2, step) + bytes(5, bytes(1, value)));
}

void TensorBoardWriter::record(const std::string& event) {
    const std::string length = littleEndian(static_cast<std::uint64_t>(event.size()));
    m_file << length << littleEndian(maskedCrc32c(length)) << event << littleEndian(maskedCrc32c(event));
}

void TensorBoardWriter::flush() {
    m_file.flush();
    if (!m_file) {
        throw Error(ErrorCode::OutOfSpace, "The event file could not be written to its end; the disk may be full",
                    inFile(m_path));
    }
}

} // namespace storyscope::formats
