// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/text/whitespace_tokenizer.h"

#include <QTemporaryDir>
#include <QTest>

using namespace storyscope;
using namespace storyscope::text;

namespace {

std::vector<std::int64_t> idsOf(const Tokenizer& tokenizer, const std::string& text) {
    std::vector<std::int64_t> ids;
    for (const TokenSpan& span : tokenizer.encode(text)) {
        ids.push_back(span.id);
    }
    return ids;
}

} // namespace

class TextWhitespaceTokenizerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void the_special_tokens_come_first() {
        const auto tokenizer = WhitespaceTokenizer::train({"a"}, 100);
        QCOMPARE(tokenizer.token(tokenizer.padId()), std::string("<PAD>"));
        QCOMPARE(tokenizer.token(tokenizer.unknownId()), std::string("<UNK>"));
        QCOMPARE(tokenizer.token(tokenizer.beginId()), std::string("<SOS>"));
        QCOMPARE(tokenizer.token(tokenizer.endId()), std::string("<EOS>"));
    }

    void the_vocabulary_is_sorted_by_frequency_then_appearance() {
        const auto tokenizer = WhitespaceTokenizer::train({"b A c c", "a B c d."}, 100);
        QCOMPARE(tokenizer.vocabularySize(), 8);
        QCOMPARE(tokenizer.token(4), std::string("c"));
        QCOMPARE(tokenizer.token(5), std::string("b"));
        QCOMPARE(tokenizer.token(6), std::string("a"));
        QCOMPARE(tokenizer.token(7), std::string("d."));
    }

    void the_limit_counts_all_tokens() {
        QCOMPARE(WhitespaceTokenizer::train({"b a c c"}, 5).vocabularySize(), 5);
        QCOMPARE(WhitespaceTokenizer::train({"a"}, 0).vocabularySize(), 4);
    }

    void words_are_lowered_and_split_on_any_white_space() {
        const auto tokenizer = WhitespaceTokenizer::train({"the dog , old . straße ὀδυσσεύς"}, 100);
        QCOMPARE(idsOf(tokenizer, "The\tDOG\u00A0,\u2003OLD\n.\x1CStraße\u0085cat"),
                 (std::vector<std::int64_t>{4, 5, 6, 7, 8, 9, 1}));
        QCOMPARE(idsOf(tokenizer, "ὈΔΥΣΣΕΎΣ"), std::vector<std::int64_t>{10}); // a sigma that ends a word
        QCOMPARE(idsOf(tokenizer, "dog."), std::vector<std::int64_t>{1});
        QCOMPARE(idsOf(tokenizer, "<UNK>"), std::vector<std::int64_t>{1});
    }

    void words_know_their_bytes_in_the_text() {
        const std::string text = "  Älter als\xFF du ";
        std::vector<std::string> parts;
        for (const TokenSpan& span : WhitespaceTokenizer::train({text}, 100).encode(text)) {
            parts.push_back(text.substr(span.begin, span.end - span.begin));
        }
        QCOMPARE(parts, (std::vector<std::string>{"Älter", "als\xFF", "du"}));
    }

    void decoded_text_reads_as_a_person_writes_it() {
        const auto tokenizer = WhitespaceTokenizer::train({"the dog waits . it barks !"}, 100);
        std::vector<std::int64_t> ids = idsOf(tokenizer, "the dog waits . it barks !");
        ids.insert(ids.begin(), 2);
        ids.insert(ids.end(), {3, 0, 0});
        QCOMPARE(tokenizer.decode(ids), std::string("The dog waits. It barks!"));
        QVERIFY_EXCEPTION_THROWN((void)tokenizer.decode({99}), Error);
    }

    void a_saved_vocabulary_is_loaded_as_it_was() {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        WhitespaceTokenizer::train({"b a c c"}, 100).save(path);
        QCOMPARE(idsOf(*loadTokenizer(path), "a b c"), (std::vector<std::int64_t>{6, 5, 4}));
    }

    void a_bad_vocabulary_is_refused_with_its_line_data() {
        QTest::addColumn<QByteArray>("vocabulary");
        QTest::addColumn<int>("line");
        QTest::newRow("no special tokens") << QByteArray("<PAD>\na\n") << 2;
        QTest::newRow("empty word") << QByteArray("<PAD>\n<UNK>\n<SOS>\n<EOS>\na\n\nb\n") << 6;
        QTest::newRow("two words") << QByteArray("<PAD>\n<UNK>\n<SOS>\n<EOS>\na b\n") << 5;
        QTest::newRow("twice") << QByteArray("<PAD>\n<UNK>\n<SOS>\n<EOS>\na\nb\na\n") << 7;
        QTest::newRow("no UTF-8") << QByteArray("<PAD>\n<UNK>\n<SOS>\n<EOS>\na\xFF\n") << 5;
    }

    void a_bad_vocabulary_is_refused_with_its_line() {
        QFETCH(const QByteArray, vocabulary);
        QFETCH(const int, line);
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        writeFileAtomically(path / "vocab.txt", vocabulary.toStdString());
        try {
            (void)loadTokenizer(path);
            QFAIL("the vocabulary was accepted");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::Malformed);
            QCOMPARE(error.place().row, std::optional<std::uint64_t>(line));
            QCOMPARE(error.place().file, path / "vocab.txt");
        }
    }
};

QTEST_GUILESS_MAIN(TextWhitespaceTokenizerTest)
#include "text_whitespace_tokenizer_test.moc"
