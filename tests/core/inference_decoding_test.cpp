// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference_table_scorer.h"

#include "core/base/error.h"
#include "core/inference/beam_search.h"
#include "core/inference/finished_texts.h"
#include "core/inference/sampling.h"
#include "core/inference/score_rules.h"

#include <nlohmann/json.hpp>

#include <QFile>
#include <QTest>

#include <cmath>
#include <map>

using namespace storyscope;
using namespace storyscope::inference;
using test::Prefix;
using test::TableScorer;

namespace {

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

/// Applies the rule of a reference case; false for those that nothing here uses.
bool applyRule(const nlohmann::json& one, const Prefix& ids, std::vector<float>& scores) {
    const auto name = one["processor"].get<std::string>();
    const auto number = [&](const char* key) { return one["args"].value(key, 1.0); };
    const auto whole = [&](const char* key) { return one["args"].value(key, 1); };
    if (name == "RepetitionPenaltyLogitsProcessor") {
        penalizeRepetition(scores, ids, number("penalty"));
    } else if (name == "NoRepeatNGramLogitsProcessor") {
        forbidRepeatedNgrams(scores, ids, static_cast<std::size_t>(whole("ngram_size")));
    } else if (name == "TemperatureLogitsWarper") {
        divideByTemperature(scores, number("temperature"));
    } else if (name == "TopKLogitsWarper") {
        keepBest(scores, static_cast<std::size_t>(std::max(whole("top_k"), whole("min_tokens_to_keep"))));
    } else if (name == "TopPLogitsWarper") {
        keepNucleus(scores, number("top_p"), static_cast<std::size_t>(whole("min_tokens_to_keep")));
    } else if (name == "MinLengthLogitsProcessor") {
        const DecodingLimits longer{ids.front(), whole("eos_token_id"), {}, whole("min_length") - 1, 32};
        applyLimits(scores, longer, std::span(ids).subspan(1));
    } else if (name == "MinNewTokensLengthLogitsProcessor") {
        const DecodingLimits longer{0, whole("eos_token_id"), {}, whole("min_new_tokens"), 32};
        applyLimits(scores, longer, std::span(ids).subspan(static_cast<std::size_t>(whole("prompt_length_to_skip"))));
    } else if (name == "SuppressTokensLogitsProcessor") {
        applyLimits(scores, {0, 0, one["args"]["suppress_tokens"].get<Prefix>(), 0, 32}, {});
    } else {
        return false;
    }
    return true;
}

bool equals(const std::vector<float>& scores, const nlohmann::json& expected) {
    return std::ranges::equal(scores, expected, [](float score, const nlohmann::json& value) {
        return value.is_string() ? score == -std::numeric_limits<float>::infinity()
                                 : std::abs(score - value.get<float>()) < 1e-5F;
    });
}

} // namespace

class InferenceDecodingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void greedy_takes_the_most_probable_token_at_each_step();
    void greedy_writes_several_texts_side_by_side();
    void limits_forbid_tokens_and_early_ends_and_cut_longertexts();
    void one_beam_equals_greedy();
    void beams_find_the_text_that_greedy_misses();
    void length_penalty_decides_between_short_and_long();
    void beam_search_equals_the_reference();
    void finished_texts_equal_the_reference();
    void score_rules_equal_the_reference();
    void a_chain_of_score_rules_equals_the_reference();
    void greedy_does_not_repeat_what_it_may_not();
    void a_repetition_penalty_bends_logits_and_in_beam_search_log_probabilities();
    void a_text_that_cannot_go_on_ends();
    void sampling_keeps_to_the_best_tokens();
    void sampling_repeats_with_its_seed_and_differs_with_another();
    void sampling_follows_the_probabilities();
    void sampling_refuses_senseless_options();
    void a_stop_ends_decoding();
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

