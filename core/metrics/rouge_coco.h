// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/caption_pair.h"

namespace storyscope::metrics {

/// ROUGE-L of one caption as coco-caption computes it: best precision and best recall over the references, each by
/// itself, joined with β = 1.2. Of a corpus it is the mean.
/// Source: salaniz/pycocoevalcap, rouge/rouge.py.
double rougeLCoco(const CaptionPair& pair);

} // namespace storyscope::metrics
