// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/hub/content_hash.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <stop_token>
#include <string>

namespace storyscope::hub {

/// What a blob must be when it is whole.
struct BlobTruth {
    std::string hash; ///< SHA-256 or git's; anything else is not compared
    std::optional<std::uint64_t> sizeBytes;
    std::string subject; ///< "model.safetensors of owner/name", for sentences
};

/// Keeps other downloads, of this program and of those that use the hub's Python library, from the same blob as long as
/// it lives. Waits for its turn. Source: huggingface_hub, `.locks/models--…/<etag>.lock`, flock().
class BlobLock {
public:
    /// Throws Error{Cancelled} on a stop, Error{Unreadable} if the lock cannot be written.
    BlobLock(const std::filesystem::path& file, const std::stop_token& stop, Progress& progress);
    ~BlobLock();
    BlobLock(const BlobLock&) = delete;
    BlobLock& operator=(const BlobLock&) = delete;

private:
    int m_descriptor = -1;
};

/// A blob that is being fetched: "<blob>.incomplete", which is kept when it is left before the end, until all its bytes
/// are there and right. One thread at a time.
class BlobFile {
public:
    /// Opens or makes the incomplete file; hashes what is in it already. Throws Error.
    BlobFile(std::filesystem::path blob, BlobTruth truth, const std::stop_token& stop);
    ~BlobFile();
    BlobFile(const BlobFile&) = delete;
    BlobFile& operator=(const BlobFile&) = delete;

    std::uint64_t sizeBytes() const { return m_sizeBytes; }
    bool isWhole() const { return m_truth.sizeBytes == m_sizeBytes; }
    /// Forgets every byte.
    void restart();
    /// Throws Error{OutOfSpace} on a full disk, Error{Malformed} for more bytes than there may be.
    void add(std::span<const std::uint8_t> bytes);
    /// Flushes to the disk and renames into place. Throws Error{Malformed} if size or hash are wrong; then the
    /// incomplete file is deleted.
    void commit();

private:
    void hashExisting(const std::stop_token& stop);
    [[noreturn]] void throwSystemError(int error) const;

    std::filesystem::path m_blob;
    std::filesystem::path m_incomplete;
    BlobTruth m_truth;
    ContentHash m_hash;
    std::uint64_t m_sizeBytes = 0;
    int m_descriptor = -1;
};

} // namespace storyscope::hub
