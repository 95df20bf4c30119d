// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

namespace storyscope::metrics {

/// What a word can mean, as numbers of a table; both lists are sorted.
struct WordMeanings {
    std::vector<std::uint32_t> own;   ///< what it means itself
    std::vector<std::uint32_t> alike; ///< what a word must mean to be a synonym
};

bool areSynonyms(const WordMeanings& a, const WordMeanings& b);

/// Which words share a meaning. No table comes with the program: a person gives one. Three kinds are read:
/// a folder with METEOR 1.5's `english.synsets` and `english.exceptions` (or the first file, the second beside it);
/// the folder of a WordNet 3.0 database, from which METEOR's two files were made: it gives the same synonyms; and a
/// JSON object of lists {"car": ["auto", "automobile"], …}: the words each word stands for, as NLTK finds them in
/// WordNet. Immutable after loading; any thread may read it.
class SynonymTable {
public:
    /// An empty table.
    SynonymTable() = default;
    /// Throws Error{NotFound}, Error{Unreadable}, Error{Malformed} with the line or byte, Error{Cancelled}.
    static SynonymTable load(const std::filesystem::path& place, const std::stop_token& stop);

    /// Of a lower-case word and of its base forms.
    WordMeanings meaningsOf(const std::string& word) const;
    /// The single words that share a meaning with `word`, and itself.
    std::set<std::string> synonymsOf(const std::string& word) const;

private:
    /// One meaning has many words in METEOR's files and WordNet. In a JSON table each word is a meaning, and a word's
    /// list says which meanings are alike.
    enum class Kind { SharedMeanings, Lists };

    void loadSynsets(const std::filesystem::path& synsets, const std::stop_token& stop);
    void loadWordNet(const std::filesystem::path& folder, const std::stop_token& stop);
    void loadJson(const std::filesystem::path& file);
    void findIrregularBase(const std::string& word, const std::vector<std::uint32_t>& meanings);
    std::vector<std::string> baseFormsOf(const std::string& word) const;
    bool isBaseForm(const std::string& base, const std::string& word) const;

    Kind m_kind = Kind::Lists;
    std::unordered_map<std::string, std::vector<std::uint32_t>> m_meanings; ///< by word
    std::unordered_map<std::string, std::vector<std::string>> m_exceptions; ///< irregular forms' bases
    std::unordered_map<std::uint32_t, std::vector<std::string>> m_words;    ///< by meaning
    std::unordered_map<std::string, std::uint32_t> m_numbers;               ///< of a JSON table's words
};

} // namespace storyscope::metrics
