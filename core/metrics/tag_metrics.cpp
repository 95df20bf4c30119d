// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/tag_metrics.h"

#include "core/base/error.h"
#include "core/metrics/score_metrics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace storyscope::metrics {

namespace {

double ratio(double part, double whole) {
    return whole == 0 ? 0.0 : part / whole;
}

void add(TagCounts& counts, bool label, bool prediction) {
    counts.truePositives += label && prediction ? 1 : 0;
    counts.falsePositives += !label && prediction ? 1 : 0;
    counts.falseNegatives += label && !prediction ? 1 : 0;
}

PrecisionRecall scoresOf(const TagCounts& counts) {
    return {.precision = counts.precision(), .recall = counts.recall(), .f1 = counts.f1()};
}

double jaccardOf(const TagCounts& counts) {
    return ratio(static_cast<double>(counts.truePositives),
                 static_cast<double>(counts.truePositives + counts.falsePositives + counts.falseNegatives));
}

/// Mean of scores with weights; 0 if these sum to 0.
PrecisionRecall weightedMean(const std::vector<PrecisionRecall>& scores, const std::vector<double>& weights) {
    const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
    PrecisionRecall mean;
    for (std::size_t index = 0; index < scores.size(); ++index) {
        const double weight = ratio(weights[index], total);
        mean.precision += weight * scores[index].precision;
        mean.recall += weight * scores[index].recall;
        mean.f1 += weight * scores[index].f1;
    }
    return mean;
}

PrecisionRecall meanOf(const std::vector<PrecisionRecall>& scores) {
    return weightedMean(scores, std::vector<double>(scores.size(), 1.0));
}

std::vector<PrecisionRecall> scoresOfEach(const std::vector<TagCounts>& counts) {
    std::vector<PrecisionRecall> scores;
    std::ranges::transform(counts, std::back_inserter(scores), scoresOf);
    return scores;
}

double meanJaccard(const std::vector<TagCounts>& counts) {
    double total = 0;
    for (const TagCounts& each : counts) {
        total += jaccardOf(each);
    }
    return total / static_cast<double>(counts.size());
}

std::size_t samplesOf(const TagTable& table) {
    if (table.labels.size() != table.predictions.size() || table.classes == 0 ||
        table.labels.size() % table.classes != 0) {
        throw Error(table.classes == 0 ? ErrorCode::BadArgument : ErrorCode::Mismatch,
                    "Labels and predictions must be tables of the same size");
    }
    if (table.labels.empty()) {
        throw Error(ErrorCode::BadArgument, "There are no samples to score");
    }
    return table.labels.size() / table.classes;
}

} // namespace

TagScores tagScores(const TagTable& table) {
    const std::size_t samples = samplesOf(table);
    TagCounts all;
    std::vector<TagCounts> byClass(table.classes);
    std::vector<TagCounts> bySample(samples);
    for (std::size_t index = 0; index < table.labels.size(); ++index) {
        const bool label = table.labels[index] != 0;
        const bool prediction = table.predictions[index] != 0;
        add(all, label, prediction);
        add(byClass[index % table.classes], label, prediction);
        add(bySample[index / table.classes], label, prediction);
    }
    std::vector<double> support;
    std::ranges::transform(byClass, std::back_inserter(support), [](const TagCounts& counts) {
        return static_cast<double>(counts.truePositives + counts.falseNegatives);
    });
    TagScores scores;
    scores.micro = scoresOf(all);
    scores.classes = scoresOfEach(byClass);
    scores.macro = meanOf(scores.classes);
    scores.weighted = weightedMean(scores.classes, support);
    scores.samples = meanOf(scoresOfEach(bySample));
    scores.hamming =
        static_cast<double>(all.falsePositives + all.falseNegatives) / static_cast<double>(table.labels.size());
    const auto exact = std::ranges::count_if(
        bySample, [](const TagCounts& counts) { return counts.falsePositives + counts.falseNegatives == 0; });
    scores.subsetAccuracy = static_cast<double>(exact) / static_cast<double>(samples);
    scores.jaccardSamples = meanJaccard(bySample);
    scores.jaccardMacro = meanJaccard(byClass);
    return scores;
}

double averagePrecision(std::span<const std::uint8_t> labels, std::span<const double> scores) {
    if (labels.size() != scores.size()) {
        throw Error(ErrorCode::Mismatch, "Average precision needs one score for each label");
    }
    const auto positives = std::ranges::count_if(labels, [](std::uint8_t label) { return label != 0; });
    if (positives == 0) {
        throw Error(ErrorCode::BadArgument, "Average precision needs a positive");
    }
    if (std::ranges::any_of(scores, [](double score) { return std::isnan(score); })) {
        throw Error(ErrorCode::Numerical, "Scores that are not numbers cannot be ranked");
    }
    std::vector<std::size_t> order(labels.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::greater<>(), [&](std::size_t index) { return scores[index]; });
    double area = 0;
    double found = 0;
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin;
        double added = 0;
        while (end < order.size() && scores[order[end]] == scores[order[begin]]) {
            added += labels[order[end++]] != 0 ? 1 : 0;
        }
        found += added;
        area += added * found / static_cast<double>(end);
        begin = end;
    }
    return area / static_cast<double>(positives);
}

double meanAveragePrecision(const TagTable& table, std::span<const double> scores) {
    const std::size_t samples =
        samplesOf({.labels = table.labels, .predictions = table.labels, .classes = table.classes});
    if (scores.size() != table.labels.size()) {
        throw Error(ErrorCode::Mismatch, "Average precision needs one score for each label");
    }
    double total = 0;
    std::size_t counted = 0;
    for (std::size_t each = 0; each < table.classes; ++each) {
        std::vector<std::uint8_t> labels;
        std::vector<double> classScores;
        for (std::size_t sample = 0; sample < samples; ++sample) {
            labels.push_back(table.labels[sample * table.classes + each]);
            classScores.push_back(scores[sample * table.classes + each]);
        }
        const auto positives = std::ranges::count_if(labels, [](std::uint8_t label) { return label != 0; });
        if (positives > 0 && static_cast<std::size_t>(positives) < samples) {
            total += averagePrecision(labels, classScores);
            ++counted;
        }
    }
    return counted == 0 ? 0.0 : total / static_cast<double>(counted);
}

} // namespace storyscope::metrics
