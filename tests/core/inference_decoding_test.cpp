// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/inference/beam_search.h"
#include "core/inference/sampling.h"
#include "core/inference/windows.h"

#include <nlohmann/json.hpp>

#include <QFile>
#include <QTest>

#include <cmath>
#include <map>
#include <numeric>

using namespace storyscope;
using namespace storyscope::inference;

namespace {

using Prefix = std::vector<std::int64_t>;

/// Gives each prefix the log-probabilities that a function says.
class TableScorer final : public NextTokenScorer {
public:
    using Table = std::function<std::vector<double>(const Prefix&)>;
    TableScorer(std::vector<Prefix> starts, std::size_t vocabulary, Table logits)
        : m_prefixes(std::move(starts)), m_textCount(m_prefixes.size()), m_vocabulary(vocabulary),
          m_logits(std::move(logits)) {}

    std::size_t textCount() const override { return m_textCount; }
    std::size_t vocabularySize() const override { return m_vocabulary; }
    std::span<const float> advance(std::span<const std::int64_t> parents,
                                   std::span<const std::int64_t> tokens) override {
        std::vector<Prefix> longer;
        m_scores.clear();
        for (std::size_t row = 0; row < parents.size(); ++row) {
            Prefix prefix = m_prefixes.at(static_cast<std::size_t>(parents[row]));
            prefix.push_back(tokens[row]);
            const std::vector<double> logits = m_logits(prefix);
            const double sum = std::accumulate(logits.begin(), logits.end(), 0.0,
                                               [](double total, double logit) { return total + std::exp(logit); });
            for (const double logit : logits) {
                m_scores.push_back(static_cast<float>(logit - std::log(sum)));
            }
            longer.push_back(std::move(prefix));
        }
        m_prefixes = std::move(longer);
        ++steps;
        return m_scores;
    }

    int steps = 0;

private:
    std::vector<Prefix> m_prefixes;
    std::size_t m_textCount;
    std::size_t m_vocabulary;
    Table m_logits;
    std::vector<float> m_scores;
};

constexpr std::int64_t begin = 0;
constexpr std::int64_t end = 1;

/// Words 2, 3, 4. Greedy takes "2 4" (0.5 · 0.4 · 0.9 = 0.18), but "3 4" is more probable (0.4 · 0.9 · 0.9 = 0.324).
std::vector<double> trap(const Prefix& prefix) {
    static const std::map<std::int64_t, std::vector<double>> probabilities{
        {begin, {1e-9, 0.05, 0.5, 0.4, 0.05}},
        {2, {1e-9, 0.2, 0.1, 0.3, 0.4}},
        {3, {1e-9, 0.04, 0.03, 0.03, 0.9}},
        {4, {1e-9, 0.9, 0.04, 0.03, 0.03}},
    };
    std::vector<double> logits;
    for (const double probability : probabilities.at(prefix.back())) {
        logits.push_back(std::log(probability));
    }
    return logits;
}

TableScorer trapScorer(std::size_t texts = 1) {
    return {std::vector<Prefix>(texts), 5, trap};
}

DecodingLimits limits() {
    return {begin, end, {begin}, 1, 10};
}

nlohmann::json golden(const char* name) {
    QFile file(QStringLiteral(STORYSCOPE_SHARED_DATA "/golden/generation/") + QLatin1String(name));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    return nlohmann::json::parse(file.readAll().toStdString());
}

EarlyStopping earlyStopping(const nlohmann::json& value) {
    if (value.is_string()) {
        return EarlyStopping::WhenUnbeatable;
    }
    return value.get<bool>() ? EarlyStopping::WhenEnough : EarlyStopping::WhenOutscored;
}

} // namespace

class InferenceDecodingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void greedy_takes_the_most_probable_token_at_each_step();
    void greedy_writes_several_texts_side_by_side();
    void limits_forbid_tokens_and_early_ends_and_cut_long_texts();
    void one_beam_equals_greedy();
    void beams_find_the_text_that_greedy_misses();
    void length_penalty_decides_between_short_and_long();
    void beam_search_equals_the_reference();
    void nucleus_equals_the_reference();
    void sampling_repeats_with_its_seed_and_differs_with_another();
    void sampling_follows_the_probabilities();
    void sampling_refuses_senseless_options();
    void a_stop_ends_decoding();
    void windows_centre_on_the_frame_and_stay_inside_data();
    void windows_centre_on_the_frame_and_stay_inside();
    void windows_cover_what_comes_before();
};

