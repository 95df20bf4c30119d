// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/feature_shard.h"

#include "core/base/error.h"
#include "core/formats/safetensors_header.h"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <string_view>

namespace storyscope::formats {

namespace {

constexpr const char* formatName = "storyscope features 1";
constexpr const char* keysName = "keys";
constexpr const char* featuresName = "features";

[[noreturn]] void fail(ErrorCode code, const std::string& message, const std::filesystem::path& path) {
    throw Error(code, message, inFile(path));
}

/// The entry if it has the type, at least one dimension and a place that its numbers may be read from.
const TensorEntry& entryOf(const SafetensorsHeader& header, const char* name, TensorType type,
                           const std::filesystem::path& path) {
    const auto entry = std::ranges::find(header.tensors, name, &TensorEntry::name);
    if (entry == header.tensors.end() || entry->type != type || entry->shape.empty() ||
        (header.bufferOffset + entry->begin) % sizeBytes(type) != 0) {
        fail(ErrorCode::Malformed, std::string("The feature file has no usable tensor \"") + name + "\"", path);
    }
    return *entry;
}

std::map<std::string, std::string> metadataOf(const FeatureSource& source) {
    return {{"format", formatName}, {"encoder", source.encoder}, {"preprocessing", source.preprocessing}};
}

TensorData tensorOf(TensorType type, std::vector<std::int64_t> shape, const void* bytes, std::size_t sizeInBytes) {
    const auto* begin = static_cast<const std::byte*>(bytes);
    return {.type = type, .shape = std::move(shape), .bytes = std::vector<std::byte>(begin, begin + sizeInBytes)};
}

} // namespace

std::shared_ptr<const FeatureShard> FeatureShard::open(const std::filesystem::path& path, const FeatureSource& source) {
    const std::shared_ptr<FeatureShard> shard(new FeatureShard(path));
    shard->read(path, source);
    return shard;
}

void FeatureShard::read(const std::filesystem::path& path, const FeatureSource& source) {
    const std::string_view bytes = m_file.text();
    const SafetensorsHeader header = safetensorsHeaderOf(bytes, path);
    if (header.metadata != metadataOf(source)) {
        fail(ErrorCode::Mismatch, "The features were computed by another encoder or from other pictures", path);
    }
    const TensorEntry& keys = entryOf(header, keysName, TensorType::U8, path);
    const TensorEntry& features = entryOf(header, featuresName, TensorType::F32, path);
    const std::size_t keyBytes = sizeof(Sha256Digest);
    if (keys.shape.size() != 2 || keys.shape[1] != static_cast<std::int64_t>(keyBytes) || keys.shape[0] < 1 ||
        features.shape[0] != keys.shape[0]) {
        fail(ErrorCode::Malformed, "The feature file's tensors do not fit each other", path);
    }
    m_shape.assign(features.shape.begin() + 1, features.shape.end());
    m_keys.resize(static_cast<std::size_t>(keys.shape[0]));
    std::memcpy(m_keys.data(), bytes.data() + header.bufferOffset + keys.begin, m_keys.size() * keyBytes);
    m_features = {reinterpret_cast<const float*>(bytes.data() + header.bufferOffset + features.begin),
                  (features.end - features.begin) / sizeof(float)};
    m_length = m_features.size() / m_keys.size();
}

void FeatureShard::write(const std::filesystem::path& path, const FeatureSource& source, const FeatureRows& rows) {
    const auto count = static_cast<std::int64_t>(rows.keys.size());
    std::vector<std::int64_t> shape{count};
    shape.insert(shape.end(), rows.shape.begin(), rows.shape.end());
    TensorFile file;
    file.metadata = metadataOf(source);
    file.tensors[keysName] = tensorOf(TensorType::U8, {count, static_cast<std::int64_t>(sizeof(Sha256Digest))},
                                      rows.keys.data(), rows.keys.size() * sizeof(Sha256Digest));
    file.tensors[featuresName] =
        tensorOf(TensorType::F32, std::move(shape), rows.values.data(), rows.values.size() * sizeof(float));
    writeSafetensors(path, file);
}

} // namespace storyscope::formats
