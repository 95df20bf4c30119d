// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/hub/hub_settings.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace storyscope::hub {

/// A file of a snapshot and the blob that holds its bytes.
struct SnapshotFile {
    std::string name;
    std::string blob;
};

/// One repository in the cache that the hub's tools share: models--owner--name/{blobs/<etag>,
/// snapshots/<commit>/<file>, refs/<revision>}. Source: huggingface_hub, "Understand caching". One thread at a time.
class HubCache {
public:
    HubCache(std::filesystem::path cache, const std::string& repository);

    const std::filesystem::path& folder() const { return m_folder; }
    std::filesystem::path blob(const std::string& etag) const { return m_folder / "blobs" / etag; }
    std::filesystem::path snapshot(const std::string& commit) const { return m_folder / "snapshots" / commit; }
    std::filesystem::path lockFile(const std::string& etag) const;

    /// Whether the blob is there with this size.
    bool hasBlob(const std::string& etag, std::optional<std::uint64_t> sizeBytes) const;
    /// Bytes of it that an earlier try has left.
    std::uint64_t incompleteBytes(const std::string& etag) const;

    /// Makes the folders. Throws Error{Unreadable} that says whose they are if they cannot be written.
    void prepare() const;
    /// Makes the snapshot of blobs that are all there: appears as a whole if it is new. Throws Error.
    void publish(const std::string& commit, const std::vector<SnapshotFile>& files, Links links) const;
    /// Says that `revision` means `commit`: the last step, after which the model is installed. A commit needs none.
    void writeRef(const std::string& revision, const std::string& commit) const;

private:
    void makeEntry(const std::filesystem::path& place, const SnapshotFile& file, Links links) const;

    std::filesystem::path m_cache;
    std::filesystem::path m_folder;
};

/// Bytes free for us on the disk that `folder`, which need not exist yet, is or would be on.
std::uint64_t freeBytes(const std::filesystem::path& folder);

} // namespace storyscope::hub
