// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/parquet_input.h"

#include "core/base/error.h"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace storyscope::formats::parquet {

namespace {

std::string systemMessage(int number) {
    return std::generic_category().message(number);
}

} // namespace

InputFile::InputFile(const std::filesystem::path& path) : m_descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (m_descriptor < 0) {
        const int number = errno;
        throw Error(number == ENOENT ? ErrorCode::NotFound : ErrorCode::Unreadable,
                    "Cannot open this Parquet file: " + systemMessage(number));
    }
    struct stat status {};
    if (::fstat(m_descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        ::close(m_descriptor);
        throw Error(ErrorCode::Unreadable, "This is no file that can be read as Parquet");
    }
    m_size = static_cast<std::uint64_t>(status.st_size);
}

InputFile::~InputFile() {
    ::close(m_descriptor);
}

Buffer InputFile::read(std::uint64_t offset, std::size_t size) const {
    if (offset > m_size || size > m_size - offset) {
        damaged("it ends before what it points to");
    }
    Buffer buffer(size);
    std::size_t done = 0;
    while (done < size) {
        const ssize_t part =
            ::pread(m_descriptor, buffer.data() + done, size - done, static_cast<off_t>(offset + done));
        if (part < 0 && errno == EINTR) {
            continue;
        }
        if (part < 0) {
            throw Error(ErrorCode::Unreadable, "Cannot read this Parquet file: " + systemMessage(errno));
        }
        if (part == 0) {
            damaged("it became shorter while it was read");
        }
        done += static_cast<std::size_t>(part);
    }
    return buffer;
}

} // namespace storyscope::formats::parquet
