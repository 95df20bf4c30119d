// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/storyworld.h"
#include "core/datasets/storyworld_order.h"
#include "core/datasets/storyworld_plots.h"
#include "core/datasets/storyworld_scene.h"

#include <QTest>
#include <algorithm>
#include <map>
#include <set>

using namespace storyscope;
using namespace storyscope::datasets;
using storyworld::Coherence;

namespace {

void replaceAll(std::string& text, const std::string& from, const std::string& to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

/// What a beat tells, whichever phrasing it has, with the story's names and colour taken out.
std::string contentOf(const storyworld::StoryPlan& plan, const StoryFrame& frame) {
    std::vector<std::string> all = frame.references;
    all.push_back(frame.caption);
    for (std::string& phrasing : all) {
        replaceAll(phrasing, storyworld::characters()[static_cast<std::size_t>(plan.hero)].name, "N");
        replaceAll(phrasing, storyworld::characters()[static_cast<std::size_t>(plan.friendly)].name, "F");
        replaceAll(phrasing, " " + plan.color.name + " ", " C ");
        replaceAll(phrasing, " C pot ", " red pot "); // the pot on the stove is always red
    }
    std::sort(all.begin(), all.end());
    std::string text;
    for (const std::string& phrasing : all) {
        text += phrasing + "|";
    }
    return text;
}

/// The content of the five beats of one coherent story.
using Contents = std::vector<std::string>;

} // namespace

class DatasetsStoryWorldGrammarTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void every_plot_is_told_about_equally_often();
    void the_first_four_beats_decide_the_fifth();
    void the_order_of_the_first_four_beats_decides_the_fifth();
    void plots_of_a_pair_share_their_beats_but_not_their_end();
    void a_best_friend_goes_with_the_character();
    void the_last_beat_happens_where_the_fourth_did();
    void six_in_ten_stories_are_coherent();
    void the_score_falls_with_the_disorder();
    void a_held_out_story_is_never_mixed_into_a_trained_one();
    void telling_twice_tells_the_same();

private:
    std::vector<Contents> m_stories;
};

void DatasetsStoryWorldGrammarTest::initTestCase() {
    for (std::uint64_t seed = 0; seed < 3000; ++seed) {
        const storyworld::StoryPlan plan = storyworld::planStory(seed);
        Contents& beats = m_stories.emplace_back();
        for (const StoryFrame& frame : storyworld::tellCoherent(seed).frames) {
            beats.push_back(contentOf(plan, frame));
        }
    }
}

void DatasetsStoryWorldGrammarTest::every_plot_is_told_about_equally_often() {
    std::map<std::string, int> counts;
    for (std::uint64_t seed = 0; seed < 2000; ++seed) {
        ++counts[storyworld::plots()[static_cast<std::size_t>(storyworld::planStory(seed).plot)].name];
    }
    QCOMPARE(counts.size(), storyworld::plots().size());
    QVERIFY(counts.size() >= 30);
    const double expected = 2000.0 / static_cast<double>(counts.size());
    for (const auto& [name, count] : counts) {
        QVERIFY2(count > 0.5 * expected && count < 1.7 * expected,
                 qPrintable(QString("%1: %2").arg(name.c_str()).arg(count)));
    }
}

void DatasetsStoryWorldGrammarTest::the_first_four_beats_decide_the_fifth() {
    std::map<Contents, std::map<std::string, int>> ends;
    for (const Contents& beats : m_stories) {
        ++ends[Contents(beats.begin(), beats.begin() + 4)][beats[4]];
    }
    int repeated = 0;
    for (const auto& [beginning, found] : ends) {
        QVERIFY2(found.size() == 1, beginning.back().c_str());
        repeated += found.begin()->second > 1 ? 1 : 0;
    }
    QVERIFY(repeated > 40);
}

void DatasetsStoryWorldGrammarTest::the_order_of_the_first_four_beats_decides_the_fifth() {
    std::map<Contents, std::set<std::string>> ends;
    for (const Contents& beats : m_stories) {
        Contents unordered(beats.begin(), beats.begin() + 4);
        std::sort(unordered.begin(), unordered.end());
        ends[unordered].insert(beats[4]);
    }
    const auto ambiguous =
        std::count_if(ends.begin(), ends.end(), [](const auto& entry) { return entry.second.size() > 1; });
    // Without the order at least two thirds of the endings would be a guess.
    QVERIFY2(3 * static_cast<std::size_t>(ambiguous) >= 2 * ends.size(),
             qPrintable(QString("%1 of %2").arg(ambiguous).arg(ends.size())));
}

