// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/text/byte_pair_bytes.h"
#include "core/text/byte_pair_tokenizer.h"
#include "core/text/byte_pair_words.h"
#include "core/text/tokenizer_choice.h"
#include "tests/support/processor_time.h"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace storyscope;
using namespace storyscope::text;
using nlohmann::json;

namespace {

const std::filesystem::path golden = STORYSCOPE_SHARED_DATA "/golden/gpt2_tokenizer";
const char* const endToken = "<|endoftext|>";

/// Every byte, what the merges make, and the end.
std::vector<std::string> tokensOf(const std::vector<BytePair>& merges) {
    std::vector<std::string> tokens;
    for (int byte = 0; byte < 256; ++byte) {
        tokens.push_back(byteSymbol(static_cast<unsigned char>(byte)));
    }
    for (const auto& [left, right] : merges) {
        tokens.push_back(left + right);
    }
    tokens.emplace_back(endToken);
    return tokens;
}

BytePairTokenizer made(const std::vector<BytePair>& merges) {
    return BytePairTokenizer({.tokens = tokensOf(merges), .merges = merges});
}

const std::vector<BytePair> smallMerges{{"c", "a"}, {"ca", "t"}, {"Ġ", "cat"}, {"a", "a"}, {"aa", "aa"}, {"Ã", "©"}};

BytePairTokenizer small() {
    return made(smallMerges);
}

std::vector<std::int64_t> idsOf(const Tokenizer& tokenizer, const std::string& text) {
    std::vector<std::int64_t> ids;
    for (const TokenSpan& span : tokenizer.encode(text)) {
        ids.push_back(span.id);
    }
    return ids;
}

std::vector<std::string> piecesOf(const Tokenizer& tokenizer, const std::string& text) {
    std::vector<std::string> pieces;
    for (const std::int64_t id : idsOf(tokenizer, text)) {
        pieces.push_back(tokenizer.token(id));
    }
    return pieces;
}

std::vector<std::string> partsOf(const std::string& text, const std::vector<TokenSpan>& spans) {
    std::vector<std::string> parts;
    for (const TokenSpan& span : spans) {
        parts.push_back(text.substr(span.begin, span.end - span.begin));
    }
    return parts;
}

std::vector<std::string> wordsOf(const std::string& text) {
    const auto words = splitBytePairWords(text);
    return {words.begin(), words.end()};
}

std::vector<json> linesOf(const char* name) {
    std::ifstream file(golden / name);
    std::vector<json> lines;
    for (std::string line; std::getline(file, line);) {
        lines.push_back(json::parse(line));
    }
    return lines;
}

std::string withoutEnds(std::string text) {
    const std::string end = endToken;
    for (std::size_t place = text.find(end); place != std::string::npos; place = text.find(end)) {
        text.erase(place, end.size());
    }
    return text;
}

QByteArray about(const json& line) {
    return QByteArray::fromStdString(line.dump(-1, ' ', false, json::error_handler_t::replace).substr(0, 500));
}

json vocabularyJson(const std::vector<std::string>& tokens) {
    json vocabulary = json::object();
    for (std::size_t id = 0; id < tokens.size(); ++id) {
        vocabulary[tokens[id]] = id;
    }
    return vocabulary;
}

} // namespace

class TextBytePairTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (std::filesystem::exists(golden)) {
            m_gpt = std::make_unique<BytePairTokenizer>(BytePairTokenizer::load(golden));
        }
    }

    void init() {
        m_temporary = std::make_unique<QTemporaryDir>();
        m_folder = m_temporary->path().toStdString();
    }

    void every_byte_has_a_visible_symbol_of_its_own() {
        QCOMPARE(byteSymbol(' '), std::string("Ġ"));
        QCOMPARE(byteSymbol('\n'), std::string("Ċ"));
        QCOMPARE(byteSymbol('A'), std::string("A"));
        QCOMPARE(byteSymbol(0xAD), std::string("Ń"));
        QCOMPARE(byteSymbol(0xFF), std::string("ÿ"));
        for (int byte = 0; byte < 256; ++byte) {
            const auto value = static_cast<unsigned char>(byte);
            QCOMPARE(bytesOfSymbols(byteSymbol(value)), std::optional(std::string(1, static_cast<char>(value))));
        }
        QVERIFY(!bytesOfSymbols("cat€").has_value());
        QVERIFY(!bytesOfSymbols("a b").has_value());
    }

    void words_are_cut_as_the_published_pattern_does_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("words");
        QTest::newRow("words and marks") << "Hello world, 42 cats!"
                                         << QStringList{"Hello", " world", ",", " 42", " cats", "!"};
        QTest::newRow("clitics") << "he's we'll I'D" << QStringList{"he", "'s", " we", "'ll", " I", "'", "D"};
        QTest::newRow("a clitic of two") << "'ve're 're" << QStringList{"'ve", "'re", " '", "re"};
        QTest::newRow("a mark takes the apostrophe") << "!'s" << QStringList{"!'", "s"};
        QTest::newRow("spaces") << "a   b  " << QStringList{"a", "  ", " b", "  "};
        QTest::newRow("lines") << "a\n\nb\n c" << QStringList{"a", "\n", "\n", "b", "\n", " c"};
        QTest::newRow("a tab before a word") << "a\t b\tc" << QStringList{"a", "\t", " b", "\t", "c"};
        QTest::newRow("a wide space") << "a\u3000b\u00A0 c" << QStringList{"a", "\u3000", "b", "\u00A0", " c"};
        QTest::newRow("letters of all scripts") << "été 犬2Ⅷ½" << QStringList{"été", " 犬", "2Ⅷ½"};
        QTest::newRow("an accent of its own") << "e\u0301a" << QStringList{"e", "\u0301", "a"};
        QTest::newRow("one space") << " " << QStringList{" "};
        QTest::newRow("nothing") << "" << QStringList{};
    }

    void words_are_cut_as_the_published_pattern_does() {
        QFETCH(const QString, text);
        QFETCH(const QStringList, words);
        std::vector<std::string> expected;
        for (const QString& word : words) {
            expected.push_back(word.toStdString());
        }
        QCOMPARE(wordsOf(text.toStdString()), expected);
    }

    void the_first_pair_of_the_list_is_merged_first() {
        QCOMPARE(piecesOf(small(), "cat cat at"), (std::vector<std::string>{"cat", "Ġcat", "Ġ", "a", "t"}));
        QCOMPARE(piecesOf(small(), "aaaaaaa"), (std::vector<std::string>{"aaaa", "aa", "a"}));
        // what comes up while a pair is merged waits for the rest of that pair, even if it stands before it
        QCOMPARE(piecesOf(made({{"aa", "b"}, {"a", "a"}}), "aaaab"), (std::vector<std::string>{"aa", "aab"}));
        QCOMPARE(piecesOf(made({{"aa", "a"}, {"a", "a"}}), "aaaa"), (std::vector<std::string>{"aa", "aa"}));
    }

    void pieces_know_their_bytes_in_the_text() {
        const std::string text = "cat <|endoftext|> caté";
        QCOMPARE(partsOf(text, small().encode(text)), (std::vector<std::string>{"cat", " ", endToken, " cat", "é"}));
        const BytePairTokenizer spaced(
            {.tokens = tokensOf(smallMerges), .merges = smallMerges, .prefix = BytePairFiles::Prefix::Space});
        QCOMPARE(piecesOf(spaced, "cat"), std::vector<std::string>{"Ġcat"});
        QCOMPARE(partsOf("cat", spaced.encode("cat")), std::vector<std::string>{"cat"});
    }

    void any_bytes_are_encoded() {
        std::string bytes;
        for (int byte = 0; byte < 256; ++byte) {
            bytes += static_cast<char>(byte);
        }
        std::string spelled;
        for (const std::string& piece : piecesOf(small(), bytes)) {
            spelled += piece;
        }
        QCOMPARE(bytesOfSymbols(spelled), std::optional(bytes));
    }

    void what_is_no_text_is_decoded_readably() {
        const BytePairTokenizer tokenizer = small();
        const auto idOf = [&](const std::string& bytes) { return idsOf(tokenizer, bytes).front(); };
        const std::vector<std::int64_t> ids{idOf("cat"),  idOf("\xC3"), idOf("x"),
                                            idOf("\xC3"), idOf("\xAA"), tokenizer.endId()};
        std::vector<TokenSpan> spans;
        const std::string text = tokenizer.decode(ids, &spans);
        QCOMPARE(text, std::string("cat\uFFFDxê"));
        QCOMPARE(partsOf(text, spans), (std::vector<std::string>{"cat", "\uFFFD", "x", "", "ê", ""}));
        QVERIFY_EXCEPTION_THROWN((void)tokenizer.decode({9999}), Error);
        QVERIFY_EXCEPTION_THROWN((void)tokenizer.token(-1), Error);
    }

    void the_published_tokens_of_all_cases_come_out() {
        if (!m_gpt) {
            QSKIP("shared/golden/gpt2_tokenizer is not here");
        }
        QCOMPARE(m_gpt->vocabularySize(), std::int64_t{50257});
        for (const std::int64_t id : {m_gpt->beginId(), m_gpt->endId(), m_gpt->padId(), m_gpt->unknownId()}) {
            QCOMPARE(id, std::int64_t{50256});
        }
        int checked = 0;
        for (const json& line : linesOf("cases.jsonl")) {
            const std::string text = line.at("text").get<std::string>();
            const auto ids = line.at("token_ids").get<std::vector<std::int64_t>>();
            QVERIFY2(piecesOf(*m_gpt, text) == line.at("tokens").get<std::vector<std::string>>(), about(line));
            QVERIFY2(idsOf(*m_gpt, text) == ids, about(line));
            QVERIFY2(m_gpt->decode(ids) == withoutEnds(line.at("decoded").get<std::string>()), about(line));
            ++checked;
        }
        QCOMPARE(checked, 400);
    }

    void the_published_tokens_after_a_space_come_out() {
        if (!m_gpt) {
            QSKIP("shared/golden/gpt2_tokenizer is not here");
        }
        for (const char* name : {"vocab.json", "merges.txt"}) {
            writeFileAtomically(m_folder / name, readFile(golden / name));
        }
        writeFileAtomically(m_folder / "tokenizer_config.json", R"({"add_prefix_space": true})");
        const auto spaced = loadTokenizer(m_folder);
        int checked = 0;
        for (const json& line : linesOf("cases_add_prefix_space.jsonl")) {
            QVERIFY2(idsOf(*spaced, line.at("text").get<std::string>()) ==
                         line.at("token_ids").get<std::vector<std::int64_t>>(),
                     about(line));
            ++checked;
        }
        QVERIFY(checked > 100);
    }

    void a_saved_tokenizer_is_loaded_as_it_was() {
        BytePairTokenizer(
            {.tokens = tokensOf(smallMerges), .merges = smallMerges, .prefix = BytePairFiles::Prefix::Space})
            .save(m_folder);
        const auto loaded = loadTokenizer(m_folder);
        QVERIFY(dynamic_cast<BytePairTokenizer*>(loaded.get()));
        QCOMPARE(piecesOf(*loaded, "cat aaé\""), (std::vector<std::string>{"Ġcat", "Ġ", "aa", "Ã©", "\""}));
        QCOMPARE(loaded->vocabularySize(), small().vocabularySize());
        QCOMPARE(loaded->endId(), small().endId());
        if (m_gpt) {
            m_gpt->save(m_folder);
            QCOMPARE(readFile(m_folder / "merges.txt"), readFile(golden / "merges.txt"));
            QVERIFY(json::parse(readFile(m_folder / "vocab.json")) == json::parse(readFile(golden / "vocab.json")));
        }
    }

    void a_folder_with_tokenizer_json_alone_is_loaded() {
        json document{{"normalizer", nullptr},
                      {"pre_tokenizer", {{"type", "ByteLevel"}, {"add_prefix_space", false}}},
                      {"model",
                       {{"type", "BPE"},
                        {"vocab", vocabularyJson(tokensOf(smallMerges))},
                        {"merges", {"c a", "ca t", {"Ġ", "cat"}}}}}};
        const auto write = [&] { writeFileAtomically(m_folder / "tokenizer.json", document.dump()); };
        write();
        QCOMPARE(piecesOf(*loadTokenizer(m_folder), "cat cat"), (std::vector<std::string>{"cat", "Ġcat"}));

        document["model"]["merges"] = {"cat"};
        write();
        refuses("tokenizer.json", ErrorCode::Malformed, "two tokens");
        document["pre_tokenizer"] = {{"type", "Split"}};
        write();
        refuses("tokenizer.json", ErrorCode::Unsupported, "as GPT-2 does");
        document["normalizer"] = {{"type", "NFC"}};
        write();
        refuses("tokenizer.json", ErrorCode::Unsupported, "changes text");
    }

    void a_preset_names_its_tokenizer() {
        small().save(m_folder);
        const auto kind = tokenizerKindNamed("bytepair");
        QCOMPARE(nameOf(kind), std::string("bytepair"));
        QCOMPARE(piecesOf(*makeTokenizer({.kind = kind, .vocabulary = m_folder}, {}), "cat"),
                 std::vector<std::string>{"cat"});
        QVERIFY_EXCEPTION_THROWN((void)makeTokenizer({.kind = kind}, {"a cat"}), Error);
    }

    void broken_files_are_named_with_the_place() {
        const std::string vocabulary = vocabularyJson(tokensOf(smallMerges)).dump();
        const auto write = [&](const std::string& tokens, const std::string& merges) {
            writeFileAtomically(m_folder / "vocab.json", tokens);
            writeFileAtomically(m_folder / "merges.txt", merges);
        };
        write(vocabulary.substr(0, 700), "#version: 0.2\nc a\n");
        refuses("vocab.json, byte", ErrorCode::Malformed, "not valid JSON");
        write("[1, 2]", "");
        refuses("vocab.json", ErrorCode::Malformed, "no JSON object");
        write(std::string(100000, '['), "");
        refuses("vocab.json", ErrorCode::Malformed, "nested");
        write(R"({"a": 0, "b": 7})", "");
        refuses("vocab.json", ErrorCode::Malformed, "without gaps");
        write(R"({"a": -1, "b": "x"})", "");
        refuses("vocab.json", ErrorCode::Malformed, "without gaps");
        write(R"({"a": 0})", "");
        refuses("vocab.json", ErrorCode::Malformed, "byte 0");
        json withoutEnd = json::parse(vocabulary);
        withoutEnd.erase(endToken);
        write(withoutEnd.dump(), "");
        refuses("vocab.json", ErrorCode::Malformed, endToken);
        write(vocabulary, "#version: 0.2\nc a\n\nca x\n");
        refuses("merges.txt, line 4", ErrorCode::Malformed, "\"cax\"");
        write(vocabulary, "#version: 0.2\nc a\ndog s\n");
        refuses("merges.txt, line 3", ErrorCode::Malformed, "\"dog\"");
        for (const char* line : {"cat", "c a t", " cat", "cat "}) {
            write(vocabulary, std::string("c a\n") + line + "\n");
            refuses("merges.txt, line 2", ErrorCode::Malformed, "two tokens");
        }
        std::filesystem::remove(m_folder / "merges.txt");
        refuses("merges.txt", ErrorCode::NotFound, "");
    }

    void files_that_no_vocabulary_fills_are_refused_unread() {
        small().save(m_folder);
        std::filesystem::resize_file(m_folder / "merges.txt", std::uintmax_t{1} << 30);
        refuses("merges.txt", ErrorCode::Malformed, "");
    }

    void a_word_without_end_takes_no_time_to_speak_of() {
        const test::ProcessorTime spent;
        const auto ids = idsOf(small(), std::string(500'000, 'a'));
        QCOMPARE(ids.size(), std::size_t{125'000});
        QVERIFY2(spent.milliseconds() < 5000, std::to_string(spent.milliseconds()).c_str());
    }

private:
    void refuses(const std::string& place, ErrorCode code, const std::string& reason) {
        try {
            (void)loadTokenizer(m_folder);
        } catch (const Error& error) {
            const std::string sentence = error.what();
            QVERIFY2(error.code() == code, sentence.c_str());
            QVERIFY2(sentence.find(place) != std::string::npos, sentence.c_str());
            QVERIFY2(sentence.find(reason) != std::string::npos, sentence.c_str());
            return;
        }
        QFAIL("Nothing was refused");
    }

    std::unique_ptr<BytePairTokenizer> m_gpt;
    std::unique_ptr<QTemporaryDir> m_temporary;
    std::filesystem::path m_folder;
};

QTEST_GUILESS_MAIN(TextBytePairTest)
#include "text_byte_pair_test.moc"
