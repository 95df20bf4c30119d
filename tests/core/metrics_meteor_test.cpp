// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/meteor.h"
#include "core/metrics/meteor_nltk.h"
#include "tests/core/metrics_golden.h"

#include <QFile>
#include <QJsonArray>
#include <QTest>

#include <optional>

using namespace storyscope::metrics;
using namespace storyscope::test;

namespace {

constexpr auto wordNetFolder = "/usr/share/wordnet";
constexpr auto wordNetIsAbsent = "WordNet is absent: Debian's package wordnet-base installs it";

/// One of the golden runs, in terms of METEOR's command line.
struct Run {
    MeteorOptions::Text text = MeteorOptions::Text::Normalized;
    MeteorTask task = MeteorTask::Ranking;
    std::array<double, meteorStages> weights{};
    bool stems = true;
    bool synonyms = false;
    bool paraphrases = false;
    bool rawText = false; ///< of the captions, not their PTB words
};

QString lineOf(const MeteorStatistics& statistics) {
    std::vector<long> numbers{statistics.hypothesisLength, statistics.referenceLength,
                              statistics.hypothesisFunctionWords, statistics.referenceFunctionWords};
    for (const MeteorStatistics::Matches& stage : statistics.stages) {
        numbers.insert(numbers.end(), {stage.hypothesisContent, stage.referenceContent, stage.hypothesisFunction,
                                       stage.referenceFunction});
    }
    numbers.insert(numbers.end(), {statistics.chunks, statistics.hypothesisMatches, statistics.referenceMatches});
    QStringList words;
    for (const long number : numbers) {
        words << QString::number(number) + ".0";
    }
    return words.join(' ');
}

double scoreOf(const std::string& hypothesis, const std::string& reference) {
    const Meteor meteor({});
    return meteor.score(meteor.statistics(hypothesis, {reference}));
}

} // namespace

Q_DECLARE_METATYPE(Run)

class MetricsMeteorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (QFile::exists(wordNetFolder)) {
            m_wordNet = SynonymTable::load(wordNetFolder, {});
        }
    }

    void statistics_and_scores_agree_with_meteor_15_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<Run>("run");
        const auto row = [](const char* name, const Run& run) { QTest::newRow(name) << QString(name) << run; };
        const auto plain = MeteorOptions::Text::AsGiven;
        row("exact", {.weights = {1}, .stems = false});
        row("exact_stem", {.weights = {1, 0.6}});
        row("exact_stem_synonym", {.weights = {1, 0.6, 0.8}, .synonyms = true});
        row("all_modules_with_mini_paraphrase", {.weights = {1, 0.6, 0.8, 0.6}, .synonyms = true, .paraphrases = true});
        row("exact_stem_synonym_no_norm", {.text = plain, .weights = {1, 0.6, 0.8}, .synonyms = true});
        row("vist_eval_style_hter_exact_stem_synonym",
            {.text = plain, .task = MeteorTask::Editing, .weights = {1, 0.2, 0.6}, .synonyms = true});
        row("vist_eval_style_hter_all_modules_with_mini_paraphrase", {.text = plain,
                                                                      .task = MeteorTask::Editing,
                                                                      .weights = {1, 0.2, 0.6, 0.8},
                                                                      .synonyms = true,
                                                                      .paraphrases = true});
        row("exact_stem_synonym_task_adq", {.task = MeteorTask::Adequacy, .weights = {1, 0.6, 0.8}, .synonyms = true});
        row("exact_stem_synonym_task_li",
            {.task = MeteorTask::LanguageIndependent, .weights = {1, 0.6, 0.8}, .synonyms = true});
        row("exact_stem_synonym_raw_text", {.weights = {1, 0.6, 0.8}, .synonyms = true, .rawText = true});
    }
    void statistics_and_scores_agree_with_meteor_15() {
        QFETCH(QString, name);
        QFETCH(Run, run);
        const auto captions = goldenCaptions();
        SKIP_WITHOUT_GOLDEN(captions);
        QCOMPARE(captions.size(), std::size_t{60});
        const QJsonObject golden = goldenObject("meteor15.json")[name].toObject();
        if (run.synonyms && !m_wordNet) {
            QSKIP(wordNetIsAbsent);
        }
        const auto paraphrases = ParaphraseTable::load(goldenPath("mini_paraphrase-en.gz").toStdString(), {});
        MeteorOptions options{.text = run.text,
                              .parameters = meteorParameters(run.task),
                              .stems = run.stems,
                              .synonyms = run.synonyms ? &*m_wordNet : nullptr,
                              .paraphrases = run.paraphrases ? &paraphrases : nullptr};
        options.parameters.weights = run.weights;
        const Meteor meteor(options);
        MeteorStatistics sum;
        for (const GoldenCaption& caption : captions) {
            const auto statistics = run.rawText ? meteor.statistics(caption.hypothesis, caption.references)
                                                : meteor.statistics(caption.ptbHypothesis, caption.ptbReferences);
            sum += statistics;
            QCOMPARE(caption.id + ' ' + lineOf(statistics),
                     caption.id + ' ' + golden["sufficient_statistics"].toObject()[caption.id].toString());
            QVERIFY2(isNear(meteor.score(statistics), golden["per_set"].toObject()[caption.id].toDouble(-1)),
                     qPrintable(caption.id));
        }
        QVERIFY(isNear(meteor.score(sum), golden["corpus"].toDouble(-1)));
    }

    void files_of_captions_score_as_meteor_15_scores_them() {
        const QJsonObject golden = goldenObject("meteor15.json")["file_mode_subset_with_5_references"].toObject();
        SKIP_WITHOUT_GOLDEN(golden);
        if (!m_wordNet) {
            QSKIP(wordNetIsAbsent);
        }
        const Meteor meteor({.synonyms = &*m_wordNet});
        const QJsonArray ids = golden["ids"].toArray();
        const QJsonArray scores = golden["segment_scores"].toArray();
        MeteorStatistics sum;
        int found = 0;
        for (const GoldenCaption& caption : goldenCaptions()) {
            for (int index = 0; index < ids.size(); ++index) {
                if (ids[index].toString() == caption.id) {
                    const auto statistics = meteor.statistics(caption.ptbHypothesis, caption.ptbReferences);
                    QVERIFY2(isNear(meteor.score(statistics), scores[index].toDouble(-1)), qPrintable(caption.id));
                    sum += statistics;
                    ++found;
                }
            }
        }
        QCOMPARE(found, 40);
        QVERIFY(isNear(meteor.score(sum), golden["final_score"].toDouble(-1)));
    }

    void a_perfect_caption_adds_no_chunk_to_its_corpus() {
        MeteorStatistics perfect;
        perfect.hypothesisLength = perfect.referenceLength = 5;
        perfect.hypothesisMatches = perfect.referenceMatches = 5;
        perfect.stages[0].hypothesisContent = perfect.stages[0].referenceContent = 5;
        perfect.chunks = 1;
        MeteorStatistics sum;
        sum += perfect;
        sum += perfect;
        QCOMPARE(sum.chunks, 0L);
        QCOMPARE(meteorScore(perfect, meteorParameters(MeteorTask::Ranking)), 1.0);
    }

    void with_wordnet_known_pairs_score_as_the_reference_says() {
        if (!m_wordNet) {
            QSKIP(wordNetIsAbsent);
        }
        struct Known {
            const char* hypothesis;
            const char* reference;
            double score;
        };
        const std::array<Known, 8> known{
            {{"the cat sat on the mat", "the cat sat on the mat", 1},
             {"on the mat sat the cat", "the cat sat on the mat", 0.47766966},
             {"the cat sat on the mat", "the cat was sat on the mat", 0.48406698},
             {"a cat was sitting on the mat", "the cat sat on a mat", 0.39546694},
             {"it is a guide to action which ensures that the military always obeys the commands of the party",
              "it is a guide to action that ensures that the military will forever heed party commands", 0.41224143},
             {"a man is riding a bike down the street", "a man rides a bicycle along a street", 0.32107823},
             {"the family went to the beach and they had fun .", "the family had a lot of fun at the beach .",
              0.30040131},
             {"two dogs run across the field", "a dog is running through a meadow", 0}}};
        const Meteor meteor({.synonyms = &*m_wordNet});
        MeteorStatistics sum;
        for (const auto& [hypothesis, reference, score] : known) {
            const auto statistics = meteor.statistics(hypothesis, {reference});
            QVERIFY2(isNear(meteor.score(statistics), score, 1e-8), hypothesis);
            sum += statistics;
        }
        QVERIFY(isNear(meteor.score(sum), 0.36117397, 1e-8));
    }

    void without_synonyms_known_pairs_score_as_the_reference_says_data() {
        QTest::addColumn<QString>("hypothesis");
        QTest::addColumn<QString>("reference");
        QTest::addColumn<double>("score");
        QTest::newRow("equal") << "the cat sat on the mat"
                               << "the cat sat on the mat" << 1.0;
        QTest::newRow("turned round") << "on the mat sat the cat"
                                      << "the cat sat on the mat" << 0.47766966;
        QTest::newRow("nothing common") << "purple elephants dance"
                                        << "shares fell" << 0.0;
        QTest::newRow("nothing said") << ""
                                      << "the cat" << 0.0;
        QTest::newRow("nothing to compare") << "the cat"
                                            << "" << 0.0;
    }
    void without_synonyms_known_pairs_score_as_the_reference_says() {
        QFETCH(QString, hypothesis);
        QFETCH(QString, reference);
        QFETCH(double, score);
        QVERIFY(isNear(scoreOf(hypothesis.toStdString(), reference.toStdString()), score, 1e-7));
    }

    void texts_are_split_by_meteors_rules_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("words");
        QTest::newRow("contraction") << "Don't go"
                                     << "Don 't go";
        QTest::newRow("abbreviation") << "the U.S. team."
                                      << "the US team .";
        QTest::newRow("title") << "Dr. Smith waved."
                               << "Dr. Smith waved .";
        QTest::newRow("before a number") << "No. 5 is alive"
                                         << "No. 5 is alive";
        QTest::newRow("hyphens") << "U.S.-based well-known -- yes"
                                 << "US based well known - yes";
        QTest::newRow("dots") << "wait... 1,000.5"
                              << "wait ... 1,000.5";
        QTest::newRow("nothing") << ""
                                 << "";
    }
    void texts_are_split_by_meteors_rules() {
        QFETCH(QString, text);
        QTEST(QString::fromStdString(meteorNormalized(text.toStdString())), "words");
    }

    void nltks_meteor_agrees() {
        const auto captions = goldenCaptions();
        SKIP_WITHOUT_GOLDEN(captions);
        const QJsonObject golden = goldenObject("nltk.json")["meteor"].toObject();
        const auto synonyms = SynonymTable::load(goldenPath("nltk_wordnet_synonyms.json").toStdString(), {});
        for (const GoldenCaption& caption : captions) {
            const QJsonObject expected = golden[caption.id].toObject();
            const CaptionPair words = caption.ptbWords();
            QVERIFY2(isNear(meteorNltk(words, &synonyms), expected["default"].toDouble(-1)), qPrintable(caption.id));
            for (std::size_t index = 0; index < words.references.size(); ++index) {
                const CaptionPair single{words.hypothesis, {words.references[index]}};
                QVERIFY2(isNear(meteorNltk(single, &synonyms),
                                expected["per_ref"].toArray()[static_cast<int>(index)].toDouble(-1)),
                         qPrintable(caption.id));
            }
        }
    }

    void nltks_meteor_of_known_pairs_is_the_reference_value_data() {
        QTest::addColumn<QString>("hypothesis");
        QTest::addColumn<QString>("reference");
        QTest::addColumn<double>("score");
        QTest::newRow("equal") << "the cat sat on the mat"
                               << "the cat sat on the mat" << 0.9976851852;
        QTest::newRow("turned round") << "on the mat sat the cat"
                                      << "the cat sat on the mat" << 0.5;
        QTest::newRow("stems") << "a man is riding a bike"
                               << "a man rides a bike down the street" << 0.6205128205;
        QTest::newRow("nothing") << ""
                                 << "a" << 0.0;
    }
    void nltks_meteor_of_known_pairs_is_the_reference_value() {
        QFETCH(QString, hypothesis);
        QFETCH(QString, reference);
        QFETCH(double, score);
        QVERIFY(isNear(meteorNltk(wordPair(hypothesis.toStdString(), {reference.toStdString()}), nullptr), score));
    }

private:
    std::optional<SynonymTable> m_wordNet; ///< METEOR's own table, made from the installed WordNet
};

QTEST_GUILESS_MAIN(MetricsMeteorTest)
#include "metrics_meteor_test.moc"
