// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"

#include "core/base/error.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

namespace storyscope {

namespace {

[[noreturn]] void throwSystemError(const std::string& action, const std::filesystem::path& path, int error) {
    const bool full = error == ENOSPC || error == EFBIG || error == EDQUOT;
    throw Error(full ? ErrorCode::OutOfSpace : ErrorCode::Unreadable, action + ": " + std::strerror(error),
                inFile(path));
}

void syncFolder(const std::filesystem::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor >= 0) {
        ::fsync(descriptor);
        ::close(descriptor);
    }
}

/// mkostemp makes the file private; a finished file has the permissions of the one it replaces, or of any new file.
mode_t permissionsFor(const std::filesystem::path& path) {
    struct stat replaced {};
    if (::stat(path.c_str(), &replaced) == 0) {
        return replaced.st_mode & 0777U;
    }
    const mode_t mask = ::umask(0);
    ::umask(mask);
    return 0666U & ~mask;
}

} // namespace

AtomicFile::AtomicFile(std::filesystem::path path) : m_path(std::filesystem::absolute(path)) {
    std::error_code ignored; // mkstemp reports a missing folder with a better message
    std::filesystem::create_directories(m_path.parent_path(), ignored);
    std::string pattern = m_path.string() + ".XXXXXX";
    m_descriptor = ::mkostemp(pattern.data(), O_CLOEXEC);
    if (m_descriptor < 0) {
        throwSystemError("Cannot write", m_path, errno);
    }
    m_temporaryPath = pattern;
}

AtomicFile::~AtomicFile() {
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
        ::unlink(m_temporaryPath.c_str());
    }
}

void AtomicFile::write(const void* bytes, std::size_t sizeBytes) {
    const char* next = static_cast<const char*>(bytes);
    while (sizeBytes > 0) {
        const ssize_t written = ::write(m_descriptor, next, sizeBytes);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            throwSystemError("Cannot write", m_path, errno);
        }
        next += written;
        sizeBytes -= static_cast<std::size_t>(written);
    }
}

void AtomicFile::commit() {
    ::fchmod(m_descriptor, permissionsFor(m_path));
    if (::fsync(m_descriptor) != 0 || ::rename(m_temporaryPath.c_str(), m_path.c_str()) != 0) {
        throwSystemError("Cannot write", m_path, errno);
    }
    ::close(m_descriptor);
    m_descriptor = -1;
    syncFolder(m_path.parent_path());
}

void writeFileAtomically(const std::filesystem::path& path, std::string_view bytes) {
    AtomicFile file(path);
    file.write(bytes);
    file.commit();
}

std::string readFile(const std::filesystem::path& path, std::size_t limitBytes) {
    const ErrorPlace place = inFile(path);
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (status.type() == std::filesystem::file_type::not_found) {
        throw Error(ErrorCode::NotFound, "The file does not exist", place);
    }
    if (!std::filesystem::is_regular_file(status)) {
        throw Error(ErrorCode::Unreadable, "This is not a file", place);
    }
    std::ifstream stream(path, std::ios::binary);
    if (!stream) {
        throw Error(ErrorCode::Unreadable, std::string("Cannot read: ") + std::strerror(errno), place);
    }
    const auto sizeBytes = std::filesystem::file_size(path, error);
    if (error || sizeBytes > limitBytes) {
        throw Error(ErrorCode::Malformed, "The file is larger than its kind may be", place);
    }
    std::string bytes(sizeBytes, '\0');
    stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(stream.gcount()));
    return bytes;
}

} // namespace storyscope
