// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/mapped_file.h"
#include "core/formats/sha256.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace storyscope::formats {

/// What was computed with which weights from pictures prepared in which way. Anything that changes the numbers belongs
/// into it.
struct FeatureSource {
    std::string encoder;       ///< hash of the encoder's weights
    std::string preprocessing; ///< name of how pictures are prepared, media::preparationName()
    bool operator==(const FeatureSource&) const = default;
};

/// Features of several pictures as they are gathered for a file.
struct FeatureRows {
    std::vector<std::int64_t> shape; ///< of one picture's features
    std::vector<Sha256Digest> keys;
    std::vector<float> values; ///< (keys, …shape), row-major
};

/// One file of a feature cache, memory-mapped: a safetensors file with the tensors "keys", (N, 32) uint8, and
/// "features", (N, …) float32, and the source in its metadata. Immutable and thread-safe. The file is never changed in
/// place, only replaced or removed, so the mapping stays valid.
class FeatureShard {
public:
    /// Throws Error{Malformed} for any other file, Error{Mismatch} for one of another source, Error{Unreadable}.
    static std::shared_ptr<const FeatureShard> open(const std::filesystem::path& path, const FeatureSource& source);
    /// Atomic. Throws Error.
    static void write(const std::filesystem::path& path, const FeatureSource& source, const FeatureRows& rows);

    std::size_t size() const { return m_keys.size(); }
    const Sha256Digest& key(std::size_t index) const { return m_keys[index]; }
    const std::vector<std::int64_t>& shape() const { return m_shape; }
    /// Valid as long as the shard.
    std::span<const float> features(std::size_t index) const { return m_features.subspan(index * m_length, m_length); }

private:
    explicit FeatureShard(const std::filesystem::path& path) : m_file(path) {}
    void read(const std::filesystem::path& path, const FeatureSource& source);

    MappedFile m_file;
    std::vector<std::int64_t> m_shape;
    std::size_t m_length = 0; ///< values of one picture
    std::vector<Sha256Digest> m_keys;
    std::span<const float> m_features;
};

} // namespace storyscope::formats
