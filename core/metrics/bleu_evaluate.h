// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/bleu_statistics.h"

namespace storyscope::metrics {

/// BLEU-4 as Hugging Face's `evaluate` computes it (the script of tensorflow/nmt) without smoothing: 0 as soon as one
/// order has no match. `statistics` must be those with the shortest reference length, over sacrebleu's 13a tokens.
/// Source: huggingface/evaluate, metrics/bleu.
double bleuEvaluate(const BleuStatistics& statistics);

} // namespace storyscope::metrics
