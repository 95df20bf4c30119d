// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/synonym_table.h"

#include "core/base/error.h"
#include "core/formats/text_lines.h"
#include "core/metrics/ngrams.h"
#include "core/metrics/wordnet.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <string_view>

namespace storyscope::metrics {

namespace {

/// An ending of an inflected form and what its base form has instead; WordNet's, in its order.
struct Ending {
    std::string_view form;
    std::string_view base;
};

constexpr std::array<Ending, 20> endings{{{"s", ""},      {"ses", "s"},   {"xes", "x"}, {"zes", "z"}, {"ches", "ch"},
                                          {"shes", "sh"}, {"men", "man"}, {"ies", "y"}, {"s", ""},    {"ies", "y"},
                                          {"es", "e"},    {"es", ""},     {"ed", "e"},  {"ed", ""},   {"ing", "e"},
                                          {"ing", ""},    {"er", ""},     {"est", ""},  {"er", "e"},  {"est", "e"}}};

bool haveCommon(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
    return std::ranges::any_of(a, [&](std::uint32_t value) { return std::ranges::binary_search(b, value); });
}

void sortAndUnite(std::vector<std::uint32_t>& values) {
    std::ranges::sort(values);
    const auto tail = std::ranges::unique(values);
    values.erase(tail.begin(), tail.end());
}

std::vector<std::uint32_t> numbersIn(const std::string& line, const std::filesystem::path& file, std::uint64_t row) {
    std::vector<std::uint32_t> numbers;
    for (const std::string& word : wordsBetweenSpaces(line)) {
        std::uint32_t number = 0;
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
        if (error != std::errc() || end != word.data() + word.size()) {
            throw Error(ErrorCode::Malformed, "A list of meanings holds something that is no number",
                        {.file = file, .byteOffset = {}, .row = row});
        }
        numbers.push_back(number);
    }
    return numbers;
}

/// Reads entries of two lines: a word, and what belongs to it.
template <typename Visit>
void readEntries(const std::filesystem::path& file, const std::stop_token& stop, const Visit& visit) {
    std::string word;
    std::uint64_t lines = 0;
    formats::readTextLines(
        file,
        [&](std::string line, std::uint64_t number) {
            lines = number;
            if (number % 2 == 1) {
                word = std::move(line);
            } else {
                visit(word, line, number);
            }
        },
        stop);
    if (lines % 2 != 0) {
        throw Error(ErrorCode::Malformed, "The last entry has no second line",
                    {.file = file, .byteOffset = {}, .row = lines});
    }
}

} // namespace

bool areSynonyms(const WordMeanings& a, const WordMeanings& b) {
    return haveCommon(a.own, b.alike) || haveCommon(b.own, a.alike);
}

SynonymTable SynonymTable::load(const std::filesystem::path& place, const std::stop_token& stop) {
    SynonymTable table;
    std::error_code unknown; // a place that cannot be looked at is told by whoever opens it
    const bool isFolder = std::filesystem::is_directory(place, unknown);
    if (const auto synsets = place / "english.synsets"; isFolder && std::filesystem::exists(synsets, unknown)) {
        table.loadSynsets(synsets, stop);
    } else if (isFolder && isWordNet(place)) {
        table.loadWordNet(place, stop);
    } else if (isFolder) {
        throw Error(ErrorCode::NotFound,
                    "The folder holds neither METEOR's english.synsets nor a WordNet database (index.noun and others)",
                    inFile(place));
    } else if (place.extension() == ".json") {
        table.loadJson(place);
    } else {
        table.loadSynsets(place, stop);
    }
    return table;
}

void SynonymTable::loadWordNet(const std::filesystem::path& folder, const std::stop_token& stop) {
    m_kind = Kind::SharedMeanings;
    WordNetWords words = readWordNet(folder, stop);
    m_meanings = std::move(words.meanings);
    m_exceptions = std::move(words.bases);
    for (const auto& [word, meanings] : m_meanings) {
        for (const std::uint32_t meaning : meanings) {
            m_words[meaning].push_back(word);
        }
    }
}

void SynonymTable::loadSynsets(const std::filesystem::path& synsets, const std::stop_token& stop) {
    m_kind = Kind::SharedMeanings;
    readEntries(synsets, stop, [&](const std::string& word, const std::string& line, std::uint64_t row) {
        std::vector<std::uint32_t> meanings = numbersIn(line, synsets, row);
        for (const std::uint32_t meaning : meanings) {
            m_words[meaning].push_back(word);
        }
        sortAndUnite(meanings);
        m_meanings[word] = std::move(meanings);
    });
    const std::filesystem::path exceptions = synsets.parent_path() / "english.exceptions";
    readEntries(exceptions, stop, [&](const std::string& base, const std::string& line, std::uint64_t) {
        for (const std::string& form : wordsBetweenSpaces(line)) {
            m_exceptions[form].push_back(base);
        }
    });
}

void SynonymTable::loadJson(const std::filesystem::path& file) {
    const auto fail = [&](ErrorCode code, const std::string& message) { throw Error(code, message, inFile(file)); };
    if (!std::filesystem::exists(file)) {
        fail(ErrorCode::NotFound, "The table of synonyms does not exist");
    }
    std::ifstream input(file, std::ios::binary);
    const nlohmann::json document = nlohmann::json::parse(input, nullptr, false);
    if (!document.is_object()) {
        fail(ErrorCode::Malformed, "A table of synonyms must be a JSON object of lists");
    }
    const auto numberOf = [&](const std::string& word) {
        const auto [found, isNew] = m_numbers.emplace(word, static_cast<std::uint32_t>(m_numbers.size()));
        if (isNew) {
            m_words[found->second] = {word};
        }
        return found->second;
    };
    for (const auto& [word, synonyms] : document.items()) {
        std::vector<std::uint32_t> meanings{numberOf(word)};
        if (!synonyms.is_array()) {
            fail(ErrorCode::Malformed, "The synonyms of \"" + word + "\" are no list");
        }
        for (const auto& synonym : synonyms) {
            if (!synonym.is_string()) {
                fail(ErrorCode::Malformed, "A synonym of \"" + word + "\" is no text");
            }
            meanings.push_back(numberOf(synonym.get<std::string>()));
        }
        sortAndUnite(meanings);
        m_meanings[word] = std::move(meanings);
    }
    for (const auto& [word, meanings] : m_meanings) {
        if (baseFormsOf(word).empty()) {
            findIrregularBase(word, meanings);
        }
    }
}

void SynonymTable::findIrregularBase(const std::string& word, const std::vector<std::uint32_t>& meanings) {
    // "went" stands for what "go" stands for, but no word stands for "went".
    const std::uint32_t own = m_numbers.at(word);
    std::vector<std::uint32_t> common;
    for (const std::uint32_t meaning : meanings) {
        const std::string& name = m_words.at(meaning).front();
        if (meaning != own && std::ranges::none_of(name, [](char letter) { return letter >= 'A' && letter <= 'Z'; })) {
            common.push_back(meaning);
        }
    }
    for (const std::uint32_t meaning : common) {
        const std::string& candidate = m_words.at(meaning).front();
        const auto list = m_meanings.find(candidate);
        if (list != m_meanings.end() && !std::ranges::binary_search(list->second, own) &&
            std::ranges::includes(list->second, common)) {
            m_exceptions[word].push_back(candidate);
        }
    }
}

bool SynonymTable::isBaseForm(const std::string& base, const std::string& word) const {
    if (m_kind == Kind::SharedMeanings) {
        return m_meanings.contains(base);
    }
    const auto number = m_numbers.find(base);
    const auto list = m_meanings.find(word);
    return number != m_numbers.end() && list != m_meanings.end() &&
           std::ranges::binary_search(list->second, number->second);
}

std::vector<std::string> SynonymTable::baseFormsOf(const std::string& word) const {
    const auto exception = m_exceptions.find(word);
    if (exception != m_exceptions.end()) {
        return exception->second;
    }
    if (word.ends_with("ss") || word.size() <= 2) {
        return {};
    }
    for (const Ending& ending : endings) {
        if (word.ends_with(ending.form)) {
            std::string base = word.substr(0, word.size() - ending.form.size()) + std::string(ending.base);
            if (isBaseForm(base, word)) {
                return {std::move(base)};
            }
            const bool isDoubled = base.size() > 2 && base[base.size() - 1] == base[base.size() - 2];
            if (m_kind == Kind::Lists && isDoubled && isBaseForm(base.substr(0, base.size() - 1), word)) {
                return {base.substr(0, base.size() - 1)}; // "jogged"; METEOR lists such forms as exceptions
            }
        }
    }
    return {};
}

WordMeanings SynonymTable::meaningsOf(const std::string& word) const {
    std::vector<std::string> forms = baseFormsOf(word);
    forms.push_back(word);
    WordMeanings meanings;
    for (const std::string& form : forms) {
        const auto found = m_meanings.find(form);
        if (found != m_meanings.end()) {
            meanings.alike.insert(meanings.alike.end(), found->second.begin(), found->second.end());
        }
        const auto number = m_numbers.find(form);
        if (number != m_numbers.end()) {
            meanings.own.push_back(number->second);
        }
    }
    sortAndUnite(meanings.alike);
    std::ranges::sort(meanings.own);
    if (m_kind == Kind::SharedMeanings) {
        meanings.own = meanings.alike;
    }
    return meanings;
}

std::set<std::string> SynonymTable::synonymsOf(const std::string& word) const {
    std::set<std::string> synonyms{word};
    std::vector<std::uint32_t> meanings;
    if (m_kind == Kind::SharedMeanings) {
        meanings = meaningsOf(word).alike;
    } else if (const auto found = m_meanings.find(word); found != m_meanings.end()) {
        meanings = found->second;
    }
    for (const std::uint32_t meaning : meanings) {
        for (const std::string& other : m_words.at(meaning)) {
            if (other.find('_') == std::string::npos) {
                synonyms.insert(other);
            }
        }
    }
    return synonyms;
}

} // namespace storyscope::metrics
