// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/text/word_tokenizer.h"

#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace storyscope;
using namespace storyscope::text;

namespace {

const std::vector<std::string> captions{
    "Mia packs a red umbrella in the kitchen.",
    "Then Mia opens the umbrella.",
    "Rain falls on the street.",
    "The dog waits for Ben.",
    "Ben's bicycle is well-known.",
    "\"Stop!\" says Ben.",
};

WordTokenizer trained() {
    return WordTokenizer::train(captions, 1000);
}

std::vector<std::int64_t> idsOf(const Tokenizer& tokenizer, const std::string& text) {
    std::vector<std::int64_t> ids;
    for (const TokenSpan& span : tokenizer.encode(text)) {
        ids.push_back(span.id);
    }
    return ids;
}

} // namespace

class TextWordTokenizerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void the_special_tokens_come_first() {
        const auto tokenizer = trained();
        QCOMPARE(tokenizer.token(tokenizer.padId()), std::string("[PAD]"));
        QCOMPARE(tokenizer.token(tokenizer.unknownId()), std::string("[UNK]"));
        QCOMPARE(tokenizer.token(tokenizer.beginId()), std::string("[BOS]"));
        QCOMPARE(tokenizer.token(tokenizer.endId()), std::string("[EOS]"));
    }

    void the_vocabulary_is_sorted_by_frequency_then_appearance() {
        const auto tokenizer = WordTokenizer::train({"b a c c", "a b c d"}, 1000);
        QCOMPARE(tokenizer.vocabularySize(), 8);
        QCOMPARE(tokenizer.token(4), std::string("c"));
        QCOMPARE(tokenizer.token(5), std::string("b"));
        QCOMPARE(tokenizer.token(6), std::string("a"));
        QCOMPARE(tokenizer.token(7), std::string("d"));
    }

    void the_limit_counts_all_tokens() {
        QCOMPARE(WordTokenizer::train({"b a c c", "a b c d"}, 6).vocabularySize(), 6);
        QCOMPARE(WordTokenizer::train({"a"}, 0).vocabularySize(), 4);
    }

    void names_keep_their_capital_and_sentence_beginnings_do_not() {
        const auto tokenizer = trained();
        const auto spelled = [&](const char* word) { return tokenizer.token(idsOf(tokenizer, word).front()); };
        QCOMPARE(spelled("mia"), std::string("Mia"));
        QCOMPARE(spelled("BEN"), std::string("Ben"));
        QCOMPARE(spelled("Rain"), std::string("rain"));
        QCOMPARE(spelled("The"), std::string("the"));
        QCOMPARE(spelled("Stop"), std::string("stop"));
    }

    void decoding_gives_back_the_captions_data() {
        QTest::addColumn<QString>("caption");
        for (const std::string& caption : captions) {
            QTest::newRow(caption.c_str()) << QString::fromStdString(caption);
        }
    }
    void decoding_gives_back_the_captions() {
        QFETCH(QString, caption);
        const auto tokenizer = trained();
        QCOMPARE(QString::fromStdString(tokenizer.decode(idsOf(tokenizer, caption.toStdString()))), caption);
    }

    void spans_lead_back_to_the_text() {
        const auto tokenizer = trained();
        const std::string text = "mia  OPENS the sky.";
        const auto spans = tokenizer.encode(text);
        QCOMPARE(spans.size(), std::size_t{5});
        QCOMPARE(text.substr(spans[1].begin, spans[1].end - spans[1].begin), std::string("OPENS"));
        QCOMPARE(spans[3].id, tokenizer.unknownId());
        QCOMPARE(text.substr(spans[3].begin, spans[3].end - spans[3].begin), std::string("sky"));
    }

    void decoded_spans_cover_their_words() {
        const auto tokenizer = trained();
        auto ids = idsOf(tokenizer, "rain falls on Ben's umbrella.");
        ids.insert(ids.begin(), tokenizer.beginId());
        ids.push_back(tokenizer.endId());
        ids.push_back(tokenizer.padId());
        std::vector<TokenSpan> spans;
        const std::string text = tokenizer.decode(ids, &spans);
        QCOMPARE(text, std::string("Rain falls on Ben's umbrella."));
        QCOMPARE(spans.size(), ids.size());
        QStringList words;
        for (std::size_t index = 0; index < spans.size(); ++index) {
            QCOMPARE(spans[index].id, ids[index]);
            words << QString::fromStdString(text.substr(spans[index].begin, spans[index].end - spans[index].begin));
        }
        QCOMPARE(words.join('|'), QString("|Rain|falls|on|Ben|'s|umbrella|.||"));
    }

    void every_sentence_begins_with_a_capital() {
        const auto tokenizer = trained();
        QCOMPARE(tokenizer.decode(idsOf(tokenizer, "rain falls! the dog waits. \"stop\" says Mia")),
                 std::string("Rain falls! The dog waits. \"Stop\" says Mia"));
    }

    void special_tokens_in_a_text_are_plain_text() {
        const auto tokenizer = trained();
        for (const std::int64_t id : idsOf(tokenizer, "[EOS] [PAD]")) {
            QCOMPARE(id, tokenizer.unknownId());
        }
    }

    void an_id_out_of_range_is_an_error() {
        const auto tokenizer = trained();
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(tokenizer.token(-1)));
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(tokenizer.decode({tokenizer.vocabularySize()})));
    }

    void a_saved_vocabulary_is_loaded_equal() {
        const QTemporaryDir folder;
        const auto tokenizer = trained();
        tokenizer.save(folder.path().toStdString());
        const auto loaded = loadTokenizer(folder.path().toStdString());
        QCOMPARE(loaded->vocabularySize(), tokenizer.vocabularySize());
        for (std::int64_t id = 0; id < tokenizer.vocabularySize(); ++id) {
            QCOMPARE(loaded->token(id), tokenizer.token(id));
        }
    }

    void a_broken_vocabulary_is_refused_with_its_line_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<int>("line");
        const QByteArray head = "[PAD]\n[UNK]\n[BOS]\n[EOS]\n";
        QTest::newRow("empty file") << QByteArray() << 1;
        QTest::newRow("specials missing") << QByteArray("a\nb\nc\nd\n") << 1;
        QTest::newRow("specials in another order") << QByteArray("[PAD]\n[UNK]\n[EOS]\n[BOS]\n") << 3;
        QTest::newRow("only three lines") << QByteArray("[PAD]\n[UNK]\n[BOS]\n") << 4;
        QTest::newRow("twice") << head + "a\nb\na\n" << 7;
        QTest::newRow("twice but for case") << head + "Mia\nmia\n" << 6;
        QTest::newRow("empty line") << head + "a\n\nb\n" << 6;
        QTest::newRow("space inside") << head + "a b\n" << 5;
        QTest::newRow("not UTF-8") << head + "a\xFF\n" << 5;
    }
    void a_broken_vocabulary_is_refused_with_its_line() {
        QFETCH(QByteArray, content);
        QFETCH(int, line);
        const QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "vocab.txt";
        writeFileAtomically(path, content.toStdString());
        try {
            loadTokenizer(folder.path().toStdString());
            QFAIL("a broken vocabulary was loaded");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::Malformed);
            QCOMPARE(error.place().file, path);
            QCOMPARE(error.place().row, std::optional<std::uint64_t>(static_cast<std::uint64_t>(line)));
        }
    }

    void a_vocabulary_with_windows_line_ends_is_read() {
        const QTemporaryDir folder;
        writeFileAtomically(std::filesystem::path(folder.path().toStdString()) / "vocab.txt",
                            "[PAD]\r\n[UNK]\r\n[BOS]\r\n[EOS]\r\nrain");
        QCOMPARE(loadTokenizer(folder.path().toStdString())->token(4), std::string("rain"));
    }

    void a_folder_without_vocabulary_is_named() {
        const QTemporaryDir folder;
        try {
            loadTokenizer(folder.path().toStdString());
            QFAIL("a tokenizer came from nowhere");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::NotFound);
            QCOMPARE(error.place().file, std::filesystem::path(folder.path().toStdString()));
        }
    }

    void random_bytes_are_tokenised_without_losing_order() {
        const auto tokenizer = trained();
        std::mt19937 random(7);
        for (int round = 0; round < 2000; ++round) {
            std::string text(random() % 40, '\0');
            for (char& letter : text) {
                letter = static_cast<char>(random() % 256);
            }
            std::size_t last = 0;
            for (const TokenSpan& span : tokenizer.encode(text)) {
                QVERIFY(span.begin >= last && span.end > span.begin && span.end <= text.size());
                last = span.end;
            }
            const auto learned = WordTokenizer::train({text}, 1000);
            QVERIFY(learned.vocabularySize() >= 4);
            QVERIFY(!QString::fromUtf8(learned.decode(idsOf(learned, text))).contains(QChar(0)));
        }
    }
};

QTEST_GUILESS_MAIN(TextWordTokenizerTest)
#include "text_word_tokenizer_test.moc"
