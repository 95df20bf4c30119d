// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

namespace storyscope::metrics {

/// What a WordNet database says about words, all parts of speech together, in lower case; collocations are joined by
/// underscores. A value: whoever reads it owns it.
struct WordNetWords {
    /// The synsets of a word, sorted. A synset's number tells its part of speech and its place in that data file.
    std::unordered_map<std::string, std::vector<std::uint32_t>> meanings;
    /// The base forms of an irregular form: "went" → "go".
    std::unordered_map<std::string, std::vector<std::string>> bases;
};

/// Whether a folder has one of the database's index files: index.noun, index.verb, index.adj or index.adv.
bool isWordNet(const std::filesystem::path& folder);

/// Reads the index and exception files of all four parts of speech, whose form WordNet 3.0's manual pages wndb(5WN) and
/// morphy(7WN) tell. Throws Error{NotFound} for a file that is missing, Error{Unreadable}, Error{Malformed} with file
/// and line for a broken entry and for a file over 32 MiB, Error{Cancelled}.
WordNetWords readWordNet(const std::filesystem::path& folder, const std::stop_token& stop);

} // namespace storyscope::metrics
