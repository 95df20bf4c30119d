// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hub/blob_file.h"

#include "core/base/error.h"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

namespace storyscope::hub {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::milliseconds lockPause(50);
constexpr std::size_t readBytes = std::size_t{1} << 20;
constexpr mode_t newFilePermissions = 0666; // less the umask

} // namespace

BlobLock::BlobLock(const fs::path& file, const std::stop_token& stop, Progress& progress) {
    std::error_code ignored; // open() reports a missing folder
    fs::create_directories(file.parent_path(), ignored);
    m_descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, newFilePermissions);
    if (m_descriptor < 0) {
        throw Error(ErrorCode::Unreadable, std::string("Cannot write: ") + std::strerror(errno), inFile(file));
    }
    while (::flock(m_descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR) {
            return; // a disk without locks
        }
        if (stop.stop_requested()) {
            ::close(m_descriptor);
            throwIfStopped(stop);
        }
        progress.report("Waiting for another download", 0, 0);
        std::this_thread::sleep_for(lockPause);
    }
}

BlobLock::~BlobLock() {
    ::close(m_descriptor);
}

BlobFile::BlobFile(fs::path blob, BlobTruth truth, const std::stop_token& stop)
    : m_blob(std::move(blob)), m_incomplete(m_blob.string() + ".incomplete"), m_truth(std::move(truth)),
      m_hash(m_truth.hash, m_truth.sizeBytes.value_or(0)) {
    m_descriptor = ::open(m_incomplete.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, newFilePermissions);
    if (m_descriptor < 0) {
        throwSystemError(errno);
    }
    try {
        hashExisting(stop);
    } catch (...) {
        ::close(m_descriptor);
        throw;
    }
}

BlobFile::~BlobFile() {
    ::close(m_descriptor);
}

void BlobFile::hashExisting(const std::stop_token& stop) {
    std::vector<std::uint8_t> bytes(readBytes);
    while (true) {
        throwIfStopped(stop);
        const ssize_t count = ::read(m_descriptor, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            throwSystemError(errno);
        }
        if (count == 0) {
            break;
        }
        m_sizeBytes += static_cast<std::uint64_t>(count);
        m_hash.add(std::span(bytes).first(static_cast<std::size_t>(count)));
    }
    if (m_truth.sizeBytes && m_sizeBytes > *m_truth.sizeBytes) {
        restart();
    }
}

void BlobFile::restart() {
    if (::ftruncate(m_descriptor, 0) != 0 || ::lseek(m_descriptor, 0, SEEK_SET) != 0) {
        throwSystemError(errno);
    }
    m_sizeBytes = 0;
    m_hash = ContentHash(m_truth.hash, m_truth.sizeBytes.value_or(0));
}

void BlobFile::add(std::span<const std::uint8_t> bytes) {
    if (m_truth.sizeBytes && bytes.size() > *m_truth.sizeBytes - m_sizeBytes) {
        restart();
        throw Error(ErrorCode::Malformed, "More bytes were sent of " + m_truth.subject + " than it has");
    }
    while (!bytes.empty()) {
        const ssize_t written = ::write(m_descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            throwSystemError(errno);
        }
        const auto done = bytes.first(static_cast<std::size_t>(written));
        m_hash.add(done);
        m_sizeBytes += done.size();
        bytes = bytes.subspan(done.size());
    }
}

void BlobFile::commit() {
    const bool hasSize = !m_truth.sizeBytes || isWhole();
    if (!hasSize || !m_hash.matches()) {
        ::unlink(m_incomplete.c_str());
        throw Error(ErrorCode::Malformed, "What was sent is not " + m_truth.subject + " (" +
                                              (hasSize ? "its hash" : "its size") +
                                              " differs); it was deleted, so that the next try begins anew");
    }
    if (::fsync(m_descriptor) != 0 || ::rename(m_incomplete.c_str(), m_blob.c_str()) != 0) {
        throwSystemError(errno);
    }
}

void BlobFile::throwSystemError(int error) const {
    if (error == ENOSPC || error == EFBIG || error == EDQUOT) {
        throw Error(ErrorCode::OutOfSpace,
                    "The disk is full: " + m_truth.subject +
                        " cannot be kept; what came is there, and the next try goes on from it",
                    inFile(m_incomplete));
    }
    throw Error(ErrorCode::Unreadable, "Cannot write " + m_truth.subject + ": " + std::strerror(error),
                inFile(m_incomplete));
}

} // namespace storyscope::hub
