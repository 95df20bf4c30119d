// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/caption_cleaning.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <vector>

namespace storyscope::datasets {

namespace {

bool isSpace(char letter) {
    return std::isspace(static_cast<unsigned char>(letter)) != 0;
}

bool isGroundingTag(std::string_view tag) {
    constexpr std::array<std::string_view, 8> beginnings = {"gdi", "gdo", "gda", "gdl", "/gdi", "/gdo", "/gda", "/gdl"};
    return std::any_of(beginnings.begin(), beginnings.end(),
                       [tag](std::string_view beginning) { return tag.starts_with(beginning); });
}

std::string withoutTags(const std::string& text, CaptionCleaning::Tags which) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::size_t end = text[i] == '<' ? text.find_first_of("<>", i + 1) : std::string::npos;
        const bool isTag = end != std::string::npos && text[end] == '>' && end > i + 1;
        if (isTag && (which == CaptionCleaning::Tags::RemoveAll ||
                      isGroundingTag(std::string_view(text).substr(i + 1, end - i - 1)))) {
            i = end;
        } else {
            result += text[i];
        }
    }
    return result;
}

std::string withoutBrackets(const std::string& text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::size_t end = text[i] == '[' ? text.find(']', i) : std::string::npos;
        const bool isWord = end != std::string::npos && end > i + 1 &&
                            std::all_of(text.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                                        text.begin() + static_cast<std::ptrdiff_t>(end), [](unsigned char letter) {
                                            return std::isalpha(letter) != 0 || letter == '_';
                                        });
        if (isWord) {
            result.append(text, i + 1, end - i - 1);
            i = end;
        } else {
            result += text[i];
        }
    }
    return result;
}

std::string spaced(const std::string& text, bool join) {
    constexpr std::string_view closing = ".,;:!?)";
    std::string result;
    bool pending = false;
    for (const char letter : text) {
        if (isSpace(letter)) {
            pending = !result.empty();
            continue;
        }
        if (pending && !(join && closing.find(letter) != std::string_view::npos)) {
            result += ' ';
        }
        pending = false;
        result += letter;
    }
    return result;
}

std::string firstWords(const std::string& text, std::size_t most) {
    std::size_t words = 0;
    std::size_t endOfWord = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool starts = !isSpace(text[i]) && (i == 0 || isSpace(text[i - 1]));
        if (starts && ++words > most) {
            return text.substr(0, endOfWord);
        }
        endOfWord = isSpace(text[i]) ? endOfWord : i + 1;
    }
    return text;
}

// What comes before a word, cleaned by itself, may lack blanks at its end; so the word begins there or soon after.
std::vector<Grounding> movedGroundings(const StoryFrame& frame, const std::string& caption,
                                       const CaptionCleaning& cleaning) {
    std::vector<Grounding> moved;
    for (const Grounding& grounding : frame.groundings) {
        const std::string words =
            cleanCaption(frame.caption.substr(grounding.begin, grounding.end - grounding.begin), cleaning);
        const std::size_t before = cleanCaption(frame.caption.substr(0, grounding.begin), cleaning).size();
        const std::size_t begin = words.empty() ? std::string::npos : caption.find(words, before);
        if (begin != std::string::npos) {
            moved.push_back({.begin = begin, .end = begin + words.size(), .entityId = grounding.entityId});
        }
    }
    return moved;
}

} // namespace

std::string cleanCaption(const std::string& caption, const CaptionCleaning& cleaning) {
    std::string text = caption;
    if (cleaning.tags != CaptionCleaning::Tags::Keep) {
        text = withoutTags(text, cleaning.tags);
    }
    if (cleaning.placeholders == CaptionCleaning::Placeholders::AsWords) {
        text = withoutBrackets(text);
    }
    if (cleaning.spaces != CaptionCleaning::Spaces::Keep) {
        text = spaced(text, cleaning.spaces == CaptionCleaning::Spaces::Join);
    }
    if (cleaning.letters == CaptionCleaning::Letters::Lower) {
        std::transform(text.begin(), text.end(), text.begin(),
                       [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    }
    return cleaning.mostWords == 0 ? text : firstWords(text, cleaning.mostWords);
}

Story cleaned(Story story, const CaptionCleaning& cleaning) {
    if (cleaning == CaptionCleaning()) {
        return story;
    }
    for (StoryFrame& frame : story.frames) {
        const std::string caption = cleanCaption(frame.caption, cleaning);
        frame.groundings = movedGroundings(frame, caption, cleaning);
        frame.caption = caption;
        for (std::string& reference : frame.references) {
            reference = cleanCaption(reference, cleaning);
        }
    }
    for (std::string& caption : story.captions) {
        caption = cleanCaption(caption, cleaning);
    }
    return story;
}

} // namespace storyscope::datasets
