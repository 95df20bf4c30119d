// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/safetensors.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/mapped_file.h"
#include "core/formats/safetensors_header.h"
#include "core/formats/utf8.h"
#include "core/formats/weights_input.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <bit>
#include <functional>

namespace storyscope::formats {

static_assert(std::endian::native == std::endian::little, "Tensors are kept as the file's little-endian bytes");

namespace {

TensorFile readTensors(WeightsInput& input) {
    const std::filesystem::path& file = input.file();
    const std::string firstBytes = input.text(0, std::min(headerLengthBytes, input.sizeBytes()));
    const std::uint64_t headerSize = safetensorsHeaderSize(firstBytes, input.sizeBytes(), file);
    SafetensorsHeader header =
        parseSafetensorsHeader(input.text(headerLengthBytes, headerSize), input.sizeBytes(), file);
    TensorFile result;
    result.metadata = std::move(header.metadata);
    for (TensorEntry& entry : header.tensors) {
        TensorData tensor{.type = entry.type,
                          .shape = std::move(entry.shape),
                          .bytes = std::vector<std::byte>(entry.end - entry.begin)};
        input.read(tensor.bytes.data(), header.bufferOffset + entry.begin, tensor.bytes.size());
        checkBooleans(tensor.type, tensor.bytes,
                      {.file = file, .byteOffset = header.bufferOffset + entry.begin, .row = {}});
        result.tensors.emplace(std::move(entry.name), std::move(tensor));
    }
    return result;
}

nlohmann::ordered_json metadataJson(const std::map<std::string, std::string>& metadata) {
    auto json = nlohmann::ordered_json::object();
    for (const auto& [key, value] : metadata) {
        json[withValidUtf8(key)] = withValidUtf8(value);
    }
    return json;
}

void checkWritable(const std::string& name, const TensorView& tensor) {
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

using NamedView = std::pair<const std::string, TensorView>;

std::map<std::string, TensorView> viewsOf(const TensorFile& file) {
    std::map<std::string, TensorView> views;
    for (const auto& [name, tensor] : file.tensors) {
        views[name] = {.type = tensor.type, .shape = tensor.shape, .bytes = tensor.bytes};
    }
    return views;
}

/// As the tensors follow each other in a file.
std::vector<const NamedView*> orderOf(const std::map<std::string, TensorView>& tensors) {
    std::vector<const NamedView*> order;
    for (const NamedView& tensor : tensors) {
        checkWritable(tensor.first, tensor.second);
        order.push_back(&tensor);
    }
    std::ranges::stable_sort(order, std::greater(), [](const auto* tensor) { return sizeBytes(tensor->second.type); });
    return order;
}

/// Everything before the data buffer.
std::string headerOf(const std::vector<const NamedView*>& order, const std::map<std::string, std::string>& metadata) {
    auto json = nlohmann::ordered_json::object();
    if (!metadata.empty()) {
        json["__metadata__"] = metadataJson(metadata);
    }
    std::uint64_t offset = 0;
    for (const auto* tensor : order) {
        const std::uint64_t end = offset + tensor->second.bytes.size();
        json[tensor->first] = {{"dtype", tensorTypeName(tensor->second.type)},
                               {"shape", tensor->second.shape},
                               {"data_offsets", {offset, end}}};
        offset = end;
    }
    std::string text = json.dump();
    text.append((8 - text.size() % 8) % 8, ' ');
    std::string header;
    for (unsigned index = 0; index < headerLengthBytes; ++index) {
        header += static_cast<char>(static_cast<std::uint64_t>(text.size()) >> (8 * index) & 0xFFU);
    }
    return header + text;
}

} // namespace

void checkBooleans(TensorType type, std::span<const std::byte> bytes, const ErrorPlace& place) {
    const auto isBoolean = [](std::byte value) { return value <= std::byte{1}; };
    if (type == TensorType::Bool && !std::ranges::all_of(bytes, isBoolean)) {
        throw Error(ErrorCode::Malformed, "This weights file is damaged: it has truth values other than 0 and 1",
                    place);
    }
}

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
    case TensorType::I16:
        return 2;
    case TensorType::I8:
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
    case TensorType::I16:
        return "I16";
    case TensorType::I8:
        return "I8";
    case TensorType::U8:
        return "U8";
    case TensorType::Bool:
        return "BOOL";
    }
    return "";
}

TensorFile parseSafetensors(std::string_view bytes, const std::filesystem::path& nameForErrors) {
    WeightsInput input(bytes, nameForErrors);
    return readTensors(input);
}

TensorFile readSafetensors(const std::filesystem::path& path) {
    WeightsInput input(path);
    return readTensors(input);
}

MappedTensors mapSafetensors(const std::filesystem::path& path) {
    const auto file = std::make_shared<const MappedFile>(path);
    SafetensorsHeader header = safetensorsHeaderOf(file->text(), path);
    MappedTensors result;
    for (TensorEntry& entry : header.tensors) {
        const std::uint64_t begin = header.bufferOffset + entry.begin;
        const auto bytes = file->bytes().subspan(begin, entry.end - entry.begin);
        checkBooleans(entry.type, bytes, {.file = path, .byteOffset = begin, .row = {}});
        result[entry.name] = {.type = entry.type, .shape = std::move(entry.shape), .bytes = bytes, .owner = file};
    }
    return result;
}

std::string serializeSafetensors(const TensorFile& file) {
    const std::map<std::string, TensorView> views = viewsOf(file);
    const auto order = orderOf(views);
    std::string bytes = headerOf(order, file.metadata);
    for (const auto* tensor : order) {
        bytes.append(reinterpret_cast<const char*>(tensor->second.bytes.data()), tensor->second.bytes.size());
    }
    return bytes;
}

void writeSafetensors(const std::filesystem::path& path, const TensorFile& file) {
    writeSafetensors(path, viewsOf(file), file.metadata);
}

void writeSafetensors(const std::filesystem::path& path, const std::map<std::string, TensorView>& tensors,
                      const std::map<std::string, std::string>& metadata) {
    const auto order = orderOf(tensors);
    const std::string header = headerOf(order, metadata);
    AtomicFile file(path);
    file.write(header);
    for (const auto* tensor : order) {
        file.write(tensor->second.bytes.data(), tensor->second.bytes.size());
    }
    file.commit();
}

} // namespace storyscope::formats
