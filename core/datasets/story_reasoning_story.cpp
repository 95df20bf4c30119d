// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/story_reasoning_story.h"

#include "core/datasets/chain_of_thought.h"
#include "core/datasets/grounded_text.h"
#include "core/text/word_splitter.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>

namespace storyscope::datasets {

namespace {

template <std::size_t Count>
bool isOneOf(const std::array<std::string_view, Count>& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool isNoName(const std::string& key) {
    constexpr std::array<std::string_view, 33> words = {
        "a",   "an",   "the",  "this",  "that", "these", "those",   "i",       "me",     "my",         "we",
        "us",  "our",  "you",  "your",  "he",   "him",   "his",     "she",     "her",    "hers",       "it",
        "its", "they", "them", "their", "who",  "whom",  "himself", "herself", "itself", "themselves", "'s"};
    return isOneOf(words, key);
}

bool endsHead(const std::string& key) {
    constexpr std::array<std::string_view, 12> prepositions = {"of", "in", "on",   "at",  "with",  "from",
                                                               "by", "to", "near", "for", "under", "behind"};
    return isOneOf(prepositions, key);
}

/// "umbrella" of "a red umbrella with dots": English puts the head last, before its prepositions. All capitalised words
/// of a character's name; nothing of "she".
std::vector<std::string> headWords(std::string_view phrase, Entity::Kind kind) {
    constexpr std::size_t longestPhrase = 200; ///< bytes; more is a sentence and has no one head
    std::vector<std::string> capitalised;
    std::string head;
    for (const text::WordSpan& span : text::splitWords(phrase.substr(0, std::min(phrase.size(), longestPhrase)))) {
        const std::string_view word = phrase.substr(span.begin, span.end - span.begin);
        std::string key = text::wordKey(word);
        if (!head.empty() && endsHead(key)) {
            break;
        }
        if (span.isMark || isNoName(key)) {
            continue;
        }
        if (kind == Entity::Kind::Character && key != word) {
            capitalised.push_back(key);
        }
        head = std::move(key);
    }
    return !capitalised.empty() ? capitalised : head.empty() ? std::vector<std::string>() : std::vector{head};
}

void addNouns(Entity& entity, std::string_view phrase) {
    for (std::string& noun : headWords(phrase, entity.kind)) {
        if (std::find(entity.nouns.begin(), entity.nouns.end(), noun) == entity.nouns.end()) {
            entity.nouns.push_back(std::move(noun));
        }
    }
}

/// The entities of one frame by their ids, in the order in which they came.
class Cast {
public:
    explicit Cast(StoryFrame& frame) : m_frame(frame) {}

    Entity& member(const std::string& id, Entity::Kind kind) {
        const auto [known, isNew] = m_positions.try_emplace(id, m_frame.entities.size());
        if (isNew) {
            m_frame.entities.push_back({.id = id, .kind = kind, .nouns = {}, .box = {}});
        }
        return m_frame.entities[known->second];
    }

private:
    StoryFrame& m_frame;
    std::unordered_map<std::string, std::size_t> m_positions;
};

/// The part of that number; `parts` are sorted by it.
template <typename Parts>
const typename Parts::value_type* partOfImage(const Parts& parts, std::size_t image) {
    const auto found = std::lower_bound(parts.begin(), parts.end(), image, [](const auto& part, std::size_t wanted) {
        return static_cast<std::size_t>(part.image) < wanted;
    });
    return found == parts.end() || static_cast<std::size_t>(found->image) != image ? nullptr : &*found;
}

void addText(StoryFrame& frame, Cast& cast, const GroundedText& text) {
    frame.caption = text.text;
    for (const Mention& mention : text.mentions) {
        for (const std::string& id : mention.ids) {
            frame.groundings.push_back({.begin = mention.begin, .end = mention.end, .entityId = id});
            Entity& entity = cast.member(id, entityKindOf(id));
            if (mention.kind != Mention::Kind::Action && mention.ids.size() == 1) {
                addNouns(entity, std::string_view(text.text).substr(mention.begin, mention.end - mention.begin));
            }
        }
    }
}

void addTags(StoryFrame& frame) {
    for (const Entity& entity : frame.entities) {
        if (entity.kind == Entity::Kind::Character) {
            continue;
        }
        for (const std::string& noun : entity.nouns) {
            if (std::find(frame.tags.begin(), frame.tags.end(), noun) == frame.tags.end()) {
                frame.tags.push_back(noun);
            }
        }
    }
}

StoryFrame frameOf(const GroundedText* text, const ImageThoughts* thoughts, const PixelSize& size) {
    StoryFrame frame;
    Cast cast(frame);
    if (thoughts != nullptr) {
        for (const ThoughtEntity& known : thoughts->entities) {
            Entity& entity = cast.member(known.id, known.kind);
            entity.box = known.box ? normalised(*known.box, size.width, size.height) : std::nullopt;
        }
    }
    if (text != nullptr) {
        addText(frame, cast, *text);
    }
    if (thoughts != nullptr) {
        for (const ThoughtEntity& known : thoughts->entities) {
            addNouns(cast.member(known.id, known.kind), known.name);
        }
    }
    addTags(frame);
    return frame;
}

std::string placeOf(const StoryReasoningRow& row, const std::vector<int>& images) {
    constexpr std::size_t mostNamed = 10;
    std::string place = "story " + row.id + (images.size() == 1 ? ", picture " : ", pictures ");
    for (std::size_t i = 0; i < std::min(images.size(), mostNamed); ++i) {
        place += (i == 0 ? "" : ", ") + std::to_string(images[i]);
    }
    return images.size() > mostNamed ? place + " and more" : place;
}

} // namespace

Story storyOf(const StoryReasoningRow& row, const std::string& thoughts, const std::vector<PixelSize>& sizes) {
    const GroundedStory texts = parseGroundedStory(row.story);
    const ChainOfThought notes = parseChainOfThought(thoughts);
    Story story;
    story.id = row.id;
    story.title = "Story " + row.id;
    for (std::size_t i = 0; i < row.pictureNames.size(); ++i) {
        const PixelSize size = i < sizes.size() ? sizes[i] : PixelSize();
        story.frames.push_back(frameOf(partOfImage(texts.images, i + 1), partOfImage(notes.images, i + 1), size));
        story.frames.back().notes = notesOf(notes, static_cast<int>(i) + 1);
        story.frames.back().pictureName =
            row.pictureNames[i].empty() ? "picture " + std::to_string(i + 1) : row.pictureNames[i];
    }
    if (texts.images.empty()) {
        std::string whole = parseGroundedText(row.story).text;
        if (!whole.empty()) {
            story.captions.push_back(std::move(whole));
        }
    }
    return story;
}

void findTextIssues(const StoryReasoningRow& row, GroupedIssues& issues) {
    const GroundedStory texts = parseGroundedStory(row.story);
    if (texts.images.empty()) {
        issues.add(Issue::Severity::Warning, "The text names no pictures, so that no frame has a caption.",
                   "story " + row.id);
        return;
    }
    std::vector<int> missing;
    std::vector<bool> hasText(row.pictureNames.size());
    for (const GroundedText& text : texts.images) {
        if (text.image < 1 || static_cast<std::size_t>(text.image) > hasText.size()) {
            missing.push_back(text.image);
        } else {
            hasText[static_cast<std::size_t>(text.image) - 1] = !text.text.empty();
        }
    }
    std::vector<int> silent;
    for (std::size_t i = 0; i < hasText.size(); ++i) {
        if (!hasText[i]) {
            silent.push_back(static_cast<int>(i) + 1);
        }
    }
    if (!missing.empty()) {
        issues.add(Issue::Severity::Warning, "The text speaks of pictures that the story does not have.",
                   placeOf(row, missing));
    }
    if (!silent.empty()) {
        issues.add(Issue::Severity::Warning, "There is no text for some pictures.", placeOf(row, silent));
    }
    if (texts.hasTextOutsideOfImages) {
        issues.add(Issue::Severity::Note, "Text that belongs to no picture was left out.", "story " + row.id);
    }
}

} // namespace storyscope::datasets
