// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/side_words.h"

#include <algorithm>
#include <string_view>

namespace storyscope::datasets {

namespace {

// Bytes of other alphabets' letters belong to words, too.
bool isWordByte(char byte) {
    const auto value = static_cast<unsigned char>(byte);
    return value >= 0x80 || (value >= '0' && value <= '9') || (value >= 'A' && value <= 'Z') ||
           (value >= 'a' && value <= 'z') || value == '_';
}

char lower(char byte) {
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
}

char upper(char byte) {
    return byte >= 'a' && byte <= 'z' ? static_cast<char>(byte - 'a' + 'A') : byte;
}

/// The other side in the word's case; empty for every other word.
std::string otherSide(std::string_view word) {
    std::string lowered(word);
    std::ranges::transform(lowered, lowered.begin(), lower);
    std::string other = lowered == "left" ? "right" : lowered == "right" ? "left" : "";
    if (other.empty() || word[0] == lowered[0]) {
        return other;
    }
    const bool isAllUpper = word[1] != lowered[1];
    std::transform(other.begin(), isAllUpper ? other.end() : other.begin() + 1, other.begin(), upper);
    return other;
}

} // namespace

std::size_t SwappedSides::position(std::size_t original) const {
    std::size_t moved = original;
    for (const Place& place : places) {
        if (original >= place.end) {
            moved = moved + place.newLength - (place.end - place.begin);
        } else if (original > place.begin) {
            return moved - (original - place.begin) + std::min(original - place.begin, place.newLength);
        }
    }
    return moved;
}

SwappedSides swapSideWords(const std::string& text) {
    SwappedSides swapped;
    std::size_t at = 0;
    while (at < text.size()) {
        std::size_t end = at;
        while (end < text.size() && isWordByte(text[end])) {
            ++end;
        }
        const std::string_view word = std::string_view(text).substr(at, end - at);
        const std::string other = word.size() == 4 || word.size() == 5 ? otherSide(word) : std::string();
        if (!other.empty()) {
            swapped.places.push_back({.begin = at, .end = end, .newLength = other.size()});
        }
        swapped.text += other.empty() ? word : std::string_view(other);
        if (end < text.size()) {
            swapped.text += text[end++];
        }
        at = end;
    }
    return swapped;
}

} // namespace storyscope::datasets
