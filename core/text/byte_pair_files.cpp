// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/text/byte_pair_json.h"
#include "core/text/tokenizer_json.h"
#include "core/text/vocabulary_file.h"

#include <nlohmann/json.hpp>

namespace storyscope::text {

namespace {

using nlohmann::json;

constexpr const char* tokensName = "vocab.json";
constexpr const char* mergesName = "merges.txt";
constexpr const char* configName = "tokenizer_config.json";
constexpr const char* wholeName = "tokenizer.json";
constexpr std::size_t maximumBytes = std::size_t{64} << 20;
constexpr std::size_t maximumConfigBytes = std::size_t{4} << 20;

/// What `make` returns; its errors name `file`, and of its lines the one that the pair in question is from.
template <typename Make>
auto fromLines(const std::filesystem::path& file, const std::vector<std::size_t>& lines, Make make) {
    try {
        return make();
    } catch (const Error& error) {
        const auto row = error.place().row;
        throw Error(error.code(), error.message(),
                    {.file = row ? file.parent_path() / mergesName : file,
                     .byteOffset = error.place().byteOffset,
                     .row = row ? std::optional<std::uint64_t>(lines.at(*row - 1)) : std::nullopt});
    }
}

BytePairTokenizer read(const std::filesystem::path& folder, const std::string& vocabulary, const std::string& merges,
                       BytePairFiles::Prefix prefix) {
    BytePairFiles files{.tokens = {}, .merges = {}, .prefix = prefix};
    files.tokens = fromFile(folder / tokensName, [&] { return tokensById(parsedObject(vocabulary)); });
    NumberedPairs pairs = fromFile(folder / mergesName, [&] { return bytePairsOf(merges); });
    files.merges = std::move(pairs.pairs);
    return fromLines(folder / tokensName, pairs.lines, [&] { return BytePairTokenizer(std::move(files)); });
}

BytePairFiles::Prefix configuredPrefix(const std::filesystem::path& file) {
    if (!std::filesystem::exists(file)) {
        return BytePairFiles::Prefix::None;
    }
    const json config = fromFile(file, [&] { return parsedObject(readFile(file, maximumConfigBytes)); });
    return config.value("add_prefix_space", json()) == true ? BytePairFiles::Prefix::Space
                                                            : BytePairFiles::Prefix::None;
}

} // namespace

BytePairTokenizer BytePairTokenizer::fromBytes(const std::string& vocabulary, const std::string& merges) {
    return read({}, vocabulary, merges, BytePairFiles::Prefix::None);
}

BytePairTokenizer BytePairTokenizer::fromJson(const std::string& bytes) {
    return BytePairTokenizer(bytePairFilesOf(parsedObject(bytes)));
}

bool BytePairTokenizer::recognises(const std::filesystem::path& folder) {
    if (std::filesystem::exists(folder / tokensName) || std::filesystem::exists(folder / mergesName)) {
        return true;
    }
    const std::filesystem::path whole = folder / wholeName;
    return std::filesystem::exists(whole) &&
           fromFile(whole, [&] { return namesBytePairs(parsedObject(readFile(whole, maximumBytes))); });
}

BytePairTokenizer BytePairTokenizer::load(const std::filesystem::path& folder) {
    const bool hasParts = std::filesystem::exists(folder / tokensName) || std::filesystem::exists(folder / mergesName);
    const std::filesystem::path whole = folder / wholeName;
    if (!hasParts && std::filesystem::exists(whole)) {
        return fromFile(whole, [&] { return fromJson(readFile(whole, maximumBytes)); });
    }
    return read(folder, readFile(folder / tokensName, maximumBytes), readFile(folder / mergesName, maximumBytes),
                configuredPrefix(folder / configName));
}

void BytePairTokenizer::save(const std::filesystem::path& folder) const {
    std::string vocabulary; // by id, which a JSON object of the library would not keep
    for (std::size_t id = 0; id < m_files.tokens.size(); ++id) {
        vocabulary += (id == 0 ? "{" : ", ") + json(m_files.tokens[id]).dump() + ": " + std::to_string(id);
    }
    std::string merges = "#version: 0.2\n";
    for (const auto& [left, right] : m_files.merges) {
        merges += left + ' ' + right + '\n';
    }
    const std::string end = token(m_end);
    const json config{{"tokenizer_class", "GPT2Tokenizer"},
                      {"add_prefix_space", m_files.prefix == BytePairFiles::Prefix::Space},
                      {"bos_token", end},
                      {"eos_token", end},
                      {"pad_token", end},
                      {"unk_token", end}};
    writeFileAtomically(folder / tokensName, vocabulary + "}\n");
    writeFileAtomically(folder / mergesName, merges);
    writeFileAtomically(folder / configName, config.dump(2) + '\n');
}

} // namespace storyscope::text
