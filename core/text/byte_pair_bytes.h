// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace storyscope::text {

/// The visible character, in UTF-8, by which a byte-level vocabulary spells a byte: 33–126, 161–172 and 174–255 by
/// the character of that number, the other 68 by U+0100 onwards in their order. A space is "Ġ".
/// Source: Radford et al. 2019, "Language models are unsupervised multitask learners".
const std::string& byteSymbol(unsigned char byte);

/// The bytes that a token of such a vocabulary stands for; nothing if it has another character.
std::optional<std::string> bytesOfSymbols(std::string_view token);

} // namespace storyscope::text
