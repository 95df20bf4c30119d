// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <string>
#include <vector>

namespace storyscope::metrics {

/// Mean BLEU-4 (NLTK's, smoothing method 1) of each text against all others as its references: the lower, the more
/// diverse (Zhu et al. 2018, Texygen). 0 for less than two texts. Equal to bleuNltkSentence() for each text, but the
/// references' n-grams are counted once. Throws Error{Cancelled}.
double selfBleu4(const std::vector<std::vector<std::string>>& texts, const std::stop_token& stop);

} // namespace storyscope::metrics
