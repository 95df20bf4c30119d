// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/feature_cache.h"

#include "core/base/error.h"
#include "core/base/logging.h"

#include <algorithm>
#include <cstring>

namespace storyscope::formats {

namespace {

constexpr const char* shardEnding = ".safetensors";

/// Separated so that no two sources give the same text.
Sha256Digest digestOf(const FeatureSource& source) {
    return sha256(std::to_string(source.encoder.size()) + ":" + source.encoder + source.preprocessing);
}

std::size_t lengthOf(const std::vector<std::int64_t>& shape) {
    std::size_t length = 1;
    for (const std::int64_t extent : shape) {
        length *= extent > 0 ? static_cast<std::size_t>(extent) : 0;
    }
    return length;
}

/// A name of its own for every content: programs that share a folder never write the same file differently.
std::string shardName(const FeatureRows& rows) {
    Sha256 hash;
    for (const Sha256Digest& key : rows.keys) {
        hash.add(key);
    }
    return "features-" + hexText(hash.finish()).substr(0, 24) + shardEnding;
}

} // namespace

PictureIdentity PictureIdentity::ofContent(std::span<const std::uint8_t> bytes) {
    Sha256 hash;
    hash.add("content\n");
    hash.add(bytes);
    return PictureIdentity(hash.finish());
}

PictureIdentity PictureIdentity::ofFile(const std::filesystem::path& path) {
    std::error_code error;
    const std::filesystem::path absolute = std::filesystem::canonical(path, error);
    const auto size = error ? 0 : std::filesystem::file_size(absolute, error);
    const auto changed = error ? std::filesystem::file_time_type() : std::filesystem::last_write_time(absolute, error);
    if (error) {
        throw Error(ErrorCode::NotFound, "The picture is not there", inFile(path));
    }
    return PictureIdentity(sha256("file\n" + std::to_string(size) + "\n" +
                                  std::to_string(changed.time_since_epoch().count()) + "\n" + absolute.string()));
}

std::size_t FeatureCache::KeyHash::operator()(const Sha256Digest& key) const {
    std::size_t hash = 0;
    std::memcpy(&hash, key.data(), sizeof(hash));
    return hash;
}

FeatureCache::FeatureCache(const std::filesystem::path& folder, FeatureSource source)
    : FeatureCache(folder, std::move(source), Options{}) {}

FeatureCache::FeatureCache(const std::filesystem::path& folder, FeatureSource source, Options options)
    : m_folder(folder / hexText(digestOf(source)).substr(0, 24)), m_source(std::move(source)), m_options(options) {
    readShards();
}

FeatureCache::~FeatureCache() {
    try {
        write();
    } catch (const Error& error) {
        log(LogLevel::Warning, std::string("Features could not be kept: ") + error.what());
    }
}

void FeatureCache::readShards() {
    std::vector<std::filesystem::path> files;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(m_folder, error), end; !error && entry != end;
         entry.increment(error)) {
        if (entry->path().extension() == shardEnding) {
            files.push_back(entry->path());
        }
    }
    std::ranges::sort(files);
    for (const std::filesystem::path& file : files) {
        try {
            addShard(FeatureShard::open(file, m_source));
        } catch (const Error& failure) {
            m_issues.push_back({.severity = Issue::Severity::Warning,
                                .place = file.filename().string(),
                                .text = "Ignored, its features are computed again: " + failure.message()});
        }
    }
}

void FeatureCache::addShard(const std::shared_ptr<const FeatureShard>& shard) {
    if (m_shape && *m_shape != shard->shape()) {
        throw Error(ErrorCode::Mismatch, "The features have another shape than those of the other files");
    }
    m_shape = shard->shape();
    for (std::size_t i = 0; i < shard->size(); ++i) {
        m_index.insert_or_assign(shard->key(i), Features{shard->shape(), shard->features(i), shard});
    }
}

std::optional<Features> FeatureCache::find(const PictureIdentity& picture) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_index.find(picture.digest());
    return found == m_index.end() ? std::nullopt : std::optional(found->second);
}

void FeatureCache::add(const PictureIdentity& picture, const std::vector<std::int64_t>& shape,
                       std::span<const float> values) {
    if (values.empty() || values.size() != lengthOf(shape)) {
        throw Error(ErrorCode::BadArgument, "A picture's features do not fill their shape");
    }
    const std::lock_guard lock(m_mutex);
    if (m_shape && *m_shape != shape) {
        throw Error(ErrorCode::Mismatch, "A picture's features have another shape than those of the other pictures");
    }
    if (m_index.contains(picture.digest())) {
        return;
    }
    m_shape = shape;
    const auto kept = std::make_shared<const std::vector<float>>(values.begin(), values.end());
    m_index.emplace(picture.digest(), Features{shape, *kept, kept});
    m_gathered.shape = shape;
    m_gathered.keys.push_back(picture.digest());
    m_gathered.values.insert(m_gathered.values.end(), values.begin(), values.end());
    if (m_gathered.values.size() * sizeof(float) >= m_options.shardBytes) {
        writeGathered();
    }
}

void FeatureCache::write() {
    const std::lock_guard lock(m_mutex);
    writeGathered();
}

void FeatureCache::writeGathered() {
    if (m_gathered.keys.empty()) {
        return;
    }
    const std::filesystem::path file = m_folder / shardName(m_gathered);
    FeatureShard::write(file, m_source, m_gathered);
    m_gathered = {};
    addShard(FeatureShard::open(file, m_source));
}

std::size_t FeatureCache::size() const {
    const std::lock_guard lock(m_mutex);
    return m_index.size();
}

std::vector<Issue> FeatureCache::issues() const {
    const std::lock_guard lock(m_mutex);
    return m_issues;
}

} // namespace storyscope::formats
