// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/weights_input.h"

#include "core/base/error.h"

#include <cerrno>
#include <cstring>

namespace storyscope::formats {

WeightsInput::WeightsInput(const std::filesystem::path& file) : m_file(file) {
    const ErrorPlace place = inFile(file);
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    if (status.type() == std::filesystem::file_type::not_found) {
        throw Error(ErrorCode::NotFound, "The file does not exist", place);
    }
    if (!std::filesystem::is_regular_file(status)) {
        throw Error(ErrorCode::Unreadable, "This is not a file", place);
    }
    m_size = std::filesystem::file_size(file, error);
    m_stream.open(file, std::ios::binary);
    if (error || !m_stream) {
        throw Error(ErrorCode::Unreadable, std::string("Cannot read: ") + std::strerror(errno), place);
    }
}

WeightsInput::WeightsInput(std::string_view bytes, const std::filesystem::path& nameForErrors)
    : m_file(nameForErrors), m_size(bytes.size()), m_inMemory(bytes) {}

void WeightsInput::read(std::byte* target, std::uint64_t offset, std::uint64_t size) {
    const ErrorPlace place{.file = m_file, .byteOffset = offset, .row = {}};
    if (offset > m_size || size > m_size - offset) {
        throw Error(ErrorCode::Malformed, "This weights file is damaged: it ends too early", place);
    }
    if (size == 0) {
        return;
    }
    if (!m_stream.is_open()) {
        std::memcpy(target, m_inMemory.data() + offset, size);
        return;
    }
    m_stream.seekg(static_cast<std::streamoff>(offset));
    m_stream.read(reinterpret_cast<char*>(target), static_cast<std::streamsize>(size));
    if (!m_stream) {
        throw Error(ErrorCode::Unreadable, "The file could not be read to its end", place);
    }
}

std::string WeightsInput::text(std::uint64_t offset, std::uint64_t size) {
    if (offset > m_size || size > m_size - offset) {
        throw Error(ErrorCode::Malformed, "This weights file is damaged: it ends too early",
                    {.file = m_file, .byteOffset = offset, .row = {}});
    }
    std::string text(size, '\0');
    read(reinterpret_cast<std::byte*>(text.data()), offset, size);
    return text;
}

} // namespace storyscope::formats
