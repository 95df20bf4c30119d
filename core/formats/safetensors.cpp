// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/safetensors.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/formats/safetensors_header.h"
#include "core/formats/utf8.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <functional>

namespace storyscope::formats {

static_assert(std::endian::native == std::endian::little, "Tensors are kept as the file's little-endian bytes");

namespace {

/// Copies `size` bytes from `offset` of the file to `target`.
using ReadBytes = std::function<void(std::byte* target, std::uint64_t offset, std::uint64_t size)>;

/// A truth value other than 0 and 1 would be undefined behaviour in whoever uses it as one.
void checkBooleans(const TensorData& tensor, const ErrorPlace& place) {
    const auto isBoolean = [](std::byte value) { return value <= std::byte{1}; };
    if (tensor.type == TensorType::Bool && !std::ranges::all_of(tensor.bytes, isBoolean)) {
        throw Error(ErrorCode::Malformed, "This weights file is damaged: it has truth values other than 0 and 1",
                    place);
    }
}

TensorFile readTensors(SafetensorsHeader header, const ReadBytes& read, const std::filesystem::path& file) {
    TensorFile result;
    result.metadata = std::move(header.metadata);
    for (TensorEntry& entry : header.tensors) {
        TensorData tensor{.type = entry.type,
                          .shape = std::move(entry.shape),
                          .bytes = std::vector<std::byte>(entry.end - entry.begin)};
        read(tensor.bytes.data(), header.bufferOffset + entry.begin, tensor.bytes.size());
        checkBooleans(tensor, {.file = file, .byteOffset = header.bufferOffset + entry.begin, .row = {}});
        result.tensors.emplace(std::move(entry.name), std::move(tensor));
    }
    return result;
}

/// A file that is read piece by piece. It may shrink while it is read; that is an Error, too.
class InputFile {
public:
    explicit InputFile(const std::filesystem::path& path) : m_path(path) {
        const ErrorPlace place{.file = path, .byteOffset = {}, .row = {}};
        std::error_code error;
        const auto status = std::filesystem::status(path, error);
        if (status.type() == std::filesystem::file_type::not_found) {
            throw Error(ErrorCode::NotFound, "The file does not exist", place);
        }
        if (!std::filesystem::is_regular_file(status)) {
            throw Error(ErrorCode::Unreadable, "This is not a file", place);
        }
        m_size = std::filesystem::file_size(path, error);
        m_stream.open(path, std::ios::binary);
        if (error || !m_stream) {
            throw Error(ErrorCode::Unreadable, std::string("Cannot read: ") + std::strerror(errno), place);
        }
    }

    std::uint64_t sizeBytes() const { return m_size; }

    void read(std::byte* target, std::uint64_t offset, std::uint64_t size) {
        m_stream.seekg(static_cast<std::streamoff>(offset));
        m_stream.read(reinterpret_cast<char*>(target), static_cast<std::streamsize>(size));
        if (!m_stream) {
            throw Error(ErrorCode::Unreadable, "The file could not be read to its end",
                        {.file = m_path, .byteOffset = offset, .row = {}});
        }
    }

