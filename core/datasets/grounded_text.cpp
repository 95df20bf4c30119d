// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/grounded_text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace storyscope::datasets {

namespace {

constexpr std::string_view imageOpening = "<gdi image";
constexpr std::string_view imageClosing = "</gdi>";
constexpr std::string_view whiteSpace = " \t\r\n\f\v";
constexpr std::size_t shortestTag = 5; ///< "<gdo>"

bool isDigit(char letter) {
    return letter >= '0' && letter <= '9';
}

bool isWhiteSpace(char letter) {
    return whiteSpace.find(letter) != std::string_view::npos;
}

/// "<gdi image3>" at the beginning of `text`.
struct ImageTag {
    int image = 0;
    std::size_t length = 0; ///< 0: there is none
};

ImageTag imageTagAt(std::string_view text) {
    if (!text.starts_with(imageOpening)) {
        return {};
    }
    ImageTag tag;
    std::size_t at = imageOpening.size();
    for (; at < text.size() && isDigit(text[at]); ++at) {
        const int digit = text[at] - '0';
        const bool fits = tag.image <= (GroundedText::laterThanAll - digit) / 10;
        tag.image = fits ? tag.image * 10 + digit : GroundedText::laterThanAll;
    }
    if (at == imageOpening.size() || at == text.size() || text[at] != '>') {
        return {};
    }
    tag.length = at + 1;
    return tag;
}

std::optional<Mention::Kind> kindOf(char letter) {
    switch (letter) {
    case 'o':
        return Mention::Kind::Entity;
    case 'a':
        return Mention::Kind::Action;
    case 'l':
        return Mention::Kind::Location;
    default:
        return {};
    }
}

bool isEntityId(std::string_view word) {
    constexpr std::array<std::string_view, 4> prefixes = {"char", "obj", "lm", "bg"};
    return std::any_of(prefixes.begin(), prefixes.end(),
                       [&](std::string_view prefix) { return word.starts_with(prefix); });
}

std::vector<std::string> idsIn(std::string_view text) {
    constexpr std::string_view separators = ", \t\r\n\f\v";
    std::vector<std::string> ids;
    std::size_t begin = text.find_first_not_of(separators);
    while (begin != std::string_view::npos) {
        const std::size_t end = std::min(text.find_first_of(separators, begin), text.size());
        if (isEntityId(text.substr(begin, end - begin))) {
            ids.emplace_back(text.substr(begin, end - begin));
        }
        begin = text.find_first_not_of(separators, end);
    }
    return ids;
}

/// One pass over a tagged text.
class TagReader {
public:
    explicit TagReader(std::string_view tagged) : m_tagged(tagged) {}

    GroundedText read() {
        while (m_at < m_tagged.size()) {
            if (m_tagged[m_at] != '<' || !takeTag()) {
                take(m_tagged[m_at++]);
            }
        }
        m_text.text.resize(m_wordsEnd);
        closeOpenMentions();
        std::erase_if(m_text.mentions,
                      [](const Mention& mention) { return mention.ids.empty() || mention.begin >= mention.end; });
        return std::move(m_text);
    }

private:
    bool takeTag() {
        const std::string_view rest = m_tagged.substr(m_at);
        if (const ImageTag tag = imageTagAt(rest); tag.length > 0) {
            m_at += tag.length;
            return true;
        }
        if (rest.starts_with(imageClosing)) {
            m_at += imageClosing.size();
            return true;
        }
        if (rest.size() > shortestTag && rest.starts_with("</gd") && rest[5] == '>' && kindOf(rest[4])) {
            close(*kindOf(rest[4]));
            m_at += shortestTag + 1;
            return true;
        }
        return rest.size() >= shortestTag && rest.starts_with("<gd") && kindOf(rest[3]) &&
               takeOpening(*kindOf(rest[3]));
    }

    bool takeOpening(Mention::Kind kind) {
        const std::size_t idsBegin = m_at + shortestTag - 1;
        const std::size_t end = idsBegin >= m_lastBracketSearch ? std::string_view::npos : m_tagged.find('>', idsBegin);
        if (end == std::string_view::npos) {
            m_lastBracketSearch = std::min(m_lastBracketSearch, idsBegin);
            return false;
        }
        m_open[static_cast<std::size_t>(kind)].push_back(m_text.mentions.size());
        m_text.mentions.push_back(
            {.kind = kind, .begin = openEnd, .end = openEnd, .ids = idsIn(m_tagged.substr(idsBegin, end - idsBegin))});
        m_at = end + 1;
        return true;
    }

