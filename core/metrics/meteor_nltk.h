// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/caption_pair.h"
#include "core/metrics/synonym_table.h"

namespace storyscope::metrics {

/// METEOR as NLTK 3.8's meteor_score computes it (α 0.9, β 3, γ 0.5), with the best reference: exact words, Porter
/// stems, and synonyms if a table is given (null: that stage is left out). Of a corpus it is the mean.
/// Source: nltk/nltk, nltk/translate/meteor_score.py.
double meteorNltk(const CaptionPair& pair, const SynonymTable* synonyms);

} // namespace storyscope::metrics
