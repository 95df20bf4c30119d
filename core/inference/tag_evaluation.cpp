// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/tag_evaluation.h"

#include "core/inference/bootstrap.h"
#include "core/metrics/tag_metrics.h"

#include <algorithm>
#include <set>

namespace storyscope::inference {

namespace {

constexpr float threshold = 0.5F;

using metrics::TagCounts;

TagCounts& operator+=(TagCounts& sum, const TagCounts& other) {
    sum.truePositives += other.truePositives;
    sum.falsePositives += other.falsePositives;
    sum.falseNegatives += other.falseNegatives;
    return sum;
}

using Counts = std::map<std::string, TagCounts>;

TagCounts joined(const std::vector<Counts>& all, std::span<const std::size_t> stories) {
    TagCounts sum;
    for (const std::size_t story : stories) {
        for (const auto& [tag, counts] : all[story]) {
            sum += counts;
        }
    }
    return sum;
}

/// Mean F1 over the tags that are true of some frame of the chosen stories.
double macroF1(const std::vector<Counts>& all, std::span<const std::size_t> stories) {
    Counts sums;
    for (const std::size_t story : stories) {
        for (const auto& [tag, counts] : all[story]) {
            sums[tag] += counts;
        }
    }
    double sum = 0;
    double tags = 0;
    for (const auto& [tag, counts] : sums) {
        const bool occurs = counts.truePositives + counts.falseNegatives > 0;
        sum += occurs ? counts.f1() : 0;
        tags += occurs ? 1 : 0;
    }
    return tags > 0 ? sum / tags : 0;
}

} // namespace

void TagEvaluation::add(const EvaluatedStory& story) {
    Story kept{story.number, story.shuffled != nullptr, {}};
    for (std::size_t position = 0; position < story.truth.frames.size(); ++position) {
        const std::set<std::string> truth(story.truth.frames[position].tags.begin(),
                                          story.truth.frames[position].tags.end());
        if (truth.empty()) {
            continue;
        }
        ++m_frames;
        for (const std::string& tag : truth) {
            ++m_frequencies[tag];
        }
        const Told& told = story.told.frames[position].tags;
        const Told& shuffled = story.shuffled ? story.shuffled->frames[position].tags : told;
        kept.frames.push_back({{truth.begin(), truth.end()}, told, shuffled});
    }
    if (!kept.frames.empty()) {
        m_stories.push_back(std::move(kept));
    }
}

void TagEvaluation::count(Counts& counts, const Frame& frame, const Told& told) {
    std::set<std::string> missed(frame.truth.begin(), frame.truth.end());
    for (const TagScore& tag : told) {
        if (tag.probability > threshold) {
            const bool isTrue = missed.erase(tag.tag) > 0;
            ++(isTrue ? counts[tag.tag].truePositives : counts[tag.tag].falsePositives);
        }
    }
    for (const std::string& tag : missed) {
        ++counts[tag].falseNegatives;
    }
}

/// Per story; `choose` says whose tags a frame gets.
template <typename Choose>
std::vector<TagEvaluation::Counts> TagEvaluation::countsOf(const Choose& choose) const {
    std::vector<Counts> result;
    for (std::size_t story = 0; story < m_stories.size(); ++story) {
        Counts& counts = result.emplace_back();
        for (std::size_t frame = 0; frame < m_stories[story].frames.size(); ++frame) {
            count(counts, m_stories[story].frames[frame], choose(story, frame));
        }
    }
    return result;
}

TagCounts TagEvaluation::bestConstant() const {
    std::vector<long> frequencies;
    std::ranges::transform(m_frequencies, std::back_inserter(frequencies),
                           [](const auto& entry) { return entry.second; });
    std::ranges::sort(frequencies, std::ranges::greater());
    TagCounts best;
    TagCounts counts;
    for (const long frequency : frequencies) {
        counts.falseNegatives += frequency;
    }
    for (const long frequency : frequencies) {
        counts.truePositives += frequency;
        counts.falsePositives += m_frames - frequency;
        counts.falseNegatives -= frequency;
        if (counts.f1() > best.f1()) {
            best = counts;
        }
    }
    return best;
}

/// Every tag on every frame is the constant with the best macro-averaged F1.
double TagEvaluation::bestConstantMacroF1() const {
    double sum = 0;
    for (const auto& [tag, frequency] : m_frequencies) {
        sum += TagCounts{frequency, m_frames - frequency, 0}.f1();
    }
    return sum / static_cast<double>(m_frequencies.size());
}

std::vector<Score> TagEvaluation::scores(const EvaluationContext& context) const {
    const bool labels = std::ranges::any_of(m_stories, [](const Story& story) {
        return std::ranges::any_of(story.frames, [](const Frame& frame) { return !frame.told.empty(); });
    });
    if (!labels) {
        return {};
    }
    const std::size_t count = m_stories.size();
    const auto told =
        countsOf([&](std::size_t s, std::size_t f) -> const Told& { return m_stories[s].frames[f].told; });
    const auto others = countsOf([&](std::size_t s, std::size_t f) -> const Told& {
        const std::vector<Frame>& other = m_stories[(s + 1) % count].frames;
        return other[f % other.size()].told;
    });
    const auto shuffled =
        countsOf([&](std::size_t s, std::size_t f) -> const Told& { return m_stories[s].frames[f].shuffled; });
    const bool wasShuffled = std::ranges::any_of(m_stories, &Story::wasShuffled);
    std::vector<std::size_t> numbers;
    std::ranges::transform(m_stories, std::back_inserter(numbers), &Story::number);
    const TagCounts constant = bestConstant();

    const auto score = [&](const char* name, const char* definition, double floor, auto measure) {
        Score result;
        result.name = name;
        result.definition = definition;
        result.definition += " of tags with a probability above 0.5, over all frames and tags";
        result.floors["most_frequent_tags"] = floor;
        result.samples = static_cast<std::size_t>(m_frames);
        const auto of = [&measure](const std::vector<Counts>& counts) {
            return [&](std::span<const std::size_t> stories) { return measure(counts, stories); };
        };
        setWithInterval(result, numbers, of(told), context.stop);
        if (count > 1) {
            setGap(result, shuffledCondition, {count, of(told), of(others)}, context.stop);
        }
        if (wasShuffled) {
            setGap(result, shuffledOrder, {count, of(told), of(shuffled)}, context.stop);
        }
        return result;
    };
    const auto micro = [](double (TagCounts::*measure)() const) {
        return [measure](const std::vector<Counts>& counts, std::span<const std::size_t> stories) {
            return (joined(counts, stories).*measure)();
        };
    };
    return {score("tag_micro_f1", "micro-averaged F1", constant.f1(), micro(&TagCounts::f1)),
            score("tag_precision", "micro-averaged precision", constant.precision(), micro(&TagCounts::precision)),
            score("tag_recall", "micro-averaged recall", constant.recall(), micro(&TagCounts::recall)),
            score("tag_macro_f1", "macro-averaged F1 (mean over the tags that occur)", bestConstantMacroF1(), macroF1),
            averagePrecision(context)};
}

/// Over the tags that the model knows.
Score TagEvaluation::averagePrecision(const EvaluationContext& context) const {
    const std::vector<std::string>& tags = context.engine.config().tags;
    std::map<std::string, std::size_t> places;
    for (std::size_t tag = 0; tag < tags.size(); ++tag) {
        places[tags[tag]] = tag;
    }
    std::vector<std::uint8_t> labels;
    std::vector<double> probabilities;
    for (const Story& story : m_stories) {
        for (const Frame& frame : story.frames) {
            const std::size_t first = labels.size();
            labels.resize(first + tags.size(), 0);
            probabilities.resize(first + tags.size(), 0.0);
            for (const std::string& tag : frame.truth) {
                if (const auto place = places.find(tag); place != places.end()) {
                    labels[first + place->second] = 1;
                }
            }
            for (const TagScore& tag : frame.told) {
                if (const auto place = places.find(tag.tag); place != places.end()) {
                    probabilities[first + place->second] = static_cast<double>(tag.probability);
                }
            }
        }
    }
    Score score;
    score.name = "tag_map";
    score.definition = "mean over tags of the average precision of their probabilities, over all frames";
    score.value = metrics::meanAveragePrecision({labels, {}, tags.size()}, probabilities);
    double shares = 0;
    double known = 0;
    for (const auto& [tag, frequency] : m_frequencies) {
        const bool counts = places.contains(tag) && frequency < m_frames;
        shares += counts ? static_cast<double>(frequency) / static_cast<double>(m_frames) : 0;
        known += counts ? 1 : 0;
    }
    score.floors["constant"] = known > 0 ? shares / known : 0;
    score.samples = static_cast<std::size_t>(m_frames);
    return score;
}

} // namespace storyscope::inference
