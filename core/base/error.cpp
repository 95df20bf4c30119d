// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"

namespace storyscope {

namespace {

std::string sentence(const std::string& message, const ErrorPlace& place) {
    if (place.file.empty()) {
        return message;
    }
    std::string where = place.file.string();
    if (place.byteOffset) {
        where += ", byte " + std::to_string(*place.byteOffset);
    }
    if (place.row) {
        where += ", line " + std::to_string(*place.row);
    }
    return message + " (" + where + ")";
}

} // namespace

ErrorPlace inFile(std::filesystem::path file) {
    return {.file = std::move(file), .byteOffset = {}, .row = {}};
}

Error::Error(ErrorCode code, const std::string& message, ErrorPlace place)
    : std::runtime_error(sentence(message, place)), m_code(code), m_message(message), m_place(std::move(place)) {}

} // namespace storyscope
