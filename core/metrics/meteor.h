// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/meteor_statistics.h"
#include "core/metrics/paraphrase_table.h"
#include "core/metrics/synonym_table.h"

#include <string>
#include <string_view>
#include <vector>

namespace storyscope::metrics {

/// How METEOR 1.5 is to be computed for English. The defaults are those of `-l en -norm`, as coco-caption calls it.
struct MeteorOptions {
    enum class Text {
        Normalized, ///< -norm: marks and contractions are split off by METEOR's own rules
        AsGiven,    ///< words stand between spaces already
    };

    Text text = Text::Normalized;
    MeteorParameters parameters = meteorParameters(MeteorTask::Ranking);
    bool stems = true;                            ///< compare words by Snowball stems too
    const SynonymTable* synonyms = nullptr;       ///< null: the stage is left out
    const ParaphraseTable* paraphrases = nullptr; ///< null: the stage is left out
};

/// METEOR 1.5 (Denkowski and Lavie 2014; cmu-mtlab/meteor). Scores one caption at a time; immutable, any thread may use
/// it. The tables of the options must outlive it.
class Meteor {
public:
    explicit Meteor(const MeteorOptions& options);

    /// Statistics of the reference with the best score. Those of many captions add up (MeteorStatistics::operator+=).
    MeteorStatistics statistics(const std::string& hypothesis, const std::vector<std::string>& references) const;

    /// From 0 to 1.
    double score(const MeteorStatistics& statistics) const;

private:
    MeteorOptions m_options;
};

/// The text as METEOR 1.5 splits it under -norm (English, marks kept, case kept): words between single spaces.
std::string meteorNormalized(std::string_view text);

} // namespace storyscope::metrics
