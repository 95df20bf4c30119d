// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/text/tokenizer_json.h"
#include "core/text/vocabulary_file.h"
#include "core/text/wordpiece_tokenizer.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace storyscope::text {

namespace {

using nlohmann::json;

constexpr const char* configName = "tokenizer_config.json";
constexpr const char* wholeName = "tokenizer.json";
constexpr std::size_t maximumConfigBytes = std::size_t{4} << 20;
constexpr std::size_t maximumWholeBytes = std::size_t{64} << 20;

[[noreturn]] void fail(const std::string& message) {
    throw Error(ErrorCode::Malformed, message);
}

/// The value of a switch: `fallback` where it is missing or null.
bool isOn(const json& object, const char* key, bool fallback) {
    const auto found = object.find(key);
    if (found == object.end() || found->is_null()) {
        return fallback;
    }
    if (!found->is_boolean()) {
        fail(std::string("\"") + key + "\" of the tokenizer is neither true nor false");
    }
    return found->get<bool>();
}

struct SwitchNames {
    const char* lowers;
    const char* strips;
    const char* splits;
};

BertReading readingOf(const json& object, const SwitchNames& names) {
    const bool lowers = isOn(object, names.lowers, true);
    BertReading reading;
    reading.letterCase = lowers ? BertCase::Lowered : BertCase::Kept;
    reading.accents = isOn(object, names.strips, lowers) ? BertAccents::Stripped : BertAccents::Kept;
    reading.ideographs = isOn(object, names.splits, true) ? BertIdeographs::Split : BertIdeographs::Kept;
    return reading;
}

BertReading configuredReading(const std::filesystem::path& file) {
    if (!std::filesystem::exists(file)) {
        return {};
    }
    return fromFile(file, [&] {
        return readingOf(parsedObject(readFile(file, maximumConfigBytes)),
                         {"do_lower_case", "strip_accents", "tokenize_chinese_chars"});
    });
}

} // namespace

WordPieceTokenizer WordPieceTokenizer::fromJson(const std::string& bytes) {
    const json document = parsedObject(bytes);
    const json model = document.value("model", json());
    if (!model.is_object() || model.value("type", json()) != "WordPiece") {
        throw Error(ErrorCode::Unsupported, "The tokenizer is not of the kind WordPiece");
    }
    if (model.value("continuing_subword_prefix", json("##")) != "##") {
        throw Error(ErrorCode::Unsupported, "The pieces of the tokenizer's words are not marked by ##");
    }
    const json normalizer = document.value("normalizer", json());
    if (normalizer.is_object() && normalizer.value("type", json()) != "BertNormalizer") {
        throw Error(ErrorCode::Unsupported, "The tokenizer does not read text as BERT does");
    }
    const SwitchNames names{"lowercase", "strip_accents", "handle_chinese_chars"};
    return WordPieceTokenizer(tokensById(model.value("vocab", json())),
                              readingOf(normalizer.is_object() ? normalizer : json::object(), names));
}

WordPieceTokenizer WordPieceTokenizer::load(const std::filesystem::path& place) {
    const bool isFolder = std::filesystem::is_directory(place);
    std::filesystem::path file = isFolder ? place / vocabularyName : place;
    if (isFolder && !std::filesystem::exists(file)) {
        file = place / wholeName;
    }
    if (file.extension() == ".json") {
        return fromFile(file, [&] { return fromJson(readFile(file, maximumWholeBytes)); });
    }
    const BertReading reading = isFolder ? configuredReading(place / configName) : BertReading();
    return fromFile(file, [&] { return WordPieceTokenizer(readVocabulary(file), reading); });
}

bool WordPieceTokenizer::recognises(const std::vector<std::string>& tokens) {
    constexpr std::array<const char*, 4> specials{"[PAD]", "[UNK]", "[CLS]", "[SEP]"};
    return std::ranges::all_of(specials,
                               [&](const char* special) { return std::ranges::find(tokens, special) != tokens.end(); });
}

void WordPieceTokenizer::save(const std::filesystem::path& folder) const {
    writeVocabulary(folder, m_tokens);
    const json config{{"tokenizer_class", "BertTokenizer"},
                      {"do_lower_case", m_reading.letterCase == BertCase::Lowered},
                      {"strip_accents", m_reading.accents == BertAccents::Stripped},
                      {"tokenize_chinese_chars", m_reading.ideographs == BertIdeographs::Split},
                      {"pad_token", "[PAD]"},
                      {"unk_token", "[UNK]"},
                      {"cls_token", "[CLS]"},
                      {"sep_token", "[SEP]"},
                      {"mask_token", "[MASK]"}};
    writeFileAtomically(folder / configName, config.dump(2) + '\n');
}

} // namespace storyscope::text