    std::string text(std::uint64_t offset, std::uint64_t size) {
        std::string text(size, '\0');
        read(reinterpret_cast<std::byte*>(text.data()), offset, size);
        return text;
    }

private:
    std::filesystem::path m_path;
    std::uint64_t m_size = 0;
    std::ifstream m_stream;
};

void checkWritable(const std::string& name, const TensorData& tensor) {
    if (!isTensorName(name)) {
        throw Error(ErrorCode::BadArgument, "A tensor cannot be saved under the name \"" + withValidUtf8(name) + "\"");
    }
    std::uint64_t elements = 1;
    for (const std::int64_t extent : tensor.shape) {
        elements *= static_cast<std::uint64_t>(extent);
    }
    if (tensor.bytes.size() != elements * sizeBytes(tensor.type)) {
        throw Error(ErrorCode::BadArgument, "Tensor \"" + name + "\" cannot be saved: its bytes do not fit its shape");
    }
}

nlohmann::ordered_json metadataJson(const std::map<std::string, std::string>& metadata) {
    auto json = nlohmann::ordered_json::object();
    for (const auto& [key, value] : metadata) {
        json[withValidUtf8(key)] = withValidUtf8(value);
    }
    return json;
}

} // namespace

std::size_t sizeBytes(TensorType type) {
    switch (type) {
    case TensorType::F64:
    case TensorType::I64:
        return 8;
    case TensorType::F32:
    case TensorType::I32:
        return 4;
    case TensorType::F16:
    case TensorType::BF16:
        return 2;
    case TensorType::U8:
    case TensorType::Bool:
        return 1;
    }
    return 1;
}

const char* tensorTypeName(TensorType type) {
    switch (type) {
    case TensorType::F64:
        return "F64";
    case TensorType::F32:
        return "F32";
    case TensorType::F16:
        return "F16";
    case TensorType::BF16:
        return "BF16";
    case TensorType::I64:
        return "I64";
    case TensorType::I32:
        return "I32";
    case TensorType::U8:
        return "U8";
    case TensorType::Bool:
        return "BOOL";
    }
    return "";
}

TensorFile parseSafetensors(std::string_view bytes, const std::filesystem::path& nameForErrors) {
    const std::uint64_t headerSize =
        safetensorsHeaderSize(bytes.substr(0, headerLengthBytes), bytes.size(), nameForErrors);
    auto header = parseSafetensorsHeader(bytes.substr(headerLengthBytes, headerSize), bytes.size(), nameForErrors);
    const auto read = [&](std::byte* target, std::uint64_t offset, std::uint64_t size) {
        if (size > 0) {
            std::memcpy(target, bytes.data() + offset, size);
        }
    };
    return readTensors(std::move(header), read, nameForErrors);
}

TensorFile readSafetensors(const std::filesystem::path& path) {
    InputFile file(path);
    const std::string firstBytes = file.text(0, std::min(headerLengthBytes, file.sizeBytes()));
    const std::uint64_t headerSize = safetensorsHeaderSize(firstBytes, file.sizeBytes(), path);
    auto header = parseSafetensorsHeader(file.text(headerLengthBytes, headerSize), file.sizeBytes(), path);
    return readTensors(std::move(header), std::bind_front(&InputFile::read, &file), path);
}

std::string serializeSafetensors(const TensorFile& file) {
    std::vector<const std::pair<const std::string, TensorData>*> order;
    for (const auto& tensor : file.tensors) {
        checkWritable(tensor.first, tensor.second);
        order.push_back(&tensor);
    }
    std::ranges::stable_sort(order, std::greater(), [](const auto* tensor) { return sizeBytes(tensor->second.type); });
    auto json = nlohmann::ordered_json::object();
    if (!file.metadata.empty()) {
        json["__metadata__"] = metadataJson(file.metadata);
    }
    std::uint64_t offset = 0;
    for (const auto* tensor : order) {
        const std::uint64_t end = offset + tensor->second.bytes.size();
        json[tensor->first] = {{"dtype", tensorTypeName(tensor->second.type)},
                               {"shape", tensor->second.shape},
                               {"data_offsets", {offset, end}}};
        offset = end;
    }
    std::string header = json.dump();
    header.append((8 - header.size() % 8) % 8, ' ');

    std::string bytes;
    bytes.reserve(headerLengthBytes + header.size() + offset);
    for (unsigned index = 0; index < headerLengthBytes; ++index) {
        bytes += static_cast<char>(static_cast<std::uint64_t>(header.size()) >> (8 * index) & 0xFFU);
    }
    bytes += header;
    for (const auto* tensor : order) {
        bytes.append(reinterpret_cast<const char*>(tensor->second.bytes.data()), tensor->second.bytes.size());
    }
    return bytes;
}

void writeSafetensors(const std::filesystem::path& path, const TensorFile& file) {
    writeFileAtomically(path, serializeSafetensors(file));
}

} // namespace storyscope::formats
