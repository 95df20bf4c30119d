// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/stem_porter.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <vector>

namespace storyscope::text {

namespace {

using Condition = bool (*)(std::string_view stem);

struct Rule {
    std::string_view suffix;
    std::string_view replacement;
    Condition condition;
};

/// Which letters are consonants: y is one at the beginning and after a vowel.
std::vector<bool> consonantsOf(std::string_view word) {
    std::vector<bool> consonants;
    for (const char letter : word) {
        const bool isVowel = std::string_view("aeiou").find(letter) != std::string_view::npos;
        const bool afterConsonant = !consonants.empty() && consonants.back();
        consonants.push_back(!isVowel && !(letter == 'y' && afterConsonant));
    }
    return consonants;
}

/// How often consonants follow vowels: Porter's m.
int measure(std::string_view stem) {
    const std::vector<bool> consonants = consonantsOf(stem);
    int count = 0;
    for (std::size_t index = 1; index < consonants.size(); ++index) {
        count += consonants[index] && !consonants[index - 1] ? 1 : 0;
    }
    return count;
}

bool hasMeasure1(std::string_view stem) {
    return measure(stem) > 0;
}

bool hasMeasure2(std::string_view stem) {
    return measure(stem) > 1;
}

bool hasVowel(std::string_view stem) {
    const std::vector<bool> consonants = consonantsOf(stem);
    return std::ranges::find(consonants, false) != consonants.end();
}

bool endsInDoubleConsonant(std::string_view word) {
    return word.size() >= 2 && word[word.size() - 1] == word[word.size() - 2] && consonantsOf(word).back();
}

/// Consonant, vowel, consonant other than w, x, y; NLTK adds two-letter words of vowel and consonant.
bool endsInShortSyllable(std::string_view word) {
    const std::vector<bool> consonants = consonantsOf(word);
    const std::size_t size = word.size();
    if (size == 2) {
        return !consonants[0] && consonants[1];
    }
    return size > 2 && consonants[size - 3] && !consonants[size - 2] && consonants[size - 1] &&
           std::string_view("wxy").find(word.back()) == std::string_view::npos;
}

std::string_view without(std::string_view word, std::size_t letters) {
    return word.substr(0, word.size() - letters);
}

/// The first rule whose suffix fits decides.
std::string applied(std::string_view word, std::span<const Rule> rules) {
    for (const Rule& rule : rules) {
        if (word.ends_with(rule.suffix)) {
            const std::string_view stem = without(word, rule.suffix.size());
            const bool applies = rule.condition == nullptr || rule.condition(stem);
            return applies ? std::string(stem) + std::string(rule.replacement) : std::string(word);
        }
    }
    return std::string(word);
}

std::string withoutPlural(std::string_view word) {
    if (word.ends_with("ies") && word.size() == 4) {
        return std::string(without(word, 1));
    }
    constexpr std::array<Rule, 4> rules{
        {{"sses", "ss", nullptr}, {"ies", "i", nullptr}, {"ss", "ss", nullptr}, {"s", "", nullptr}}};
    return applied(word, rules);
}

std::string completed(std::string_view stem) {
    for (const std::string_view suffix : {"at", "bl", "iz"}) {
        if (stem.ends_with(suffix)) {
            return std::string(stem) + 'e';
        }
    }
    if (endsInDoubleConsonant(stem)) {
        const bool keepsBoth = std::string_view("lsz").find(stem.back()) != std::string_view::npos;
        return std::string(keepsBoth ? stem : without(stem, 1));
    }
    return std::string(stem) + (measure(stem) == 1 && endsInShortSyllable(stem) ? "e" : "");
}

std::string withoutPast(std::string_view word) {
    if (word.ends_with("ied")) {
        return std::string(without(word, word.size() == 4 ? 1 : 2));
    }
    if (word.ends_with("eed")) {
        return std::string(hasMeasure1(without(word, 3)) ? without(word, 1) : word);
    }
    for (const std::string_view suffix : {"ed", "ing"}) {
        if (word.ends_with(suffix) && hasVowel(without(word, suffix.size()))) {
            return completed(without(word, suffix.size()));
        }
    }
    return std::string(word);
}

std::string withFinalI(std::string_view word) {
    const bool applies = word.size() > 2 && word.ends_with('y') && consonantsOf(word)[word.size() - 2];
    return applies ? std::string(without(word, 1)) + 'i' : std::string(word);
}

std::string withoutDoubleSuffix(std::string_view word) {
    if (word.ends_with("alli") && hasMeasure1(without(word, 4))) {
        return withoutDoubleSuffix(without(word, 2));
    }
    if (word.ends_with("logi") && hasMeasure1(without(word, 3))) {
        return std::string(without(word, 1));
    }
    constexpr std::array<Rule, 21> rules{
        {{"ational", "ate", hasMeasure1}, {"tional", "tion", hasMeasure1}, {"enci", "ence", hasMeasure1},
         {"anci", "ance", hasMeasure1},   {"izer", "ize", hasMeasure1},    {"bli", "ble", hasMeasure1},
         {"alli", "al", hasMeasure1},     {"entli", "ent", hasMeasure1},   {"eli", "e", hasMeasure1},
         {"ousli", "ous", hasMeasure1},   {"ization", "ize", hasMeasure1}, {"ation", "ate", hasMeasure1},
         {"ator", "ate", hasMeasure1},    {"alism", "al", hasMeasure1},    {"iveness", "ive", hasMeasure1},
         {"fulness", "ful", hasMeasure1}, {"ousness", "ous", hasMeasure1}, {"aliti", "al", hasMeasure1},
         {"iviti", "ive", hasMeasure1},   {"biliti", "ble", hasMeasure1},  {"fulli", "ful", hasMeasure1}}};
    return applied(word, rules);
}

std::string withoutMiddleSuffix(std::string_view word) {
    constexpr std::array<Rule, 7> rules{{{"icate", "ic", hasMeasure1},
                                         {"ative", "", hasMeasure1},
                                         {"alize", "al", hasMeasure1},
                                         {"iciti", "ic", hasMeasure1},
                                         {"ical", "ic", hasMeasure1},
                                         {"ful", "", hasMeasure1},
                                         {"ness", "", hasMeasure1}}};
    return applied(word, rules);
}

std::string withoutLastSuffix(std::string_view word) {
    constexpr Condition afterSOrT = [](std::string_view stem) {
        return hasMeasure2(stem) && (stem.ends_with('s') || stem.ends_with('t'));
    };
    constexpr std::array<Rule, 19> rules{{{"al", "", hasMeasure2},
                                          {"ance", "", hasMeasure2},
                                          {"ence", "", hasMeasure2},
                                          {"er", "", hasMeasure2},
                                          {"ic", "", hasMeasure2},
                                          {"able", "", hasMeasure2},
                                          {"ible", "", hasMeasure2},
                                          {"ant", "", hasMeasure2},
                                          {"ement", "", hasMeasure2},
                                          {"ment", "", hasMeasure2},
                                          {"ent", "", hasMeasure2},
                                          {"ion", "", afterSOrT},
                                          {"ou", "", hasMeasure2},
                                          {"ism", "", hasMeasure2},
                                          {"ate", "", hasMeasure2},
                                          {"iti", "", hasMeasure2},
                                          {"ous", "", hasMeasure2},
                                          {"ive", "", hasMeasure2},
                                          {"ize", "", hasMeasure2}}};
    return applied(word, rules);
}

std::string tidied(std::string word) {
    if (word.ends_with('e')) {
        const std::string_view stem = without(word, 1);
        if (hasMeasure2(stem) || (measure(stem) == 1 && !endsInShortSyllable(stem))) {
            word.pop_back();
        }
    }
    if (word.ends_with("ll") && hasMeasure2(without(word, 1))) {
        word.pop_back();
    }
    return word;
}

std::optional<std::string_view> irregularStem(std::string_view word) {
    struct Form {
        std::string_view word;
        std::string_view stem;
    };
    constexpr std::array<Form, 16> forms{{{"sky", "sky"},
                                          {"skies", "sky"},
                                          {"dying", "die"},
                                          {"lying", "lie"},
                                          {"tying", "tie"},
                                          {"news", "news"},
                                          {"innings", "inning"},
                                          {"inning", "inning"},
                                          {"outings", "outing"},
                                          {"outing", "outing"},
                                          {"cannings", "canning"},
                                          {"canning", "canning"},
                                          {"howe", "howe"},
                                          {"proceed", "proceed"},
                                          {"exceed", "exceed"},
                                          {"succeed", "succeed"}}};
    const auto found = std::ranges::find(forms, word, &Form::word);
    return found == forms.end() ? std::nullopt : std::optional(found->stem);
}

} // namespace

std::string porterStem(std::string_view word) {
    if (const auto irregular = irregularStem(word)) {
        return std::string(*irregular);
    }
    if (word.size() <= 2) {
        return std::string(word);
    }
    std::string stem = withFinalI(withoutPast(withoutPlural(word)));
    stem = withoutLastSuffix(withoutMiddleSuffix(withoutDoubleSuffix(stem)));
    return tidied(std::move(stem));
}

} // namespace storyscope::text
