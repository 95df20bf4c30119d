// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace storyscope::cli {

/// A JSON document as the commands print it: indented, with a line end; bytes that are no UTF-8 become replacement
/// characters instead of an exception.
template <typename Json>
std::string jsonText(const Json& document) {
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

} // namespace storyscope::cli
