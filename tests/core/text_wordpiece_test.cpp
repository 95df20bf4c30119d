// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/text/piece_text.h"
#include "core/text/tokenizer_choice.h"
#include "core/text/whitespace_tokenizer.h"
#include "core/text/word_tokenizer.h"
#include "core/text/wordpiece_tokenizer.h"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace storyscope;
using namespace storyscope::text;
using nlohmann::json;

namespace {

const std::filesystem::path golden = STORYSCOPE_SHARED_DATA "/golden/bert_tokenizer";

const std::vector<std::string> smallVocabulary{"[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]", "want", "##want", "##ed",
                                               "wa",    "un",    "runn",  "##ing", ",",      "low",  "lowest", "博",
                                               "ah",    "推",    "zz",    "hello", "!",      "how",  "are",    "you",
                                               "?",     "n",     "##'t",  "'",     "t",      "s",    "is",     "."};

WordPieceTokenizer small(const BertReading& reading = {}) {
    return WordPieceTokenizer(smallVocabulary, reading);
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

std::vector<json> linesOf(const char* name) {
    std::ifstream file(golden / name);
    std::vector<json> lines;
    for (std::string line; std::getline(file, line);) {
        lines.push_back(json::parse(line));
    }
    return lines;
}

std::string joined(const WordPieceTokenizer& tokenizer, const std::vector<std::int64_t>& ids) {
    PieceText text;
    for (std::size_t index = 0; index < ids.size(); ++index) {
        const bool isSpecial = ids[index] == 0 || (ids[index] >= 100 && ids[index] <= 103);
        if (!isSpecial) {
            text.add(tokenizer.token(ids[index]), index);
        }
    }
    return text.text();
}

QByteArray about(const json& line) {
    return QByteArray::fromStdString(line.value("text", line.value("a", "")) + "\nexpected " +
                                     line.dump().substr(0, 400));
}

} // namespace

class TextWordPieceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (std::filesystem::exists(golden)) {
            m_bert = std::make_unique<WordPieceTokenizer>(WordPieceTokenizer::load(golden / "vocab.txt"));
        }
    }

    void words_are_cut_as_the_papers_example_says() {
        QCOMPARE(idsOf(small(), "UNwantéd,running"), (std::vector<std::int64_t>{9, 6, 7, 12, 10, 11}));
        QCOMPARE(piecesOf(small(), "ah博推zz"), (std::vector<std::string>{"ah", "博", "推", "zz"}));
        QCOMPARE(piecesOf(small(), " \tHeLLo!how  \n Are yoU?  "),
                 (std::vector<std::string>{"hello", "!", "how", "are", "you", "?"}));
        QCOMPARE(piecesOf(small(), "unwantedX running"), (std::vector<std::string>{"[UNK]", "runn", "##ing"}));
        QVERIFY(idsOf(small(), "\u00AD").empty());
    }

    void pieces_know_their_bytes_in_the_text() {
        const std::string text = "UNwante\u0301d, [SEP]Runn\u00ADing 博!";
        std::vector<std::string> parts;
        for (const TokenSpan& span : small().encode(text)) {
            parts.push_back(text.substr(span.begin, span.end - span.begin));
        }
        QCOMPARE(parts, (std::vector<std::string>{"UN", "want", "e\u0301d", ",", "[SEP]", "Runn", "ing", "博", "!"}));
    }

    void letters_accents_and_ideographs_may_stay() {
        QCOMPARE(piecesOf(small({.letterCase = BertCase::Kept}), "WANT want"),
                 (std::vector<std::string>{"[UNK]", "want"}));
        QCOMPARE(piecesOf(small({.accents = BertAccents::Kept}), "wänt"), std::vector<std::string>{"[UNK]"});
        QCOMPARE(piecesOf(small({.ideographs = BertIdeographs::Kept}), "博推"), std::vector<std::string>{"[UNK]"});
    }

    void decoding_joins_pieces_and_knows_their_places() {
        const std::vector<std::int64_t> ids{1, 9, 6, 7, 12, 19, 27, 29, 31, 2, 3};
        std::vector<TokenSpan> spans;
        const std::string text = small().decode(ids, &spans);
        QCOMPARE(text, std::string("unwanted, hello's."));
        std::vector<std::string> parts;
        for (const TokenSpan& span : spans) {
            parts.push_back(text.substr(span.begin, span.end - span.begin));
        }
        QCOMPARE(parts, (std::vector<std::string>{"", "un", "want", "ed", ",", "hello", "'", "s", ".", "", ""}));
    }

    void an_id_out_of_range_is_refused() {
        QVERIFY_EXCEPTION_THROWN((void)small().decode({99}), Error);
        QVERIFY_EXCEPTION_THROWN((void)small().token(-1), Error);
    }

    void the_published_tokens_of_all_cases_come_out() {
        if (!m_bert) {
            QSKIP("shared/golden/bert_tokenizer is not here");
        }
        int checked = 0;
        for (const json& line : linesOf("cases.jsonl")) {
            const std::string text = line.at("text").get<std::string>();
            QVERIFY2(piecesOf(*m_bert, text) == line.at("tokens").get<std::vector<std::string>>(), about(line));
            QVERIFY2(idsOf(*m_bert, text) == line.at("token_ids").get<std::vector<std::int64_t>>(), about(line));
            const AssembledText padded = m_bert->assemble(text, {.maximumLength = 32, .padding = Padding::ToMaximum});
            QVERIFY2(padded.ids == line.at("input_ids").get<std::vector<std::int64_t>>(), about(line));
            QVERIFY2(padded.attentionMask == line.at("attention_mask").get<std::vector<std::int64_t>>(), about(line));
            QVERIFY2(padded.types == line.at("token_type_ids").get<std::vector<std::int64_t>>(), about(line));
            const AssembledText whole = m_bert->assemble(text, {.maximumLength = 100000});
            QVERIFY2(whole.ids.size() == line.at("full_length").get<std::size_t>(), about(line));
            QVERIFY2(m_bert->decode(whole.ids) == line.at("decoded").get<std::string>(), about(line));
            QVERIFY2(joined(*m_bert, whole.ids) == line.at("decoded_no_cleanup").get<std::string>(), about(line));
            ++checked;
        }
        QCOMPARE(checked, 400);
    }

    void the_published_pairs_come_out() {
        if (!m_bert) {
            QSKIP("shared/golden/bert_tokenizer is not here");
        }
        const std::map<std::string, Truncation> truncations{{"longest_first", Truncation::LongestFirst},
                                                            {"only_first", Truncation::OnlyFirst},
                                                            {"only_second", Truncation::OnlySecond}};
        int checked = 0;
        for (const json& line : linesOf("pairs.jsonl")) {
            const AssembledText pair =
                m_bert->assemblePair(line.at("a").get<std::string>(), line.at("b").get<std::string>(),
                                     {.maximumLength = 32,
                                      .truncation = truncations.at(line.at("truncation").get<std::string>()),
                                      .padding = Padding::ToMaximum});
            QVERIFY2(pair.ids == line.at("input_ids").get<std::vector<std::int64_t>>(), about(line));
            QVERIFY2(pair.types == line.at("token_type_ids").get<std::vector<std::int64_t>>(), about(line));
            QVERIFY2(pair.attentionMask == line.at("attention_mask").get<std::vector<std::int64_t>>(), about(line));
            ++checked;
        }
        QCOMPARE(checked, 18);
    }

    void the_published_variants_come_out() {
        if (!m_bert) {
            QSKIP("shared/golden/bert_tokenizer is not here");
        }
        // strip_accents follows do_lower_case where it is not said
        const std::map<std::string, BertReading> readings{
            {"do_lower_case=False", {.letterCase = BertCase::Kept, .accents = BertAccents::Kept}},
            {"strip_accents=False", {.accents = BertAccents::Kept}},
            {"tokenize_chinese_chars=False", {.ideographs = BertIdeographs::Kept}}};
        std::map<std::string, WordPieceTokenizer> tokenizers;
        for (const auto& [name, reading] : readings) {
            tokenizers.emplace(name, WordPieceTokenizer(vocabularyOf(*m_bert), reading));
        }
        int checked = 0;
        for (const json& line : linesOf("variants.jsonl")) {
            const WordPieceTokenizer& tokenizer = tokenizers.at(line.at("variant").get<std::string>());
            const std::string text = line.at("text").get<std::string>();
            QVERIFY2(piecesOf(tokenizer, text) == line.at("tokens").get<std::vector<std::string>>(), about(line));
            QVERIFY2(idsOf(tokenizer, text) == line.at("token_ids").get<std::vector<std::int64_t>>(), about(line));
            ++checked;
        }
        QVERIFY(checked > 100);
    }

    void a_length_without_room_for_the_special_tokens_is_refused() {
        QVERIFY_EXCEPTION_THROWN((void)small().assemble("hello", {.maximumLength = 1}), Error);
        QVERIFY_EXCEPTION_THROWN((void)small().assemblePair("hello", "you", {.maximumLength = 2}), Error);
    }

    void a_saved_tokenizer_is_loaded_as_it_was() {
        const BertReading reading{.letterCase = BertCase::Kept, .accents = BertAccents::Kept};
        small(reading).save(m_folder);
        const auto loaded = loadTokenizer(m_folder);
        QCOMPARE(piecesOf(*loaded, "WANT wänt want"), (std::vector<std::string>{"[UNK]", "[UNK]", "want"}));
        QCOMPARE(loaded->padId(), std::int64_t{3});
        QCOMPARE(loaded->beginId(), std::int64_t{1});
        QCOMPARE(loaded->endId(), std::int64_t{2});
        QCOMPARE(loaded->unknownId(), std::int64_t{0});
    }

    void a_folder_with_tokenizer_json_alone_is_loaded() {
        json vocabulary = json::object();
        for (std::size_t index = 0; index < smallVocabulary.size(); ++index) {
            vocabulary[smallVocabulary[index]] = index;
        }
        json document{{"normalizer", {{"type", "BertNormalizer"}, {"lowercase", false}, {"strip_accents", nullptr}}},
                      {"model", {{"type", "WordPiece"}, {"vocab", vocabulary}}}};
        writeFileAtomically(m_folder / "tokenizer.json", document.dump());
        QCOMPARE(piecesOf(*loadTokenizer(m_folder), "WANT want"), (std::vector<std::string>{"[UNK]", "want"}));

        document["model"]["type"] = "BPE";
        writeFileAtomically(m_folder / "tokenizer.json", document.dump());
        refusesFolder(ErrorCode::Unsupported);
        document["model"] = {{"type", "WordPiece"}, {"vocab", {{"[PAD]", 0}, {"[UNK]", 7}}}};
        writeFileAtomically(m_folder / "tokenizer.json", document.dump());
        refusesFolder(ErrorCode::Malformed);
        writeFileAtomically(m_folder / "tokenizer.json", std::string(100000, '['));
        refusesFolder(ErrorCode::Malformed);
    }

    void each_kind_of_vocabulary_is_recognised() {
        WordTokenizer::train({"a cat"}, 100).save(m_folder);
        QVERIFY(dynamic_cast<WordTokenizer*>(loadTokenizer(m_folder).get()));
        WhitespaceTokenizer::train({"a cat"}, 100).save(m_folder);
        QVERIFY(dynamic_cast<WhitespaceTokenizer*>(loadTokenizer(m_folder).get()));
        small().save(m_folder);
        QVERIFY(dynamic_cast<WordPieceTokenizer*>(loadTokenizer(m_folder).get()));
        writeFileAtomically(m_folder / "vocab.txt", "no\nspecial\ntokens\n");
        refusesFolder(ErrorCode::Malformed);
    }

    void a_preset_names_its_tokenizer() {
        const std::vector<std::string> texts{"A cat.", "a dog."};
        QCOMPARE(makeTokenizer({.kind = tokenizerKindNamed("whitespace")}, texts)->token(4), std::string("a"));
        QCOMPARE(makeTokenizer({.kind = tokenizerKindNamed("word"), .limit = 6}, texts)->vocabularySize(), 6);
        small().save(m_folder);
        const TokenizerChoice pieces{.kind = tokenizerKindNamed("wordpiece"), .vocabulary = m_folder / "vocab.txt"};
        QCOMPARE(makeTokenizer(pieces, texts)->beginId(), std::int64_t{1});
        QCOMPARE(makeTokenizer({.kind = TokenizerKind::WordPiece, .vocabulary = m_folder}, texts)->endId(),
                 std::int64_t{2});
        QVERIFY_EXCEPTION_THROWN((void)makeTokenizer({.kind = TokenizerKind::WordPiece}, texts), Error);
        QVERIFY_EXCEPTION_THROWN(
            (void)makeTokenizer({.kind = TokenizerKind::Whitespace, .vocabulary = m_folder}, texts), Error);
        QVERIFY_EXCEPTION_THROWN((void)tokenizerKindNamed("bpe"), Error);
    }

    void init() {
        m_temporary = std::make_unique<QTemporaryDir>();
        m_folder = m_temporary->path().toStdString();
    }

private:
    static std::vector<std::string> vocabularyOf(const Tokenizer& tokenizer) {
        std::vector<std::string> tokens;
        for (std::int64_t id = 0; id < tokenizer.vocabularySize(); ++id) {
            tokens.push_back(tokenizer.token(id));
        }
        return tokens;
    }

    void refusesFolder(ErrorCode code) const {
        try {
            (void)loadTokenizer(m_folder);
            QFAIL("the folder was accepted");
        } catch (const Error& error) {
            QCOMPARE(error.code(), code);
            QCOMPARE(error.place().file.parent_path(), m_folder);
        }
    }

    std::unique_ptr<WordPieceTokenizer> m_bert;
    std::unique_ptr<QTemporaryDir> m_temporary;
    std::filesystem::path m_folder;
};

QTEST_GUILESS_MAIN(TextWordPieceTest)
#include "text_wordpiece_test.moc"
