// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/issue.h"
#include "core/formats/feature_shard.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace storyscope::formats {

/// Which picture features belong to.
class PictureIdentity {
public:
    /// By what the file contains: right under every circumstance.
    static PictureIdentity ofContent(std::span<const std::uint8_t> bytes);
    /// By path, size and time of change, without reading the file: for large sets. Throws Error{NotFound}.
    static PictureIdentity ofFile(const std::filesystem::path& path);

    const Sha256Digest& digest() const { return m_digest; }

private:
    explicit PictureIdentity(Sha256Digest digest) : m_digest(digest) {}
    Sha256Digest m_digest;
};

/// A picture's features. Copies share the memory, which may be a mapped file.
struct Features {
    std::vector<std::int64_t> shape;
    std::span<const float> values;     ///< row-major
    std::shared_ptr<const void> owner; ///< keeps `values` alive
};

/// Features that a frozen encoder computed, kept on disk so that each picture is encoded once. Every source has a
/// folder of its own, and every file says its source: features of other weights or other preprocessing are never found.
/// Files are written whole or not at all, so a killed program loses at most what it had not written yet; a damaged file
/// is ignored and what was in it computed again. Several programs may share a folder. Thread-safe.
class FeatureCache {
public:
    struct Options {
        std::size_t shardBytes = std::size_t{32} << 20; ///< features that are gathered before a file is written
    };

    /// Opens or begins the cache of `source` in a subfolder of `folder`. Nothing is written yet.
    FeatureCache(const std::filesystem::path& folder, FeatureSource source, Options options);
    FeatureCache(const std::filesystem::path& folder, FeatureSource source);
    /// Tries to write what is left; call write() to hear of a full disk.
    ~FeatureCache();
    FeatureCache(const FeatureCache&) = delete;
    FeatureCache& operator=(const FeatureCache&) = delete;

    /// The features of a picture, if they are known.
    std::optional<Features> find(const PictureIdentity& picture) const;
    /// Remembers features; a picture that is known already keeps what it has. Writes a file when enough are gathered.
    /// Throws Error{Mismatch} if they have another shape than the others, Error{BadArgument} if they do not fill it.
    void add(const PictureIdentity& picture, const std::vector<std::int64_t>& shape, std::span<const float> values);
    /// Writes what was gathered. Atomic. Throws Error{OutOfSpace}, Error{Unreadable}; nothing is lost by it.
    void write();

    std::size_t size() const; ///< pictures
    /// Files that were ignored, and why.
    std::vector<Issue> issues() const;
    const std::filesystem::path& folder() const { return m_folder; }

private:
    struct KeyHash {
        std::size_t operator()(const Sha256Digest& key) const;
    };
    using FeatureIndex = std::unordered_map<Sha256Digest, Features, KeyHash>;

    void readShards();
    void addShard(const std::shared_ptr<const FeatureShard>& shard);
    void writeGathered();

    std::filesystem::path m_folder;
    FeatureSource m_source;
    Options m_options;

    mutable std::mutex m_mutex; ///< guards what follows
    FeatureIndex m_index;
    FeatureRows m_gathered;
    std::optional<std::vector<std::int64_t>> m_shape; ///< of the first features
    std::vector<Issue> m_issues;
};

} // namespace storyscope::formats
