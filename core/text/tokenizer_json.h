// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace storyscope::text {

/// What the JSON files of all kinds of tokenizers have in common.

/// A JSON object. Throws Error{Malformed}, with the byte where it is broken; also for one that is nested too deeply.
nlohmann::json parsedObject(const std::string& bytes);

/// The tokens of {"token": id, …}, by id. Throws Error{Malformed} if ids do not count from 0 without gaps.
std::vector<std::string> tokensById(const nlohmann::json& vocabulary);

} // namespace storyscope::text
