// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/caption_metrics.h"

#include "core/base/error.h"
#include "core/text/ptb_tokenizer.h"
#include "core/text/word_splitter.h"

#include <algorithm>
#include <functional>

namespace storyscope::metrics {

ReferencedCaption referencedCaption(std::string hypothesis, std::vector<std::string> references) {
    CaptionPair words{.hypothesis = text::cocoWords(hypothesis), .references = {}};
    std::ranges::transform(references, std::back_inserter(words.references),
                           [](const std::string& reference) { return text::cocoWords(reference); });
    return {.hypothesis = std::move(hypothesis), .references = std::move(references), .words = std::move(words)};
}

CaptionStatistics sumOf(std::span<const CaptionStatistics> captions) {
    CaptionStatistics sum;
    for (const CaptionStatistics& caption : captions) {
        if (sum.empty()) {
            sum = caption;
        } else if (sum.size() == caption.size()) {
            std::ranges::transform(sum, caption, sum.begin(), std::plus<>());
        } else {
            throw Error(ErrorCode::Mismatch, "Statistics of different metrics cannot be added");
        }
    }
    return sum;
}

std::vector<NamedScore> captionScores(std::span<const ReferencedCaption> captions, const CaptionTables& tables,
                                      const std::stop_token& stop) {
    std::vector<NamedScore> all;
    for (const auto& metric : captionMetrics(tables)) {
        const std::vector<double> values = metric->scores(sumOf(metric->statistics(captions, stop)));
        const std::vector<ScoreName> names = metric->names();
        for (std::size_t index = 0; index < names.size(); ++index) {
            all.push_back({.name = names[index], .value = values.at(index)});
        }
    }
    return all;
}

std::vector<std::string> captionWords(const std::string& caption) {
    std::vector<std::string> words;
    for (const text::WordSpan& span : text::splitWords(caption)) {
        if (!span.isMark) {
            words.push_back(text::wordKey(std::string_view(caption).substr(span.begin, span.end - span.begin)));
        }
    }
    return words;
}

} // namespace storyscope::metrics
