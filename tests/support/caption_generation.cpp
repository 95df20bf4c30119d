// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/caption_generation.h"

#include "core/inference/beam_search.h"
#include "core/inference/model_scorer.h"
#include "core/inference/score_rules.h"

#include <torch/torch.h>

#include <QStringList>
#include <algorithm>
#include <cmath>

namespace storyscope::test {

namespace {

using Ids = std::vector<std::int64_t>;

/// The model's scorer after the tokens of a prompt but the last, which decoding begins with. The rules hold for the
/// whole prompt here, as they do in the library: decoding itself knows its last token only.
class PromptedScorer final : public inference::NextTokenScorer {
public:
    PromptedScorer(inference::ModelScorer& scorer, Ids prompt, const inference::DecodingLimits& limits)
        : m_scorer(scorer), m_prompt(std::move(prompt)), m_limits(limits) {
        m_prompt.pop_back();
        m_texts = {m_prompt};
        constexpr std::int64_t only = 0;
        for (const std::int64_t token : m_prompt) {
            m_scorer.advance({&only, 1}, {&token, 1});
        }
    }

    std::size_t textCount() const override { return 1; }
    std::size_t vocabularySize() const override { return m_scorer.vocabularySize(); }
    std::span<const float> advance(std::span<const std::int64_t> parents,
                                   std::span<const std::int64_t> tokens) override {
        std::vector<Ids> longer;
        for (std::size_t row = 0; row < tokens.size(); ++row) {
            longer.push_back(m_texts.at(static_cast<std::size_t>(parents[row])));
            longer.back().push_back(tokens[row]);
        }
        m_texts = std::move(longer);
        m_scores = bent(m_scorer.advance(parents, tokens));
        m_logits = bent(m_scorer.logits());
        return m_scores;
    }
    std::span<const float> logits() const override { return m_logits; }

private:
    std::vector<float> bent(std::span<const float> given) const {
        std::vector<float> scores(given.begin(), given.end());
        for (std::size_t row = 0; row < m_texts.size(); ++row) {
            const auto ofRow = std::span(scores).subspan(row * vocabularySize(), vocabularySize());
            const std::span<const std::int64_t> text(m_texts[row]);
            const auto written = text.subspan(m_prompt.size());
            Ids unseen; // by decoding
            std::ranges::copy_if(m_prompt, std::back_inserter(unseen), [&](std::int64_t token) {
                return std::ranges::find(written, token) == written.end();
            });
            inference::penalizeRepetition(ofRow, unseen, m_limits.repetitionPenalty);
            inference::forbidRepeatedNgrams(ofRow, text, static_cast<std::size_t>(m_limits.noRepeatNgram));
        }
        return scores;
    }

    inference::ModelScorer& m_scorer;
    Ids m_prompt; ///< but the last
    inference::DecodingLimits m_limits;
    std::vector<Ids> m_texts; ///< of each row, with the prompt
    std::vector<float> m_scores;
    std::vector<float> m_logits;
};

inference::BeamOptions optionsOf(const ReferenceText& reference) {
    using inference::EarlyStopping;
    const nlohmann::json& arguments = reference.recorded.at("args");
    const auto promptLength = static_cast<int>(reference.prompt.size());
    inference::BeamOptions options;
    options.limits.beginId = reference.prompt.back();
    options.limits.endId = reference.endId;
    options.limits.minimumTokens = arguments.value("min_length", 0) - promptLength;
    options.limits.maximumTokens = arguments.at("max_length").get<int>() - promptLength;
    options.limits.repetitionPenalty = arguments.value("repetition_penalty", 1.0);
    options.limits.noRepeatNgram = arguments.value("no_repeat_ngram_size", 0);
    options.beams = arguments.at("num_beams").get<int>();
    options.lengthPenalty = arguments.value("length_penalty", 1.0);
    const nlohmann::json early = arguments.value("early_stopping", nlohmann::json(false));
    options.earlyStopping = early == "never" ? EarlyStopping::WhenUnbeatable
                            : early == true  ? EarlyStopping::WhenEnough
                                             : EarlyStopping::WhenOutscored;
    return options;
}

std::vector<inference::Hypothesis> written(const ReferenceText& reference, const inference::StoryEngine& engine,
                                           const inference::CaptionSource& source) {
    inference::ModelScorer plain(engine, source, static_cast<int>(source.encoded.frames()) - 1);
    const inference::BeamOptions options = optionsOf(reference);
    PromptedScorer scorer(plain, reference.prompt, options.limits);
    return options.beams == 1 ? inference::decodeGreedily(scorer, options.limits, {})
                              : inference::searchBeams(scorer, options, {});
}

/// Prompt, text, end and padding, as the library returns a row.
Ids rowOf(const inference::Hypothesis& text, const ReferenceText& reference, std::size_t length) {
    Ids row = reference.prompt;
    row.insert(row.end(), text.tokens.begin(), text.tokens.end());
    if (text.ended) {
        row.push_back(reference.endId);
    }
    row.resize(std::max(length, row.size()), reference.padId);
    return row;
}

QString asText(const Ids& ids) {
    QStringList numbers;
    for (const std::int64_t id : ids) {
        numbers += QString::number(id);
    }
    return numbers.join(' ');
}

} // namespace

QString differenceFrom(const ReferenceText& reference, const inference::StoryEngine& engine,
                       const inference::CaptionSource& source) {
    const torch::NoGradGuard noGradients;
    const nlohmann::json& recorded = reference.recorded;
    const std::size_t rows = recorded.at("sequences").size() / 2;
    const std::vector<inference::Hypothesis> texts = written(reference, engine, source);
    if (rows == 0 || texts.size() < rows) {
        return QStringLiteral("%1 texts instead of %2").arg(texts.size()).arg(rows);
    }
    for (std::size_t rank = 0; rank < rows; ++rank) {
        const std::size_t row = reference.story * rows + rank;
        const Ids expected = recorded["sequences"][row].get<Ids>();
        const Ids actual = rowOf(texts[rank], reference, expected.size());
        if (actual != expected) {
            return QStringLiteral("row %1: %2 instead of %3").arg(row).arg(asText(actual), asText(expected));
        }
        if (recorded.contains("sequences_scores")) {
            const double score = recorded["sequences_scores"][row];
            if (!(std::abs(texts[rank].score - score) < 1e-4)) {
                return QStringLiteral("row %1: score %2 instead of %3").arg(row).arg(texts[rank].score).arg(score);
            }
        }
    }
    return {};
}

} // namespace storyscope::test