    void close(Mention::Kind kind) {
        std::vector<std::size_t>& open = m_open[static_cast<std::size_t>(kind)];
        if (!open.empty()) {
            m_text.mentions[open.back()].end = m_wordsEnd;
            open.pop_back();
        }
    }

    void take(char letter) {
        std::string& text = m_text.text;
        if (!isWhiteSpace(letter)) {
            for (; m_firstWithoutWords < m_text.mentions.size(); ++m_firstWithoutWords) {
                m_text.mentions[m_firstWithoutWords].begin = text.size();
            }
            text += letter;
            m_wordsEnd = text.size();
        } else if (!text.empty() && !(letter == '\n' && text.ends_with("\n\n"))) {
            text += letter;
        }
    }

    void closeOpenMentions() {
        const std::string& text = m_text.text;
        std::size_t searchedFrom = text.size();
        std::size_t sentenceEnd = text.size();
        for (auto mention = m_text.mentions.rbegin(); mention != m_text.mentions.rend(); ++mention) {
            if (mention->end != openEnd) {
                continue;
            }
            const std::size_t begin = std::min(mention->begin, searchedFrom);
            const std::size_t found = std::string_view(text).substr(begin, searchedFrom - begin).find_first_of(".!?\n");
            sentenceEnd = found == std::string_view::npos ? sentenceEnd : begin + found;
            searchedFrom = begin;
            mention->end = sentenceEnd;
        }
    }

    static constexpr std::size_t openEnd = std::string_view::npos; ///< of a mention whose closing tag has not come

    std::string_view m_tagged;
    std::size_t m_at = 0;
    std::size_t m_lastBracketSearch = std::string_view::npos; ///< there is no '>' from here on
    GroundedText m_text;
    std::size_t m_wordsEnd = 0;                     ///< of m_text.text without white space at its end
    std::size_t m_firstWithoutWords = 0;            ///< from here on the mentions wait for their first letter
    std::array<std::vector<std::size_t>, 3> m_open; ///< mentions without an end, by kind, innermost last
};

void append(GroundedText& text, GroundedText&& addition) {
    if (!text.text.empty() && !addition.text.empty()) {
        text.text += ' ';
    }
    const std::size_t offset = text.text.size();
    text.text += addition.text;
    for (Mention& mention : addition.mentions) {
        mention.begin += offset;
        mention.end += offset;
        text.mentions.push_back(std::move(mention));
    }
}

bool hasWords(std::string_view text) {
    return text.find_first_not_of(whiteSpace) != std::string_view::npos;
}

/// The first "<gdi imageN>" from `from` on; text.size() if there is none.
std::size_t findImageTag(std::string_view text, std::size_t from) {
    std::size_t at = text.find(imageOpening, from);
    while (at != std::string_view::npos && imageTagAt(text.substr(at)).length == 0) {
        at = text.find(imageOpening, at + 1);
    }
    return std::min(at, text.size());
}

} // namespace

GroundedText parseGroundedText(std::string_view tagged) {
    return TagReader(tagged).read();
}

GroundedStory parseGroundedStory(std::string_view tagged) {
    GroundedStory story;
    std::vector<GroundedText> sections;
    std::size_t at = findImageTag(tagged, 0);
    story.hasTextOutsideOfImages = hasWords(tagged.substr(0, at));
    while (at < tagged.size()) {
        const ImageTag tag = imageTagAt(tagged.substr(at));
        const std::size_t begin = at + tag.length;
        at = findImageTag(tagged, begin);
        const std::string_view section = tagged.substr(begin, at - begin);
        const std::size_t length = std::min(section.find(imageClosing), section.size());
        const std::string_view behind = section.substr(std::min(length + imageClosing.size(), section.size()));
        story.hasTextOutsideOfImages = story.hasTextOutsideOfImages || hasWords(behind);
        sections.push_back(parseGroundedText(section.substr(0, length)));
        sections.back().image = tag.image;
    }
    std::stable_sort(sections.begin(), sections.end(),
                     [](const GroundedText& a, const GroundedText& b) { return a.image < b.image; });
    for (GroundedText& section : sections) {
        if (!story.images.empty() && story.images.back().image == section.image) {
            append(story.images.back(), std::move(section));
        } else {
            story.images.push_back(std::move(section));
        }
    }
    return story;
}

} // namespace storyscope::datasets
