// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/byte_pair_tokenizer.h"

#include <nlohmann/json_fwd.hpp>

namespace storyscope::text {

/// Whether the content of a tokenizer.json names byte pairs as its model.
bool namesBytePairs(const nlohmann::json& document);
/// The content of a tokenizer.json. Throws Error{Malformed}; Error{Unsupported} for one that does not work as GPT-2's.
BytePairFiles bytePairFilesOf(const nlohmann::json& document);

} // namespace storyscope::text