void InferenceDecodingTest::greedy_takes_the_most_probable_token_at_each_step() {
    TableScorer scorer = trapScorer();
    std::vector<Prefix> heard;
    const auto texts = decodeGreedily(scorer, limits(), {},
                                      [&](std::size_t, const Hypothesis& soFar) { heard.push_back(soFar.tokens); });
    QCOMPARE(texts.size(), std::size_t{1});
    QCOMPARE(texts[0].tokens, (Prefix{2, 4}));
    QVERIFY(texts[0].ended);
    QCOMPARE(texts[0].logProbabilities.size(), std::size_t{3});
    QVERIFY(std::abs(texts[0].score - std::log(0.5 * 0.4 * 0.9)) < 1e-5);
    QCOMPARE(heard, (std::vector<Prefix>{{2}, {2, 4}}));
}

void InferenceDecodingTest::greedy_writes_several_texts_side_by_side() {
    // Text t repeats word 2 t + 1 times, then ends: the batch shrinks as texts end.
    TableScorer scorer({{10}, {11}, {12}}, 3, [](const Prefix& prefix) {
        const bool isDone = static_cast<std::int64_t>(prefix.size()) - 2 > prefix.front() - 10;
        return std::vector<double>{-9, isDone ? 0.0 : -5.0, isDone ? -5.0 : 0.0};
    });
    const auto texts = decodeGreedily(scorer, limits(), {});
    QCOMPARE(texts.size(), std::size_t{3});
    for (std::size_t text = 0; text < 3; ++text) {
        QCOMPARE(texts[text].tokens.size(), text + 1);
        QVERIFY(texts[text].ended);
    }
    QCOMPARE(scorer.steps, 4);
}

void InferenceDecodingTest::limits_forbid_tokens_and_early_ends_and_cut_long_texts() {
    const auto alwaysEnd = [](const Prefix&) { return std::vector<double>{3, 9, 1, 0}; };
    TableScorer scorer({{}}, 4, alwaysEnd);
    DecodingLimits rules{begin, end, {begin, 2}, 3, 10};
    auto texts = decodeGreedily(scorer, rules, {});
    QCOMPARE(texts[0].tokens, (Prefix{3, 3, 3}));
    QVERIFY(texts[0].ended);

    rules.minimumTokens = 100;
    TableScorer endless({{}}, 4, alwaysEnd);
    texts = decodeGreedily(endless, rules, {});
    QCOMPARE(texts[0].tokens.size(), std::size_t{10});
    QVERIFY(!texts[0].ended);
}

void InferenceDecodingTest::one_beam_equals_greedy() {
    TableScorer greedyScorer = trapScorer();
    TableScorer beamScorer = trapScorer();
    const auto greedy = decodeGreedily(greedyScorer, limits(), {});
    const auto beam = searchBeams(beamScorer, {limits(), 1, 1.0, EarlyStopping::WhenOutscored}, {});
    QCOMPARE(beam.size(), std::size_t{1});
    QCOMPARE(beam[0].tokens, greedy[0].tokens);
    QCOMPARE(beam[0].logProbabilities, greedy[0].logProbabilities);
}

void InferenceDecodingTest::beams_find_the_text_that_greedy_misses() {
    TableScorer scorer = trapScorer();
    const auto texts = searchBeams(scorer, {limits(), 3, 0.0, EarlyStopping::WhenUnbeatable}, {});
    QCOMPARE(texts[0].tokens, (Prefix{3, 4}));
    QVERIFY(std::abs(texts[0].score - std::log(0.4 * 0.9 * 0.9)) < 1e-5);
    QCOMPARE(texts[0].logProbabilities.size(), std::size_t{3});
    QVERIFY(std::ranges::is_sorted(texts, std::ranges::greater(), &Hypothesis::score));
}

