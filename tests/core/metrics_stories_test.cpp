// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/metrics/bleu_nltk.h"
#include "core/metrics/caption_files.h"
#include "core/metrics/diversity.h"
#include "core/metrics/self_bleu.h"
#include "tests/core/metrics_golden.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace storyscope;
using namespace storyscope::metrics;
using namespace storyscope::test;

namespace {

double valueOf(const std::vector<NamedScore>& scores, const std::string& name) {
    for (const NamedScore& score : scores) {
        if (score.name.name == name) {
            return score.value;
        }
    }
    return -1;
}

} // namespace

/// Repetition and diversity, tables and files of captions.
class MetricsStoriesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void the_toy_corpus_is_as_diverse_as_the_reference_says() {
        std::vector<StoryWords> stories;
        for (const CaptionPair& pair : toyCorpus()) {
            stories.push_back({pair.hypothesis});
        }
        const Diversity diversity = diversityOf(stories, {});
        QVERIFY(isNear(diversity.distinct1, 17.0 / 21));
        QVERIFY(isNear(diversity.distinct2, 1));
        QCOMPARE(diversity.vocabulary, std::size_t{17});
    }

    void repeated_and_generic_sentences_are_counted() {
        const std::vector<StoryWords> stories{storyWords("we had a great time . the dog ran . we had a great time !"),
                                              storyWords("the dog ran .")};
        const Diversity diversity = diversityOf(stories, {});
        QCOMPARE(diversity.sentences, std::size_t{4});
        QVERIFY(isNear(diversity.sentenceRepetition, 0.25));
        QVERIFY(isNear(diversity.storiesWithRepetition, 0.5));
        QVERIFY(isNear(diversity.sharedSentences, 0.5));
        QVERIFY(isNear(diversity.genericSentences, 0.5));
        QCOMPARE(diversity.mostShared.size(), std::size_t{1});
        QCOMPARE(diversity.mostShared.front().second, std::size_t{2});
        QVERIFY(diversity.repetition4 > 0);
    }

    void self_bleu_is_bleu_against_all_others() {
        const std::vector<std::vector<std::string>> texts{
            {"a", "b", "c", "d", "e"}, {"a", "b", "c", "d"}, {"a", "b", "x", "y", "z", "a", "b"}, {"q"}};
        double expected = 0;
        for (std::size_t index = 0; index < texts.size(); ++index) {
            CaptionPair pair{.hypothesis = texts[index], .references = texts};
            pair.references.erase(pair.references.begin() + static_cast<std::ptrdiff_t>(index));
            expected += bleuNltkSentence(pair, NltkSmoothing::Method1) / 4;
        }
        QVERIFY(isNear(selfBleu4(texts, {}), expected));
        QCOMPARE(selfBleu4({{"a"}}, {}), 0.0);
    }

    void nothing_has_no_diversity() {
        QCOMPARE(diversityOf({}, {}).sentenceRepetition, 0.0);
        QVERIFY(storyWords(" . ! ").empty());
    }

    void published_stories_repeat_themselves() {
        const QString file =
            QStringLiteral(STORYSCOPE_SHARED_DATA "/data/vist/arel/IRL-XE-ss-init.prediction_val.json");
        if (!QFile::exists(file)) {
            QSKIP("the published stories are absent");
        }
        std::vector<StoryWords> stories;
        for (const auto& [id, captions] : readCaptionFile(file.toStdString()).captions) {
            stories.push_back(storyWords(captions.front()));
        }
        const auto scores = diversityScores(diversityOf(stories, {}));
        QCOMPARE(valueOf(scores, "stories"), 998.0);
        QVERIFY(isNear(valueOf(scores, "sentence_repetition"), 0.0659, 5e-5));
        QVERIFY(isNear(valueOf(scores, "stories_with_repetition"), 0.2695, 5e-5));
    }

    void caption_files_are_read_in_every_form_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("results") << QByteArray(R"([{"image_id": 7, "caption": "a dog"}])");
        QTest::newRow("annotations") << QByteArray(
            R"({"annotations": [{"image_id": 7, "id": 1, "caption": "a dog"}]})");
        QTest::newRow("lists by id") << QByteArray(R"({"7": ["a dog"]})");
        QTest::newRow("texts by id") << QByteArray(R"({"7": "a dog"})");
    }
    void caption_files_are_read_in_every_form() {
        QFETCH(QByteArray, bytes);
        QCOMPARE(readCaptionFile(written(bytes)).captions, (CaptionsById{{"7", {"a dog"}}}));
    }

    void broken_caption_files_are_refused_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("told");
        QTest::newRow("no JSON") << QByteArray("{\"7\": [") << QByteArray("JSON");
        QTest::newRow("nothing in it") << QByteArray("{}") << QByteArray("no captions");
        QTest::newRow("an empty list") << QByteArray(R"({"7": []})") << QByteArray("\"7\"");
        QTest::newRow("no id") << QByteArray(R"([{"caption": "a"}])") << QByteArray("image_id");
        QTest::newRow("no text") << QByteArray(R"([{"image_id": 7}])") << QByteArray("\"7\"");
        QTest::newRow("a number") << QByteArray("3") << QByteArray("neither");
    }
    void broken_caption_files_are_refused() {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, told);
        try {
            readCaptionFile(written(bytes));
            QFAIL("it was read");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::Malformed);
            QVERIFY2(QByteArray(error.what()).contains(told), error.what());
            QVERIFY2(QByteArray(error.what()).contains("file.json"), error.what());
        }
    }

    void every_hypothesis_needs_references_and_stands_alone() {
        const CaptionFile references{"references.json", {{"7", {"a dog", "the dog"}}, {"8", {"a cat"}}}};
        const auto matching = [&](const CaptionsById& captions) {
            return matchedCaptions({"hypotheses.json", captions}, references, {});
        };
        const auto blamed = [&](const CaptionsById& captions) {
            try {
                matching(captions);
                return std::filesystem::path("nobody");
            } catch (const Error& error) {
                return error.place().file;
            }
        };
        const MatchedCaptions matched = matching({{"7", {"A dog."}}});
        QCOMPARE(matched.references, std::size_t{2});
        QCOMPARE(matched.unusedReferences, std::size_t{1});
        QCOMPARE(matched.captions.front().words.hypothesis, (std::vector<std::string>{"a", "dog"}));
        QCOMPARE(blamed({{"9", {"a"}}}), std::filesystem::path("references.json"));
        QCOMPARE(blamed({{"7", {"a", "b"}}}), std::filesystem::path("hypotheses.json"));
    }

    void names_say_which_stages_are_computed() {
        const SynonymTable synonyms;
        const auto names = [](const CaptionTables& tables) {
            QStringList all;
            for (const NamedScore& score : captionScores({}, tables, {})) {
                all << QString::fromStdString(score.name.name);
            }
            return all;
        };
        QVERIFY(names({}).contains("meteor15_exact_stem"));
        QVERIFY(names({.synonyms = &synonyms}).contains("meteor15_exact_stem_synonym"));
        QVERIFY(names({}).contains("bleu_coco_4"));
        QVERIFY(names({}).contains("cider_d"));
    }

    void listed_scores_equal_those_of_each_metric() {
        std::vector<ReferencedCaption> captions;
        for (const CaptionPair& pair : toyCorpus()) {
            captions.push_back({.hypothesis = {}, .references = {}, .words = pair});
        }
        const auto scores = captionScores(captions, {}, {});
        QVERIFY(isNear(valueOf(scores, "bleu_coco_4"), 0.6254907195, 1e-10));
        QVERIFY(isNear(valueOf(scores, "rouge_l_coco"), 0.6939683354, 1e-10));
        QVERIFY(isNear(valueOf(scores, "cider_d"), 2.4950843716, 1e-9));
    }

    void meteors_own_tables_of_synonyms_are_read() {
        QFile synsets(m_folder.filePath("english.synsets"));
        QFile exceptions(m_folder.filePath("english.exceptions"));
        QVERIFY(synsets.open(QIODevice::WriteOnly) && exceptions.open(QIODevice::WriteOnly));
        synsets.write("car\n1 5\nauto\n5\nchild\n7\nkid\n7 9\n");
        exceptions.write("child\nchildren\n");
        synsets.close();
        exceptions.close();
        const auto table = SynonymTable::load(m_folder.path().toStdString(), {});
        const auto alike = [&](const char* a, const char* b) {
            return areSynonyms(table.meaningsOf(a), table.meaningsOf(b));
        };
        QVERIFY(alike("car", "autos"));
        QVERIFY(alike("kids", "children"));
        QVERIFY(!alike("car", "child"));
        QVERIFY(!alike("car", "unknown"));
        QCOMPARE(table.synonymsOf("children"), (std::set<std::string>{"children", "child", "kid"}));
    }

    void a_wordnet_folder_gives_the_synonyms_that_meteors_tables_give() {
        const QTemporaryDir folder;
        writeWordNet(folder);
        const auto table = SynonymTable::load(folder.path().toStdString(), {});
        const auto alike = [&](const char* a, const char* b) {
            return areSynonyms(table.meaningsOf(a), table.meaningsOf(b));
        };
        QVERIFY(alike("kids", "children"));
        QVERIFY(alike("went", "goes"));
        QVERIFY(alike("kid", "pull_the_leg_of"));
        QVERIFY(!alike("went", "last")); // the last is of another part of speech, at the same place of its file
        QVERIFY(!alike("child", "unknown"));
        QCOMPARE(table.synonymsOf("children"), (std::set<std::string>{"children", "child", "kid"}));
        QCOMPARE(table.synonymsOf("kids"), (std::set<std::string>{"kids", "child", "kid"}));
    }

    void broken_wordnet_folders_are_refused_with_file_and_line_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("bytes"); ///< null: the file is missing
        QTest::addColumn<QString>("place");
        const auto row = [](const char* name, const char* file, const QByteArray& bytes, const char* place) {
            QTest::newRow(name) << file << bytes << place;
        };
        const QByteArray good("  1 licence\nkid v 1 1 @ 1 1 00007\n");
        row("no index", "index.adv", {}, "index.adv)");
        row("no exceptions", "verb.exc", {}, "verb.exc)");
        row("broken off", "index.verb", good + "go v 2 1 @ 2 0 00100", "index.verb, line 3)");
        row("too many fields", "index.verb", good + "go v 1 1 @ 1 0 00100 00200\n", "index.verb, line 3)");
        row("no synset", "index.verb", good + "go v 0 1 @ 1 0\n", "index.verb, line 3)");
        row("another part of speech", "index.verb", good + "go n 1 1 @ 1 0 00100\n", "index.verb, line 3)");
        row("synset no number", "index.verb", good + "go v 1 1 @ 1 0 0010x\n", "index.verb, line 3)");
        row("synset too large", "index.verb", good + "go v 1 1 @ 1 0 100000000\n", "index.verb, line 3)");
        row("negative count", "index.verb", good + "go v 1 -1 1 0 00100 1 1\n", "index.verb, line 3)");
        row("count too large", "index.verb", good + "go v 1 4294967295 @ 1 0 00100\n", "index.verb, line 3)");
        row("empty line", "index.verb", good + "\n", "index.verb, line 3)");
        row("exception without base", "verb.exc", "went go\ngone\n", "verb.exc, line 2)");
        row("huge line", "index.noun", QByteArray(2 << 20, 'a'), "index.noun, line 1)");
        row("huge file", "index.noun", ("  " + QByteArray(1 << 19, 'a') + '\n').repeated(70), "index.noun, line 64)");
    }
    void broken_wordnet_folders_are_refused_with_file_and_line() {
        QFETCH(QString, file);
        QFETCH(QByteArray, bytes);
        QFETCH(QString, place);
        const QTemporaryDir folder;
        writeWordNet(folder);
        QVERIFY(QFile::remove(folder.filePath(file)));
        if (!bytes.isNull()) {
            write(folder.filePath(file), bytes);
        }
        try {
            SynonymTable::load(folder.path().toStdString(), {});
            QFAIL("it was read");
        } catch (const Error& error) {
            const QString told = error.what();
            QVERIFY2(told.endsWith(folder.filePath(place)), qPrintable(told));
        }
    }

    void a_folder_without_any_table_is_named() {
        const QTemporaryDir folder;
        QVERIFY_EXCEPTION_THROWN(SynonymTable::load(folder.path().toStdString(), {}), Error);
    }

    void broken_tables_are_refused() {
        QVERIFY_EXCEPTION_THROWN(SynonymTable::load(written("[1]"), {}), Error);
        QVERIFY_EXCEPTION_THROWN(SynonymTable::load(m_folder.filePath("none.json").toStdString(), {}), Error);
        QVERIFY_EXCEPTION_THROWN(ParaphraseTable::load(written("0.5\na\n"), {}), Error);
        QVERIFY_EXCEPTION_THROWN(ParaphraseTable::load(written("0.5\n\nb\n"), {}), Error);
    }

private:
    static void write(const QString& path, const QByteArray& bytes) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }

    /// A database of six words.
    static void writeWordNet(const QTemporaryDir& folder) {
        write(folder.filePath("index.noun"), "  1 licence\nchild n 1 2 @ ~ 1 1 00000007\nkid n 2 0 2 1 00000007 9\n");
        write(folder.filePath("index.verb"), "go v 1 1 @ 1 0 00000100\nkid v 1 0 1 0 00000200\n"
                                             "pull_the_leg_of v 1 0 1 0 00000200\n");
        write(folder.filePath("index.adj"), "last a 1 0 1 0 00000100\n");
        write(folder.filePath("index.adv"), "");
        write(folder.filePath("noun.exc"), "children child\n");
        write(folder.filePath("verb.exc"), "went go\n");
        write(folder.filePath("adj.exc"), "");
        write(folder.filePath("adv.exc"), "");
    }

    std::filesystem::path written(const QByteArray& bytes) {
        QFile file(m_folder.filePath("file.json"));
        if (file.open(QIODevice::WriteOnly)) {
            file.write(bytes);
        }
        return file.fileName().toStdString();
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(MetricsStoriesTest)
#include "metrics_stories_test.moc"
