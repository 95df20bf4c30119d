// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/stem_snowball.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

namespace storyscope::text {

namespace {

struct Replacement {
    std::string_view suffix;
    std::string_view with;
};

bool isVowel(char letter) {
    return std::string_view("aeiouy").find(letter) != std::string_view::npos;
}

bool hasVowelOrY(std::string_view text) {
    return std::ranges::any_of(text, isVowel);
}

bool isOneOf(char letter, std::string_view letters) {
    return letters.find(letter) != std::string_view::npos;
}

/// The place behind the first consonant that follows a vowel, from `begin` on.
std::size_t regionAfter(std::string_view word, std::size_t begin) {
    for (std::size_t index = begin + 1; index < word.size(); ++index) {
        if (!isVowel(word[index]) && isVowel(word[index - 1])) {
            return index + 1;
        }
    }
    return word.size();
}

/// Whether the text ends in a short syllable: vowel and consonant at its beginning, or consonant, vowel and a
/// consonant other than w, x and Y.
bool endsShort(std::string_view text) {
    const std::size_t size = text.size();
    if (size == 2) {
        return isVowel(text[0]) && !isVowel(text[1]);
    }
    return size > 2 && !isVowel(text[size - 3]) && isVowel(text[size - 2]) && !isVowel(text[size - 1]) &&
           !isOneOf(text[size - 1], "wxY");
}

std::optional<std::string_view> specialStem(std::string_view word) {
    constexpr std::array<Replacement, 18> words{{{"skis", "ski"},
                                                 {"skies", "sky"},
                                                 {"dying", "die"},
                                                 {"lying", "lie"},
                                                 {"tying", "tie"},
                                                 {"idly", "idl"},
                                                 {"gently", "gentl"},
                                                 {"ugly", "ugli"},
                                                 {"early", "earli"},
                                                 {"only", "onli"},
                                                 {"singly", "singl"},
                                                 {"sky", "sky"},
                                                 {"news", "news"},
                                                 {"howe", "howe"},
                                                 {"atlas", "atlas"},
                                                 {"cosmos", "cosmos"},
                                                 {"bias", "bias"},
                                                 {"andes", "andes"}}};
    const auto found = std::ranges::find(words, word, &Replacement::suffix);
    return found == words.end() ? std::nullopt : std::optional(found->with);
}

bool isInvariant(std::string_view word) {
    constexpr std::array<std::string_view, 8> words{"inning",  "outing",  "canning", "herring",
                                                    "earring", "proceed", "exceed",  "succeed"};
    return std::ranges::find(words, word) != words.end();
}

/// A word on its way to its stem. A y that is a consonant is written Y meanwhile.
class Stemming {
public:
    explicit Stemming(std::string_view word) : m_word(word) {
        if (m_word.starts_with('\'')) {
            m_word.erase(0, 1);
        }
        for (std::size_t index = 0; index < m_word.size(); ++index) {
            if (m_word[index] == 'y' && (index == 0 || isVowel(m_word[index - 1]))) {
                m_word[index] = 'Y';
            }
        }
        m_region1 = regionAfter(m_word, 0);
        for (const std::string_view prefix : {"gener", "commun", "arsen"}) {
            m_region1 = m_word.starts_with(prefix) ? prefix.size() : m_region1;
        }
        m_region2 = regionAfter(m_word, m_region1);
    }

    std::string stem() {
        removePossessive();
        removePlural();
        if (!isInvariant(m_word)) {
            removePast();
            replaceFinalY();
            replaceDoubleSuffix();
            replaceMiddleSuffix();
            removeLastSuffix();
            tidyEnd();
        }
        std::ranges::replace(m_word, 'Y', 'y');
        return m_word;
    }

private:
    bool endsWith(std::string_view suffix) const { return m_word.ends_with(suffix); }
    /// Where a suffix of so many letters begins.
    std::size_t before(std::size_t letters) const { return m_word.size() - letters; }
    bool isInRegion1(std::size_t letters) const { return before(letters) >= m_region1; }
    bool isInRegion2(std::size_t letters) const { return before(letters) >= m_region2; }
    void cut(std::size_t letters) { m_word.resize(before(letters)); }
    void replace(std::size_t letters, std::string_view with) { m_word.replace(before(letters), letters, with); }
    char letterBefore(std::size_t letters) const { return before(letters) > 0 ? m_word[before(letters) - 1] : '\0'; }

    /// The longest of the suffixes that the word ends with.
    template <std::size_t size>
    const Replacement* longest(const std::array<Replacement, size>& suffixes) const {
        const Replacement* found = nullptr;
        for (const Replacement& candidate : suffixes) {
            if (endsWith(candidate.suffix) && (found == nullptr || candidate.suffix.size() > found->suffix.size())) {
                found = &candidate;
            }
        }
        return found;
    }

    void removePossessive() {
        for (const std::string_view suffix : {"'s'", "'s", "'"}) {
            if (endsWith(suffix)) {
                cut(suffix.size());
                return;
            }
        }
    }