void InferenceDecodingTest::limits_forbid_tokens_and_early_ends_and_cut_longertexts() {
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

void InferenceDecodingTest::finished_texts_equal_the_reference() {
    const nlohmann::json file = golden("beam_hypotheses_v446.json");
    if (file.is_null()) {
        QSKIP("The reference outputs of beam search are not on this machine");
    }
    constexpr std::size_t promptLength = 1;
    int compared = 0;
    for (const auto& one : file["beam_hypotheses"]) {
        BeamOptions options;
        options.limits.maximumTokens = one["max_length"].get<int>() - static_cast<int>(promptLength);
        options.beams = one["num_beams"].get<int>();
        options.lengthPenalty = one["length_penalty"].get<double>();
        options.earlyStopping = earlyStopping(one["early_stopping"]);
        FinishedTexts finished(options);
        for (const auto& step : one["log"]) {
            const auto length = step["generated_len"].get<std::size_t>();
            finished.add({step["added_tokens"].get<Prefix>(), std::vector<float>(length), true,
                          step["sum_logprobs"].get<double>()});
            std::vector<std::pair<double, Prefix>> expected;
            for (const auto& beam : step["beams"]) {
                expected.emplace_back(beam[0].get<double>(), beam[1].get<Prefix>());
            }
            std::ranges::sort(expected, std::ranges::greater());
            QCOMPARE(finished.texts().size(), expected.size());
            for (std::size_t rank = 0; rank < expected.size(); ++rank) {
                QVERIFY(std::abs(finished.texts()[rank].score - expected[rank].first) < 1e-5);
                QCOMPARE(finished.texts()[rank].tokens, expected[rank].second);
            }
            QVERIFY(std::abs(finished.texts().back().score - step["worst_score"].get<double>()) < 1e-5);
            const auto isDone = step["is_done(best_sum_logprobs=-3.2,cur_len=len+1,decoder_prompt_len=1)"].get<bool>();
            QCOMPARE(finished.suffices(-3.2, step["added_tokens"].size() + 1 - promptLength), isDone);
            ++compared;
        }
    }
    QCOMPARE(compared, 60);
}

void InferenceDecodingTest::score_rules_equal_the_reference() {
    const nlohmann::json file = golden("logits_processors.json");
    if (file.is_null()) {
        QSKIP("The reference outputs of score rules are not on this machine");
    }
    int compared = 0;
    for (const auto& one : file["cases"]) {
        for (std::size_t row = 0; row < one["scores"].size(); ++row) {
            auto scores = one["scores"][row].get<std::vector<float>>();
            if (!applyRule(one, one["input_ids"][row].get<Prefix>(), scores)) {
                continue;
            }
            QVERIFY2(equals(scores, one["output"][row]), one.dump().c_str());
            ++compared;
        }
    }
    QCOMPARE(compared, 76);
}

void InferenceDecodingTest::a_chain_of_score_rules_equals_the_reference() {
    const nlohmann::json file = golden("chain.json");
    if (file.is_null()) {
        QSKIP("The reference outputs of score rules are not on this machine");
    }
    const nlohmann::json& chain = file["chain"];
    const std::vector<std::string> order{"repetition_penalty=1.2",
                                         "no_repeat_ngram_size=2",
                                         "min_length=8 eos=4",
                                         "temperature=0.8",
                                         "top_k=6",
                                         "top_p=0.9"};
    QCOMPARE(chain["order"].get<std::vector<std::string>>(), order);
    for (std::size_t row = 0; row < chain["scores"].size(); ++row) {
        const auto ids = chain["input_ids"][row].get<Prefix>();
        auto scores = chain["scores"][row].get<std::vector<float>>();
        DecodingLimits chained{ids.front(), 4, {}, 7, 32, 1.2, 2};
        applyLimits(scores, chained, std::span(ids).subspan(1));
        QVERIFY(equals(scores, chain["steps"][2]["output"][row]));
        const auto probabilities = samplingDistribution(scores, {{}, 0.8, 0.9, 0, 6});
        for (std::size_t id = 0; id < scores.size(); ++id) {
            QVERIFY(std::abs(probabilities[id] - chain["final_probabilities"][row][id].get<double>()) < 1e-5);
        }
    }
}

void InferenceDecodingTest::greedy_does_not_repeat_what_it_may_not() {
    // Left alone, it writes 2 3 2 3 …
    const auto logits = [](const Prefix& prefix) {
        return prefix.back() == 2 ? std::vector<double>{0, 1, 2, 4, 3} : std::vector<double>{0, 1, 4, 2, 3};
    };
    DecodingLimits loose{begin, end, {begin}, 1, 6};
    TableScorer free({{}}, 5, logits);
    QCOMPARE(decodeGreedily(free, loose, {})[0].tokens, (Prefix{2, 3, 2, 3, 2, 3}));
    loose.noRepeatNgram = 2;
    TableScorer bound({{}}, 5, logits);
    QCOMPARE(decodeGreedily(bound, loose, {})[0].tokens, (Prefix{2, 3, 2, 4, 2, 2}));
    TableScorer beams({{}}, 5, logits);
    const auto found = searchBeams(beams, {loose, 2, 1.0, EarlyStopping::WhenUnbeatable}, {})[0].tokens;
    for (std::size_t first = 0; first + 3 < found.size(); ++first) {
        for (std::size_t other = first + 1; other + 1 < found.size(); ++other) {
            QVERIFY(found[first] != found[other] || found[first + 1] != found[other + 1]);
        }
    }
}

void InferenceDecodingTest::a_repetition_penalty_bends_logits_and_in_beam_search_log_probabilities() {
    // After one 2, its logit 2.0 becomes 1.0, below 3's 1.5; its log-probability −0.474 becomes −0.949, above 3's
    // −0.974.
    const auto logits = [](const Prefix&) { return std::vector<double>{-9, -9, 2.0, 1.5, -9}; };
    const DecodingLimits bent{begin, end, {begin}, 1, 2, 2.0};
    TableScorer scorer({{}}, 5, logits);
    const Hypothesis greedy = decodeGreedily(scorer, bent, {})[0];
    QCOMPARE(greedy.tokens, (Prefix{2, 3}));
    const double sum = std::log(std::exp(2.0) + std::exp(1.5) + 3 * std::exp(-9));
    QVERIFY(std::abs(greedy.logProbabilities[1] - (1.5 - sum)) < 1e-5);

    TableScorer again({{}}, 5, logits);
    const Hypothesis best = searchBeams(again, {bent, 1, 0.0, EarlyStopping::WhenEnough}, {})[0];
    QCOMPARE(best.tokens, (Prefix{2, 2}));
    QVERIFY(std::abs(best.logProbabilities[1] - (2 - sum)) < 1e-5);
    QVERIFY(std::abs(best.score - 3 * (2 - sum)) < 1e-5);
}

void InferenceDecodingTest::a_text_that_cannot_go_on_ends() {
    const auto logits = [](const Prefix&) { return std::vector<double>{0, 0, 2}; };
    const DecodingLimits narrow{begin, end, {begin}, 5, 10, 1, 1};
    TableScorer scorer({{}}, 3, logits);
    const Hypothesis text = decodeGreedily(scorer, narrow, {})[0];
    QCOMPARE(text.tokens, Prefix{2});
    QVERIFY(text.ended);
    TableScorer beams({{}}, 3, logits);
    const auto found = searchBeams(beams, {narrow, 2, 1.0, EarlyStopping::WhenOutscored}, {});
    QCOMPARE(found.size(), std::size_t{1});
    QCOMPARE(found[0].tokens, Prefix{2});
}

void InferenceDecodingTest::sampling_keeps_to_the_best_tokens() {
    TableScorer scorer = trapScorer(200);
    SamplingOptions options{limits(), 1.0, 1.0, 1, 2};
    options.limits.maximumTokens = 1;
    int threes = 0;
    for (const Hypothesis& text : sampleTexts(scorer, options, {})) {
        QVERIFY(text.tokens == Prefix{2} || text.tokens == Prefix{3});
        threes += text.tokens == Prefix{3} ? 1 : 0;
    }
    QVERIFY(threes > 50);
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
    QVERIFY_EXCEPTION_THROWN(sampleTexts(scorer, {limits(), 1.0, 0.9, 1, -1}, {}), Error);
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

QTEST_GUILESS_MAIN(InferenceDecodingTest)
#include "inference_decoding_test.moc"
