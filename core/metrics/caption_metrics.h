// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/bleu_coco.h"
#include "core/metrics/caption_pair.h"
#include "core/metrics/paraphrase_table.h"
#include "core/metrics/score_name.h"
#include "core/metrics/synonym_table.h"

#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace storyscope::metrics {

/// A caption with its references, as written and as words. The words are those of coco-caption: Stanford's PTB
/// tokenizer, lower-case, without punctuation.
struct ReferencedCaption {
    std::string hypothesis;
    std::vector<std::string> references;
    CaptionPair words;
};

ReferencedCaption referencedCaption(std::string hypothesis, std::vector<std::string> references);

/// What one caption contributes to a score; that of many captions is the sum, place by place.
using CaptionStatistics = std::vector<double>;
CaptionStatistics sumOf(std::span<const CaptionStatistics> captions);

/// One family of caption scores. Immutable; any thread may use it.
class CaptionMetric {
public:
    virtual ~CaptionMetric() = default;
    virtual std::vector<ScoreName> names() const = 0;
    /// Of each caption; all captions of a comparison must come at once (CIDEr-D weighs words by how rare they are in
    /// all of them). Throws Error{Cancelled}.
    virtual std::vector<CaptionStatistics> statistics(std::span<const ReferencedCaption> captions,
                                                      const std::stop_token& stop) const = 0;
    /// The scores of the captions whose statistics were added up, in the order of names().
    virtual std::vector<double> scores(const CaptionStatistics& sum) const = 0;
};

/// Tables for stages that go beyond spelling and stems. They must outlive the metrics.
struct CaptionTables {
    const SynonymTable* synonyms = nullptr;       ///< null: METEOR is computed, and named, without synonyms
    const ParaphraseTable* paraphrases = nullptr; ///< null: METEOR 1.5 is computed, and named, without paraphrases
};

/// Every caption metric there is.
std::vector<std::unique_ptr<CaptionMetric>> captionMetrics(const CaptionTables& tables = {});

/// All scores of all captions, in the order of captionMetrics(). Throws Error{Cancelled}.
std::vector<NamedScore> captionScores(std::span<const ReferencedCaption> captions, const CaptionTables& tables,
                                      const std::stop_token& stop);

/// The lower-cased words as text::splitWords finds them, without punctuation: how evaluation compares captions.
std::vector<std::string> captionWords(const std::string& caption);

} // namespace storyscope::metrics
