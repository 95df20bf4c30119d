// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/safetensors_header.h"

namespace storyscope::formats {

/// Reads the JSON text of a header into entries in the order of the text. Checks everything that one entry alone can
/// break: UTF-8, JSON, types, doubled names, control characters in names, and caps on tensors (100,000) and rank (16).
/// Throws Error{Malformed}, Error{Unsupported}.
SafetensorsHeader readSafetensorsJson(std::string_view json, const std::filesystem::path& file);

} // namespace storyscope::formats