void DatasetsStoryWorldGrammarTest::plots_of_a_pair_share_their_beats_but_not_their_end() {
    std::map<std::string, std::vector<const storyworld::Plot*>> pairs;
    for (const storyworld::Plot& plot : storyworld::plots()) {
        pairs[plot.pair].push_back(&plot);
    }
    const auto key = [](const storyworld::Beat& beat) { return std::pair(beat.moment, beat.role); };
    for (const auto& [name, pair] : pairs) {
        QCOMPARE(pair.size(), std::size_t{2});
        std::multiset<std::pair<storyworld::Moment, int>> first;
        std::multiset<std::pair<storyworld::Moment, int>> second;
        bool sameOrder = true;
        for (std::size_t i = 0; i < 4; ++i) {
            first.insert(key(pair[0]->beats[i]));
            second.insert(key(pair[1]->beats[i]));
            sameOrder = sameOrder && key(pair[0]->beats[i]) == key(pair[1]->beats[i]);
        }
        QVERIFY2(first == second && !sameOrder, name.c_str());
        QVERIFY2(key(pair[0]->beats[4]) != key(pair[1]->beats[4]), name.c_str());
        QVERIFY2(pair[0]->places == pair[1]->places && pair[0]->things == pair[1]->things, name.c_str());
    }
}

void DatasetsStoryWorldGrammarTest::a_best_friend_goes_with_the_character() {
    std::map<int, std::set<int>> friends;
    for (std::uint64_t seed = 0; seed < 1000; ++seed) {
        const storyworld::StoryPlan plan = storyworld::planStory(seed);
        friends[plan.hero].insert(plan.friendly);
    }
    for (const auto& [hero, found] : friends) {
        QCOMPARE(found.size(), std::size_t{1});
        QVERIFY(*found.begin() != hero);
    }
}

void DatasetsStoryWorldGrammarTest::the_last_beat_happens_where_the_fourth_did() {
    for (std::uint64_t seed = 0; seed < 1000; ++seed) {
        const storyworld::StoryPlan plan = storyworld::planStory(seed);
        QCOMPARE(storyworld::planBeat(plan, 4).place, storyworld::planBeat(plan, 3).place);
    }
}

void DatasetsStoryWorldGrammarTest::six_in_ten_stories_are_coherent() {
    std::map<Coherence, int> counts;
    for (std::uint64_t seed = 0; seed < 5000; ++seed) {
        ++counts[storyworld::coherenceOf(seed)];
    }
    QVERIFY(std::abs(counts[Coherence::Coherent] - 3000) < 150);
    QVERIFY(std::abs(counts[Coherence::Shuffled] - 1000) < 120);
    QVERIFY(std::abs(counts[Coherence::Mixed] - 1000) < 120);
}

void DatasetsStoryWorldGrammarTest::the_score_falls_with_the_disorder() {
    std::set<float> scores;
    for (std::uint64_t seed = 0; seed < 2000; ++seed) {
        const storyworld::BeatOrder order = storyworld::orderOf(seed);
        scores.insert(order.score);
        int inversions = 0;
        int own = 0;
        for (std::size_t i = 0; i < 5; ++i) {
            own += order.beats[i].seed == seed ? 1 : 0;
            for (std::size_t k = 0; k < i; ++k) {
                inversions += order.beats[k].beat > order.beats[i].beat ? 1 : 0;
            }
        }
        const double expected = order.coherence == Coherence::Coherent   ? 1.0
                                : order.coherence == Coherence::Shuffled ? 0.1 + 0.7 * (1 - inversions / 10.0)
                                                                         : 0.6 * own / 5;
        QVERIFY(std::abs(order.score - expected) < 1e-6);
        QCOMPARE(order.coherence == Coherence::Mixed, own < 5);
        QCOMPARE(order.coherence == Coherence::Shuffled, own == 5 && inversions > 0);
    }
    QVERIFY(scores.size() >= 10);
    const Story coherent = storyworld::tellCoherent(7);
    QVERIFY(coherent.orderIsTrue && *coherent.score == 1.0F);
}

void DatasetsStoryWorldGrammarTest::a_held_out_story_is_never_mixed_into_a_trained_one() {
    for (std::uint64_t seed = 990'000; seed < 1'010'000; ++seed) {
        for (const storyworld::BeatSource& source : storyworld::orderOf(seed).beats) {
            QCOMPARE(source.seed >= storyworld::firstHeldOutSeed, seed >= storyworld::firstHeldOutSeed);
        }
    }
}

void DatasetsStoryWorldGrammarTest::telling_twice_tells_the_same() {
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        const Story first = storyworld::tell(seed);
        const Story second = storyworld::tell(seed);
        QCOMPARE(first.id, second.id);
        QCOMPARE(first.orderIsTrue, storyworld::coherenceOf(seed) == Coherence::Coherent);
        for (std::size_t i = 0; i < 5; ++i) {
            QCOMPARE(first.frames[i].caption, second.frames[i].caption);
            QCOMPARE(first.frames[i].entities.size(), second.frames[i].entities.size());
        }
    }
}

QTEST_GUILESS_MAIN(DatasetsStoryWorldGrammarTest)
#include "datasets_storyworld_grammar_test.moc"
