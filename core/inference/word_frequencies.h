// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/caption_writer.h"
#include "core/inference/known_captions.h"
#include "core/text/tokenizer.h"

#include <cstdint>
#include <string>
#include <vector>

namespace storyscope::inference {

/// How likely a caption is for someone who knows only how often each token occurs (one is added to every count).
class WordFrequencies {
public:
    /// `tokenizer` must outlive it.
    WordFrequencies(const text::Tokenizer& tokenizer, const KnownCaptions::Counts& captions);

    CaptionLikelihood likelihood(const std::string& caption) const;

private:
    std::vector<std::int64_t> tokens(const std::string& caption) const;

    const text::Tokenizer& m_tokenizer;
    std::vector<double> m_counts;
    double m_total = 0;
};

} // namespace storyscope::inference
