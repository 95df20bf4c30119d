// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/repeated_caption.h"

#include <algorithm>

namespace storyscope::inference {

namespace {

bool isIn(char character, char first, char last) {
    return first <= character && character <= last;
}

bool isPunctuation(char character) {
    return isIn(character, '!', '/') || isIn(character, ':', '@') || isIn(character, '[', '`') ||
           isIn(character, '{', '~');
}

} // namespace

std::string bareWords(const std::string& caption) {
    std::string words;
    bool isBetween = false;
    for (const char character : caption) {
        const bool isApostrophe = character == '\''; // within words
        if (character == ' ' || isIn(character, '\t', '\r') || (isPunctuation(character) && !isApostrophe)) {
            isBetween = true;
        } else if (!isApostrophe) {
            words += isBetween && !words.empty() ? " " : "";
            words += isIn(character, 'A', 'Z') ? static_cast<char>(character - 'A' + 'a') : character;
            isBetween = false;
        }
    }
    return words;
}

bool repeatsEarlier(const std::vector<ToldFrame>& frames, int position) {
    const std::string words = bareWords(frames[static_cast<std::size_t>(position)].caption.text);
    return !words.empty() && std::any_of(frames.begin(), frames.begin() + position, [&](const ToldFrame& earlier) {
        return bareWords(earlier.caption.text) == words;
    });
}

} // namespace storyscope::inference