void InferenceDecodingTest::length_penalty_decides_between_short_and_long() {
    // "2" has probability 0.5 in two tokens; "3 3 3 3" has 0.4 in five: the mean per token is higher.
    const auto logits = [](const Prefix& prefix) -> std::vector<double> {
        const double never = -30;
        if (prefix.back() == begin) {
            return {never, never, std::log(0.6), std::log(0.4)};
        }
        if (prefix.back() == 2) {
            return {never, std::log(0.8), std::log(0.2), never};
        }
        return prefix.size() < 5 ? std::vector<double>{never, never, never, 0}
                                 : std::vector<double>{never, 0, never, never};
    };
    TableScorer plainScorer({{}}, 4, logits);
    QCOMPARE(searchBeams(plainScorer, {limits(), 2, 0.0, EarlyStopping::WhenUnbeatable}, {})[0].tokens, (Prefix{2}));
    TableScorer meanScorer({{}}, 4, logits);
    QCOMPARE(searchBeams(meanScorer, {limits(), 2, 1.0, EarlyStopping::WhenUnbeatable}, {})[0].tokens,
             (Prefix{3, 3, 3, 3}));
}

void InferenceDecodingTest::beam_search_equals_the_reference() {
    const nlohmann::json file = golden("beam_search_v446.json");
    if (file.is_null()) {
        QSKIP("The reference outputs of beam search are not on this machine");
    }
    const auto table = file["toy_lm"]["table"].get<std::vector<std::vector<std::vector<double>>>>();
    int compared = 0;
    for (const auto& run : file["runs"]) {
        const auto kept = run["num_beam_hyps_to_keep"].get<std::size_t>();
        for (std::size_t story = 0; story < table.size(); ++story) {
            Prefix prompt = run["prompt"][story].get<Prefix>();
            const auto promptLength = static_cast<int>(prompt.size());
            BeamOptions options;
            options.limits = {prompt.back(), 2, {}, 0, run["max_length"].get<int>() - promptLength};
            options.beams = run["num_beams"].get<int>();
            options.lengthPenalty = run["length_penalty"].get<double>();
            options.earlyStopping = earlyStopping(run["early_stopping"]);
            prompt.pop_back();
            TableScorer scorer({prompt}, 9, [&](const Prefix& prefix) {
                std::vector<double> logits = table[story][static_cast<std::size_t>(prefix.back())];
                logits[3] -= 0.1 * static_cast<double>(prefix.size());
                return logits;
            });
            const auto texts = searchBeams(scorer, options, {});
            QVERIFY(texts.size() >= kept);
            for (std::size_t rank = 0; rank < kept; ++rank) {
                const Prefix sequence = run["sequences"][story * kept + rank].get<Prefix>();
                Prefix written = texts[rank].tokens;
                if (texts[rank].ended) {
                    written.push_back(2);
                }
                written.resize(sequence.size() - static_cast<std::size_t>(promptLength), 0);
                QCOMPARE(written, Prefix(sequence.begin() + promptLength, sequence.end()));
                QVERIFY(std::abs(texts[rank].score - run["sequence_scores"][story * kept + rank].get<double>()) < 1e-5);
                ++compared;
            }
        }
    }
    QCOMPARE(compared, 34);
}

void InferenceDecodingTest::nucleus_equals_the_reference() {
    const nlohmann::json file = golden("logits_processors.json");
    if (file.is_null()) {
        QSKIP("The reference outputs of sampling are not on this machine");
    }
    int compared = 0;
    for (const auto& one : file["cases"]) {
        if (one["processor"] != "TopPLogitsWarper" || one["args"]["min_tokens_to_keep"] != 1) {
            continue;
        }
        for (std::size_t row = 0; row < one["scores"].size(); ++row) {
            const auto scores = one["scores"][row].get<std::vector<float>>();
            const auto probabilities = samplingDistribution(scores, 1.0, one["args"]["top_p"].get<double>());
            QVERIFY(std::abs(std::accumulate(probabilities.begin(), probabilities.end(), 0.0) - 1) < 1e-9);
            for (std::size_t id = 0; id < scores.size(); ++id) {
                QCOMPARE(probabilities[id] > 0, one["output"][row][id].is_number());
                ++compared;
            }
        }
    }
    QVERIFY(compared >= 100);
}

void InferenceDecodingTest::sampling_repeats_with_its_seed_and_differs_with_another() {
    const auto written = [](std::uint64_t seed) {
        TableScorer scorer = trapScorer(8);
        std::vector<Prefix> tokens;
        for (const Hypothesis& text : sampleTexts(scorer, {limits(), 1.0, 1.0, seed}, {})) {
            tokens.push_back(text.tokens);
        }
        return tokens;
    };
    QCOMPARE(written(7), written(7));
    QVERIFY(written(7) != written(8));
    const auto texts = written(7);
    QVERIFY(std::ranges::any_of(texts, [&](const Prefix& tokens) { return tokens != texts.front(); }));
}