    void removePlural() {
        if (endsWith("sses")) {
            cut(2);
        } else if (endsWith("ied") || endsWith("ies")) {
            cut(m_word.size() > 4 ? 2 : 1);
        } else if (endsWith("s") && !endsWith("us") && !endsWith("ss") && m_word.size() > 2 &&
                   hasVowelOrY(std::string_view(m_word).substr(0, before(2)))) {
            cut(1);
        }
    }

    void removePast() {
        for (const std::string_view suffix : {"eedly", "eed"}) {
            if (endsWith(suffix)) {
                if (isInRegion1(suffix.size())) {
                    replace(suffix.size(), "ee");
                }
                return;
            }
        }
        for (const std::string_view suffix : {"ingly", "edly", "ing", "ed"}) {
            if (endsWith(suffix)) {
                if (hasVowelOrY(std::string_view(m_word).substr(0, before(suffix.size())))) {
                    cut(suffix.size());
                    complete();
                }
                return;
            }
        }
    }

    void complete() {
        const bool hasDouble = m_word.size() > 1 && m_word.back() == m_word[m_word.size() - 2];
        if (endsWith("at") || endsWith("bl") || endsWith("iz")) {
            m_word += 'e';
        } else if (hasDouble && isOneOf(m_word.back(), "bdfgmnprt")) {
            cut(1);
        } else if (m_region1 >= m_word.size() && endsShort(m_word)) {
            m_word += 'e';
        }
    }

    void replaceFinalY() {
        if ((endsWith("y") || endsWith("Y")) && m_word.size() > 2 && !isVowel(letterBefore(1))) {
            m_word.back() = 'i';
        }
    }

    void replaceDoubleSuffix() {
        constexpr std::array<Replacement, 24> suffixes{
            {{"tional", "tion"}, {"enci", "ence"},   {"anci", "ance"},   {"abli", "able"},   {"entli", "ent"},
             {"izer", "ize"},    {"ization", "ize"}, {"ational", "ate"}, {"ation", "ate"},   {"ator", "ate"},
             {"alism", "al"},    {"aliti", "al"},    {"alli", "al"},     {"fulness", "ful"}, {"ousli", "ous"},
             {"ousness", "ous"}, {"iveness", "ive"}, {"iviti", "ive"},   {"biliti", "ble"},  {"bli", "ble"},
             {"ogi", "og"},      {"fulli", "ful"},   {"lessli", "less"}, {"li", ""}}};
        const Replacement* const found = longest(suffixes);
        if (found == nullptr || !isInRegion1(found->suffix.size())) {
            return;
        }
        const char letter = letterBefore(found->suffix.size());
        if ((found->suffix == "ogi" && letter != 'l') || (found->suffix == "li" && !isOneOf(letter, "cdeghkmnrt"))) {
            return;
        }
        replace(found->suffix.size(), found->with);
    }

    void replaceMiddleSuffix() {
        constexpr std::array<Replacement, 9> suffixes{{{"tional", "tion"},
                                                       {"ational", "ate"},
                                                       {"alize", "al"},
                                                       {"icate", "ic"},
                                                       {"iciti", "ic"},
                                                       {"ical", "ic"},
                                                       {"ful", ""},
                                                       {"ness", ""},
                                                       {"ative", ""}}};
        const Replacement* const found = longest(suffixes);
        if (found != nullptr && isInRegion1(found->suffix.size()) &&
            (found->suffix != "ative" || isInRegion2(found->suffix.size()))) {
            replace(found->suffix.size(), found->with);
        }
    }

    void removeLastSuffix() {
        constexpr std::array<Replacement, 18> suffixes{{{"al", ""},
                                                        {"ance", ""},
                                                        {"ence", ""},
                                                        {"er", ""},
                                                        {"ic", ""},
                                                        {"able", ""},
                                                        {"ible", ""},
                                                        {"ant", ""},
                                                        {"ement", ""},
                                                        {"ment", ""},
                                                        {"ent", ""},
                                                        {"ism", ""},
                                                        {"ate", ""},
                                                        {"iti", ""},
                                                        {"ous", ""},
                                                        {"ive", ""},
                                                        {"ize", ""},
                                                        {"ion", ""}}};
        const Replacement* const found = longest(suffixes);
        if (found != nullptr && isInRegion2(found->suffix.size()) &&
            (found->suffix != "ion" || isOneOf(letterBefore(3), "st"))) {
            cut(found->suffix.size());
        }
    }

    void tidyEnd() {
        if (endsWith("e")) {
            const std::string_view rest = std::string_view(m_word).substr(0, before(1));
            if (isInRegion2(1) || (isInRegion1(1) && !endsShort(rest))) {
                cut(1);
            }
        } else if (endsWith("l") && isInRegion2(1) && letterBefore(1) == 'l') {
            cut(1);
        }
    }

    std::string m_word;
    std::size_t m_region1 = 0;
    std::size_t m_region2 = 0;
};

} // namespace

std::string snowballStem(std::string_view word) {
    if (const auto special = specialStem(word)) {
        return std::string(*special);
    }
    return word.size() <= 2 ? std::string(word) : Stemming(word).stem();
}

} // namespace storyscope::text
