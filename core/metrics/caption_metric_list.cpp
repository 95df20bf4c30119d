// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/progress.h"
#include "core/metrics/bleu_evaluate.h"
#include "core/metrics/bleu_nltk.h"
#include "core/metrics/bleu_sacrebleu.h"
#include "core/metrics/caption_metrics.h"
#include "core/metrics/cider_d.h"
#include "core/metrics/meteor.h"
#include "core/metrics/meteor_nltk.h"
#include "core/metrics/ngrams.h"
#include "core/metrics/rouge_coco.h"
#include "core/metrics/rouge_google.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace storyscope::metrics {

namespace {

using Captions = std::span<const ReferencedCaption>;

CaptionStatistics packed(const BleuStatistics& statistics) {
    CaptionStatistics values;
    values.insert(values.end(), statistics.correct.begin(), statistics.correct.end());
    values.insert(values.end(), statistics.guessed.begin(), statistics.guessed.end());
    values.push_back(static_cast<double>(statistics.hypothesisLength));
    values.push_back(static_cast<double>(statistics.referenceLength));
    return values;
}

long rounded(double value) {
    return std::lround(value);
}

BleuStatistics unpackedBleu(const CaptionStatistics& values) {
    BleuStatistics statistics;
    if (values.size() == 10) {
        std::ranges::transform(std::span(values).first(4), statistics.correct.begin(), rounded);
        std::ranges::transform(std::span(values).subspan(4, 4), statistics.guessed.begin(), rounded);
        statistics.hypothesisLength = std::lround(values[8]);
        statistics.referenceLength = std::lround(values[9]);
    }
    return statistics;
}

/// The captions as sacrebleu splits them by its rules 13a.
CaptionPair mtevalPair(const ReferencedCaption& caption) {
    CaptionPair pair{.hypothesis = sacrebleuTokens(caption.hypothesis, SacrebleuTokenizer::Mteval13a),
                     .references = {}};
    for (const std::string& reference : caption.references) {
        pair.references.push_back(sacrebleuTokens(reference, SacrebleuTokenizer::Mteval13a));
    }
    return pair;
}

/// A metric whose statistics of a caption depend on that caption only.
class SingleCaptionMetric : public CaptionMetric {
public:
    std::vector<CaptionStatistics> statistics(Captions captions, const std::stop_token& stop) const final {
        std::vector<CaptionStatistics> all;
        for (const ReferencedCaption& caption : captions) {
            throwIfStopped(stop);
            all.push_back(statisticsOf(caption));
        }
        return all;
    }

private:
    virtual CaptionStatistics statisticsOf(const ReferencedCaption& caption) const = 0;
};

class CocoBleu final : public SingleCaptionMetric {
public:
    std::vector<ScoreName> names() const override {
        std::vector<ScoreName> names;
        for (const char* order : {"1", "2", "3", "4"}) {
            names.push_back({.name = std::string("bleu_coco_") + order,
                             .definition = std::string("BLEU-") + order +
                                           " of the corpus as coco-caption computes it, on PTB words; 0 to 1"});
        }
        return names;
    }
    std::vector<double> scores(const CaptionStatistics& sum) const override {
        if (sum.empty()) {
            return std::vector<double>(4);
        }
        const auto values = bleuCoco(unpackedBleu(sum));
        return {values.begin(), values.end()};
    }

private:
    CaptionStatistics statisticsOf(const ReferencedCaption& caption) const override {
        return packed(bleuStatistics(caption.words));
    }
};

class Sacrebleu final : public SingleCaptionMetric {
public:
    std::vector<ScoreName> names() const override {
        return {{.name = "bleu_sacrebleu",
                 .definition = "BLEU-4 of the corpus as sacrebleu computes it: tokens 13a, case kept, smoothing exp; "
                               "0 to 100"}};
    }
    std::vector<double> scores(const CaptionStatistics& sum) const override {
        return {bleuSacrebleu(unpackedBleu(sum)).score};
    }

private:
    CaptionStatistics statisticsOf(const ReferencedCaption& caption) const override {
        return packed(bleuStatistics(mtevalPair(caption)));
    }
};

class EvaluateBleu final : public SingleCaptionMetric {
public:
    std::vector<ScoreName> names() const override {
        return {{.name = "bleu_evaluate",
                 .definition = "BLEU-4 of the corpus as Hugging Face's evaluate computes it: tokens 13a, shortest "
                               "reference, no smoothing; 0 to 1"}};
    }
    std::vector<double> scores(const CaptionStatistics& sum) const override {
        return {bleuEvaluate(unpackedBleu(sum))};
    }

private:
    CaptionStatistics statisticsOf(const ReferencedCaption& caption) const override {
        return packed(bleuStatistics(mtevalPair(caption), ReferenceLength::Shortest));
    }
};

/// A metric of single captions whose corpus score is the mean.
class MeanMetric final : public SingleCaptionMetric {
public:
    using Score = std::function<double(const ReferencedCaption&)>;