void InferenceDecodingTest::sampling_follows_the_probabilities() {
    TableScorer scorer = trapScorer(4000);
    SamplingOptions options{limits(), 1.0, 1.0, 1};
    options.limits.maximumTokens = 1;
    options.limits.minimumTokens = 0;
    const auto texts = sampleTexts(scorer, options, {});
    const auto share = [&](std::int64_t id) {
        return static_cast<double>(
                   std::ranges::count_if(texts, [&](const Hypothesis& text) { return text.tokens == Prefix{id}; })) /
               4000;
    };
    QVERIFY(std::abs(share(2) - 0.5) < 0.03);
    QVERIFY(std::abs(share(3) - 0.4) < 0.03);
    QVERIFY(std::abs(share(4) - 0.05) < 0.015);
}

void InferenceDecodingTest::sampling_refuses_senseless_options() {
    TableScorer scorer = trapScorer();
    QVERIFY_EXCEPTION_THROWN(sampleTexts(scorer, {limits(), 0.0, 0.9, 1}, {}), Error);
    QVERIFY_EXCEPTION_THROWN(sampleTexts(scorer, {limits(), 1.0, 1.5, 1}, {}), Error);
    QVERIFY_EXCEPTION_THROWN(sampleTexts(scorer, {limits(), std::nan(""), 0.9, 1}, {}), Error);
}

void InferenceDecodingTest::a_stop_ends_decoding() {
    std::stop_source source;
    TableScorer scorer({{}}, 3, [&](const Prefix& prefix) {
        if (prefix.size() == 3) {
            source.request_stop();
        }
        return std::vector<double>{0, -9, 1};
    });
    const auto isCancelled = [&](const auto& work) {
        try {
            work();
        } catch (const Error& error) {
            return error.code() == ErrorCode::Cancelled;
        }
        return false;
    };
    QVERIFY(isCancelled([&] { decodeGreedily(scorer, limits(), source.get_token()); }));
    QCOMPARE(scorer.steps, 3);
    QVERIFY(isCancelled([&] {
        searchBeams(scorer, {limits(), 2, 1.0, EarlyStopping::WhenEnough}, source.get_token());
    }));
    QCOMPARE(scorer.steps, 3);
}

void InferenceDecodingTest::windows_centre_on_the_frame_and_stay_inside_data() {
    QTest::addColumn<int>("frame");
    QTest::addColumn<int>("frames");
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("count");
    QTest::newRow("single frame") << 0 << 1 << 0 << 1;
    QTest::newRow("two frames") << 1 << 2 << 0 << 2;
    QTest::newRow("five frames, first") << 0 << 5 << 0 << 5;
    QTest::newRow("five frames, last") << 4 << 5 << 0 << 5;
    QTest::newRow("seven frames, middle") << 3 << 7 << 1 << 5;
    QTest::newRow("seven frames, last") << 6 << 7 << 2 << 5;
    QTest::newRow("twelve frames, start") << 1 << 12 << 0 << 5;
    QTest::newRow("twelve frames, middle") << 6 << 12 << 4 << 5;
}

void InferenceDecodingTest::windows_centre_on_the_frame_and_stay_inside() {
    QFETCH(int, frame);
    QFETCH(int, frames);
    const Window window = windowAround(frame, frames, 5);
    QTEST(window.first, "first");
    QTEST(window.count, "count");
}

void InferenceDecodingTest::windows_cover_what_comes_before() {
    QCOMPARE(windowBefore(1, 4), (Window{0, 1}));
    QCOMPARE(windowBefore(4, 4), (Window{0, 4}));
    QCOMPARE(windowBefore(12, 4), (Window{8, 4}));
    QCOMPARE(allWindows(3, 5), (std::vector<Window>{{0, 3}}));
    QCOMPARE(allWindows(7, 5), (std::vector<Window>{{0, 5}, {1, 5}, {2, 5}}));
    QCOMPARE((Window{2, 3}.positions()), (std::vector<int>{2, 3, 4}));
}

QTEST_GUILESS_MAIN(InferenceDecodingTest)
#include "inference_decoding_test.moc"
