// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/bleu_statistics.h"

#include <array>
#include <vector>

namespace storyscope::metrics {

/// bleuCoco() of the captions whose statistics were added up.
std::array<double, 4> bleuCoco(const BleuStatistics& statistics);

/// BLEU-1..4 of a corpus as coco-caption computes it (closest reference length, its tiny and small constants).
/// Source: salaniz/pycocoevalcap, bleu/bleu_scorer.py. Returns zeros for an empty corpus.
std::array<double, 4> bleuCoco(const std::vector<CaptionPair>& corpus);

} // namespace storyscope::metrics
