// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hub/hub_cache.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/hub/hub_names.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace storyscope::hub {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void throwSystemError(const fs::path& file, int error) {
    const bool isFull = error == ENOSPC || error == EFBIG || error == EDQUOT;
    throw Error(isFull ? ErrorCode::OutOfSpace : ErrorCode::Unreadable,
                (isFull ? "The disk is full: " : "Cannot write the cache of models: ") +
                    std::string(std::strerror(error)),
                inFile(file));
}

std::string userName(uid_t user) {
    passwd entry{};
    passwd* found = nullptr;
    std::array<char, 4096> buffer{};
    ::getpwuid_r(user, &entry, buffer.data(), buffer.size(), &found);
    return found != nullptr ? '"' + std::string(found->pw_name) + '"' : "number " + std::to_string(user);
}

/// Makes the folder if it is missing; throws unless we may make files in it.
void requireWritableFolder(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    struct stat status {};
    if (::stat(folder.c_str(), &status) != 0) {
        throwSystemError(folder, error ? error.value() : errno);
    }
    if (!S_ISDIR(status.st_mode)) {
        throwSystemError(folder, ENOTDIR);
    }
    if (::faccessat(AT_FDCWD, folder.c_str(), W_OK | X_OK, AT_EACCESS) != 0) {
        const int reason = errno;
        if (status.st_uid != ::geteuid()) {
            throw Error(ErrorCode::Unreadable,
                        "The cache of models belongs to another user, " + userName(status.st_uid) +
                            ", and cannot be written: choose another with HF_HUB_CACHE",
                        inFile(folder));
        }
        throwSystemError(folder, reason);
    }
}

bool isThere(const fs::path& path) {
    std::error_code ignored;
    return fs::exists(fs::symlink_status(path, ignored));
}

/// Removes a folder that something is made in, unless it was renamed.
class TemporaryFolder {
public:
    explicit TemporaryFolder(const fs::path& parent) {
        std::string pattern = (parent / ".snapshot-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) {
            throwSystemError(parent, errno);
        }
        m_path = pattern;
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const fs::path& path() const { return m_path; }

private:
    fs::path m_path;
};

/// As new folders are: mkdtemp makes private ones.
void makePublic(const fs::path& folder) {
    const mode_t mask = ::umask(0);
    ::umask(mask);
    ::chmod(folder.c_str(), 0777U & ~mask);
}

} // namespace

HubCache::HubCache(fs::path cache, const std::string& repository)
    : m_cache(std::move(cache)), m_folder(m_cache / cacheFolderName(repository)) {}

fs::path HubCache::lockFile(const std::string& etag) const {
    return m_cache / ".locks" / m_folder.filename() / (etag + ".lock");
}

bool HubCache::hasBlob(const std::string& etag, std::optional<std::uint64_t> sizeBytes) const {
    std::error_code error;
    const std::uintmax_t size = fs::file_size(blob(etag), error);
    return !error && (!sizeBytes || size == *sizeBytes);
}

std::uint64_t HubCache::incompleteBytes(const std::string& etag) const {
    std::error_code error;
    const std::uintmax_t size = fs::file_size(blob(etag + ".incomplete"), error);
    return error ? 0 : size;
}

void HubCache::prepare() const {
    for (const fs::path& folder : {m_cache, m_folder, m_folder / "blobs", m_folder / "snapshots", m_folder / "refs"}) {
        requireWritableFolder(folder);
    }
}

void HubCache::makeEntry(const fs::path& place, const SnapshotFile& file, Links links) const {
    std::error_code error;
    fs::create_directories(place.parent_path(), error);
    if (error) {
        throwSystemError(place.parent_path(), error.value());
    }
    if (links == Links::Symbolic) {
        std::string toRepository = "../../"; // from snapshots/<commit>
        for (auto slashes = std::ranges::count(file.name, '/'); slashes > 0; --slashes) {
            toRepository += "../";
        }
        fs::create_symlink(toRepository + "blobs/" + file.blob, place, error);
        if (!error) {
            return;
        }
    }
    fs::copy_file(blob(file.blob), place, error);
    if (error) {
        throwSystemError(place, error.value());
    }
}

void HubCache::publish(const std::string& commit, const std::vector<SnapshotFile>& files, Links links) const {
    const TemporaryFolder temporary(m_folder);
    for (const SnapshotFile& file : files) {
        makeEntry(temporary.path() / file.name, file, links);
    }
    const fs::path folder = snapshot(commit);
    makePublic(temporary.path());
    if (!isThere(folder) && ::rename(temporary.path().c_str(), folder.c_str()) == 0) {
        return;
    }
    for (const SnapshotFile& file : files) { // an older or smaller snapshot of this commit gets what it lacks
        std::error_code error;
        fs::create_directories((folder / file.name).parent_path(), error);
        fs::rename(temporary.path() / file.name, folder / file.name, error);
        if (error) {
            throwSystemError(folder / file.name, error.value());
        }
    }
}

void HubCache::writeRef(const std::string& revision, const std::string& commit) const {
    if (revision != commit) {
        writeFileAtomically(m_folder / "refs" / revision, commit);
    }
}

std::uint64_t freeBytes(const fs::path& folder) {
    fs::path existing = fs::absolute(folder);
    while (!isThere(existing) && existing.has_relative_path()) {
        existing = existing.parent_path();
    }
    std::error_code error;
    const fs::space_info space = fs::space(existing, error);
    return error ? UINT64_MAX : space.available; // unknown: the writing itself will tell
}

} // namespace storyscope::hub