    MeanMetric(ScoreName name, Score score) : m_name(std::move(name)), m_score(std::move(score)) {}

    std::vector<ScoreName> names() const override { return {m_name}; }
    std::vector<double> scores(const CaptionStatistics& sum) const override {
        return {sum.size() == 2 && sum[1] > 0 ? sum[0] / sum[1] : 0.0};
    }

private:
    CaptionStatistics statisticsOf(const ReferencedCaption& caption) const override { return {m_score(caption), 1}; }

    ScoreName m_name;
    Score m_score;
};

class CiderD final : public CaptionMetric {
public:
    std::vector<ScoreName> names() const override {
        return {{.name = "cider_d",
                 .definition = "CIDEr-D as coco-caption computes it, on PTB words; 0 to 10, always 0 for one caption "
                               "alone"}};
    }
    std::vector<CaptionStatistics> statistics(Captions captions, const std::stop_token& stop) const override {
        throwIfStopped(stop);
        std::vector<CaptionPair> corpus;
        std::ranges::transform(captions, std::back_inserter(corpus), &ReferencedCaption::words);
        std::vector<CaptionStatistics> all;
        for (const double score : ciderD(corpus, stop)) {
            all.push_back({score, 1});
        }
        return all;
    }
    std::vector<double> scores(const CaptionStatistics& sum) const override {
        return {sum.size() == 2 && sum[1] > 0 ? sum[0] / sum[1] : 0.0};
    }
};

class Meteor15 final : public SingleCaptionMetric {
public:
    explicit Meteor15(const CaptionTables& tables)
        : m_hasSynonyms(tables.synonyms != nullptr), m_hasParaphrases(tables.paraphrases != nullptr),
          m_meteor({.synonyms = tables.synonyms, .paraphrases = tables.paraphrases}) {}

    std::vector<ScoreName> names() const override {
        const std::string synonyms = m_hasSynonyms ? ", synonyms of the table given" : "";
        const std::string paraphrases = m_hasParaphrases ? ", paraphrases of the table given" : "";
        const std::string absent = m_hasSynonyms && m_hasParaphrases
                                       ? ""
                                       : std::string("; without the published ") + (m_hasSynonyms ? "" : "synonyms") +
                                             (!m_hasSynonyms && !m_hasParaphrases ? " and " : "") +
                                             (m_hasParaphrases ? "" : "paraphrases");
        return {
            {.name = std::string("meteor15_exact_stem") + (m_hasSynonyms ? "_synonym" : "") +
                     (m_hasParaphrases ? "_paraphrase" : ""),
             .definition = "METEOR 1.5 of the corpus as coco-caption calls it (-l en -norm) with exact words, stems" +
                           synonyms + paraphrases + absent + "; 0 to 1"}};
    }
    std::vector<double> scores(const CaptionStatistics& sum) const override {
        return {sum.empty() ? 0.0 : m_meteor.score(unpacked(sum))};
    }

private:
    static CaptionStatistics packed(const MeteorStatistics& statistics) {
        CaptionStatistics values;
        const auto add = [&](std::initializer_list<long> numbers) {
            std::ranges::transform(numbers, std::back_inserter(values), [](long n) { return static_cast<double>(n); });
        };
        add({statistics.hypothesisLength, statistics.referenceLength, statistics.hypothesisFunctionWords,
             statistics.referenceFunctionWords});
        for (const MeteorStatistics::Matches& stage : statistics.stages) {
            add({stage.hypothesisContent, stage.referenceContent, stage.hypothesisFunction, stage.referenceFunction});
        }
        add({statistics.isPerfect() ? 0 : statistics.chunks, statistics.hypothesisMatches,
             statistics.referenceMatches});
        return values;
    }

