// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/caption_tagger.h"

#include "core/text/stem_snowball.h"

#include <algorithm>
#include <map>

namespace storyscope::datasets {

namespace {

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::string regular(const std::string& word) {
    static const std::map<std::string, std::string> irregular{
        {"people", "person"}, {"ran", "run"},     {"sat", "sit"},     {"stood", "stand"}, {"ate", "eat"},
        {"eaten", "eat"},     {"drank", "drink"}, {"drunk", "drink"}, {"wrote", "write"}, {"written", "write"},
        {"slept", "sleep"},   {"drove", "drive"}, {"driven", "drive"}};
    const auto found = irregular.find(word);
    return found == irregular.end() ? word : found->second;
}

std::vector<std::string> stemsOf(std::string_view text) {
    std::vector<std::string> stems;
    std::string word;
    const auto finish = [&] {
        if (!word.empty()) {
            stems.push_back(text::snowballStem(regular(word)));
            word.clear();
        }
    };
    for (const char c : text) {
        if (isLetter(c)) {
            word += static_cast<char>(c | 0x20);
        } else {
            finish();
        }
    }
    finish();
    return stems;
}

} // namespace

CaptionTagger::CaptionTagger(const std::vector<std::string>& tags) {
    for (const std::string& tag : tags) {
        const bool isWords = std::ranges::all_of(tag, [](char c) { return isLetter(c) || c == '_'; });
        std::vector<std::string> stems = isWords ? stemsOf(tag) : std::vector<std::string>();
        if (!stems.empty()) {
            m_tags.push_back({tag, std::move(stems)});
        }
    }
}

std::vector<std::string> CaptionTagger::tagsOf(std::string_view caption) const {
    const std::vector<std::string> stems = stemsOf(caption);
    std::vector<std::string> found;
    for (const Tag& tag : m_tags) {
        if (!std::ranges::search(stems, tag.stems).empty()) {
            found.push_back(tag.name);
        }
    }
    return found;
}

} // namespace storyscope::datasets
