// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/meteor_words.h"

#include <algorithm>
#include <array>

namespace storyscope::metrics {

namespace {

constexpr std::array functionWords = std::to_array<std::string_view>(
    {"$",    "\"",   "'",    "'s",    "'t",    "(",     ")",    ",",      "-",    ":",     "?",    "-lrb-", "-rrb-",
     ".",    "—",    "a",    "about", "after", "all",   "also", "an",     "and",  "are",   "as",   "at",    "be",
     "been", "but",  "by",   "can",   "could", "first", "for",  "from",   "had",  "has",   "have", "he",    "her",
     "his",  "i",    "if",   "in",    "into",  "is",    "it",   "its",    "last", "more",  "new",  "no",    "not",
     "of",   "on",   "one",  "or",    "other", "out",   "over", "people", "s",    "said",  "she",  "so",    "some",
     "than", "that", "the",  "their", "there", "they",  "this", "time",   "to",   "two",   "up",   "was",   "we",
     "were", "what", "when", "which", "who",   "will",  "with", "would",  "year", "years", "you"});

constexpr std::array lastingAbbreviations = std::to_array<std::string_view>(
    {"Adj",  "Adm", "Adv", "Asst", "Bart", "Bldg",   "Brig", "Bros", "Capt", "Cmdr", "Col",  "Comdr", "Con",
     "Corp", "Cpl", "DR",  "Dr",   "Drs",  "Ens",    "Gen",  "Gov",  "Hon",  "Hr",   "Hosp", "Insp",  "Lt",
     "MM",   "MR",  "MRS", "MS",   "Maj",  "Messrs", "Mlle", "Mme",  "Mr",   "Mrs",  "Ms",   "Msgr",  "Op",
     "Ord",  "Pfc", "Ph",  "Prof", "Pvt",  "Rep",    "Reps", "Res",  "Rev",  "Rt",   "Sen",  "Sens",  "Sfc",
     "Sgt",  "Sr",  "St",  "Supt", "Surg", "v",      "vs",   "i.e",  "rev",  "e.g",  "Nos",  "Nr"});

constexpr std::array abbreviationsBeforeNumbers = std::to_array<std::string_view>({"No", "Art", "pp"});

template <typename Words>
bool contains(const Words& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

} // namespace

bool isMeteorFunctionWord(std::string_view word) {
    return contains(functionWords, word);
}

AbbreviationDot abbreviationDot(std::string_view word) {
    const bool isInitial = word.size() == 1 && word[0] >= 'A' && word[0] <= 'Z';
    if (isInitial || contains(lastingAbbreviations, word)) {
        return AbbreviationDot::Stays;
    }
    return contains(abbreviationsBeforeNumbers, word) ? AbbreviationDot::StaysBeforeNumbers : AbbreviationDot::Splits;
}

} // namespace storyscope::metrics