    static MeteorStatistics unpacked(const CaptionStatistics& values) {
        MeteorStatistics statistics;
        std::size_t place = 0;
        const auto take = [&](std::initializer_list<long*> numbers) {
            for (long* const number : numbers) {
                *number = std::lround(values.at(place++));
            }
        };
        take({&statistics.hypothesisLength, &statistics.referenceLength, &statistics.hypothesisFunctionWords,
              &statistics.referenceFunctionWords});
        for (MeteorStatistics::Matches& stage : statistics.stages) {
            take({&stage.hypothesisContent, &stage.referenceContent, &stage.hypothesisFunction,
                  &stage.referenceFunction});
        }
        take({&statistics.chunks, &statistics.hypothesisMatches, &statistics.referenceMatches});
        return statistics;
    }

    /// coco-caption hands METEOR the PTB words.
    CaptionStatistics statisticsOf(const ReferencedCaption& caption) const override {
        std::vector<std::string> references;
        std::ranges::transform(caption.words.references, std::back_inserter(references), joinedBySpaces);
        return packed(m_meteor.statistics(joinedBySpaces(caption.words.hypothesis), references));
    }

    bool m_hasSynonyms;
    bool m_hasParaphrases;
    Meteor m_meteor;
};

double bestGoogleRougeL(const ReferencedCaption& caption, RougeStems stems) {
    const auto prediction = rougeTokens(caption.hypothesis, stems);
    double best = 0;
    for (const std::string& reference : caption.references) {
        best = std::max(best, rougeLGoogle(rougeTokens(reference, stems), prediction).f1);
    }
    return best;
}

std::unique_ptr<CaptionMetric> nltkMeteor(const SynonymTable* synonyms) {
    const bool has = synonyms != nullptr;
    return std::make_unique<MeanMetric>(
        ScoreName{.name = has ? "meteor_nltk" : "meteor_nltk_exact_stem",
                  .definition = std::string("mean METEOR as NLTK computes it, best reference, on PTB words") +
                                (has ? ", synonyms of the table given; 0 to 1" : ", without synonyms; 0 to 1")},
        [synonyms](const ReferencedCaption& caption) { return meteorNltk(caption.words, synonyms); });
}

} // namespace

std::vector<std::unique_ptr<CaptionMetric>> captionMetrics(const CaptionTables& tables) {
    std::vector<std::unique_ptr<CaptionMetric>> metrics;
    const auto addMean = [&](std::string name, std::string definition, MeanMetric::Score score) {
        metrics.push_back(std::make_unique<MeanMetric>(
            ScoreName{.name = std::move(name), .definition = std::move(definition)}, std::move(score)));
    };
    metrics.push_back(std::make_unique<CocoBleu>());
    metrics.push_back(std::make_unique<Sacrebleu>());
    metrics.push_back(std::make_unique<EvaluateBleu>());
    addMean("bleu_nltk_method4",
            "mean sentence BLEU-4 as NLTK computes it with smoothing method 4, on PTB words; 0 to 1",
            [](const ReferencedCaption& caption) { return bleuNltkSentence(caption.words, NltkSmoothing::Method4); });
    addMean("rouge_l_coco", "mean ROUGE-L as coco-caption computes it, on PTB words; 0 to 1",
            [](const ReferencedCaption& caption) { return rougeLCoco(caption.words); });
    addMean("rouge_l_google", "mean ROUGE-L F1 as google's rouge_score computes it, best reference; 0 to 1",
            [](const ReferencedCaption& caption) { return bestGoogleRougeL(caption, RougeStems::Off); });
    addMean("rouge_l_google_stems", "the same with Porter stems",
            [](const ReferencedCaption& caption) { return bestGoogleRougeL(caption, RougeStems::On); });
    metrics.push_back(std::make_unique<CiderD>());
    metrics.push_back(std::make_unique<Meteor15>(tables));
    metrics.push_back(nltkMeteor(tables.synonyms));
    return metrics;
}

} // namespace storyscope::metrics
