// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/mapped_file.h"

#include "core/base/error.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace storyscope {

namespace {

class Descriptor {
public:
    explicit Descriptor(const std::filesystem::path& file) : m_number(::open(file.c_str(), O_RDONLY | O_CLOEXEC)) {}
    ~Descriptor() {
        if (m_number >= 0) {
            ::close(m_number);
        }
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number() const { return m_number; }

private:
    int m_number;
};

} // namespace

MappedFile::MappedFile(const std::filesystem::path& file) {
    const Descriptor descriptor(file);
    struct stat status {};
    if (descriptor.number() < 0 || ::fstat(descriptor.number(), &status) != 0) {
        throw Error(ErrorCode::Unreadable, std::string("Cannot read: ") + std::strerror(errno), inFile(file));
    }
    if (!S_ISREG(status.st_mode)) {
        throw Error(ErrorCode::Unreadable, "This is not a file", inFile(file));
    }
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size == 0) {
        return;
    }
    void* bytes = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE, descriptor.number(), 0);
    if (bytes == MAP_FAILED) {
        throw Error(ErrorCode::Unreadable, std::string("Cannot read: ") + std::strerror(errno), inFile(file));
    }
    m_bytes = {static_cast<std::byte*>(bytes), size};
}

MappedFile::~MappedFile() {
    if (!m_bytes.empty()) {
        ::munmap(m_bytes.data(), m_bytes.size());
    }
}

} // namespace storyscope
