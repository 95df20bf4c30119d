// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace storyscope::text {

/// The stem of a lower-case English word by Porter's algorithm of 1980 with NLTK's extensions (PorterStemmer's default
/// mode): what NLTK's METEOR and google-research's ROUGE use. Thread-safe.
std::string porterStem(std::string_view word);

} // namespace storyscope::text
