// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/vist_grouping.h"

#include <algorithm>
#include <set>

namespace storyscope::datasets {

namespace {

constexpr std::size_t sentencesPerStory = 5;

/// Values of one key, keys in the order of their first appearance.
template <typename Value>
class Groups {
public:
    Value& operator[](const std::string& key) {
        const auto [position, isNew] = m_positions.try_emplace(key, m_values.size());
        if (isNew) {
            m_values.emplace_back();
        }
        return m_values[position->second];
    }
    std::vector<Value>& values() { return m_values; }

private:
    std::unordered_map<std::string, std::size_t> m_positions;
    std::vector<Value> m_values;
};

std::string titleOf(const VistTable& table, const std::string& albumId) {
    const auto title = table.albumTitles.find(albumId);
    if (title != table.albumTitles.end() && !title->second.empty()) {
        return title->second;
    }
    return albumId.empty() ? std::string() : "Album " + albumId;
}

/// Both spellings of a sentence; the first is what a person reads.
std::vector<std::string> spellings(VistAnnotation& annotation) {
    std::vector<std::string> texts;
    for (std::string* text : {&annotation.originalText, &annotation.text}) {
        if (!text->empty() && (texts.empty() || texts.front() != *text)) {
            texts.push_back(std::move(*text));
        }
    }
    return texts;
}

void appendNew(std::vector<std::string>& texts, std::vector<std::string>&& added) {
    for (std::string& text : added) {
        if (std::find(texts.begin(), texts.end(), text) == texts.end()) {
            texts.push_back(std::move(text));
        }
    }
}

StoryFrame frameOf(std::vector<std::string>&& texts) {
    StoryFrame frame;
    if (!texts.empty()) {
        frame.caption = std::move(texts.front());
        frame.references.assign(std::make_move_iterator(texts.begin() + 1), std::make_move_iterator(texts.end()));
    }
    return frame;
}

void addFrame(VistEntry& entry, VistAnnotation& annotation) {
    entry.photos.push_back(std::move(annotation.photo));
    if (!annotation.extra) {
        entry.story.frames.push_back(frameOf(spellings(annotation)));
        return;
    }
    const VistExtra& extra = *annotation.extra;
    entry.story.frames.push_back(extra.frame);
    entry.story.id = extra.storyId;
    entry.story.title = extra.title;
    entry.story.score = extra.score;
    entry.story.orderIsTrue = extra.orderIsTrue;
}

VistEntry storyOf(const std::vector<VistAnnotation*>& sentences, const VistTable& table) {
    VistEntry entry;
    entry.albumId = sentences.front()->albumId;
    entry.story.id = sentences.front()->storyId;
    entry.story.title = titleOf(table, entry.albumId);
    for (VistAnnotation* sentence : sentences) {
        addFrame(entry, *sentence);
    }
    return entry;
}

using Descriptions = std::unordered_map<std::string, std::vector<std::string>>; // by photo

bool isBefore(const VistAnnotation* a, const VistAnnotation* b) {
    return a->position < b->position;
}

/// Each photo once, with all its descriptions.
VistEntry sequenceOf(std::vector<VistAnnotation*>& annotations, const VistTable& table,
                     const Descriptions& descriptions) {
    std::stable_sort(annotations.begin(), annotations.end(), isBefore);
    const VistAnnotation& first = *annotations.front();
    VistEntry entry;
    entry.albumId = first.albumId;
    entry.story.id = first.storyId.empty() ? "album-" + first.albumId : first.storyId;
    entry.story.title = titleOf(table, entry.albumId);
    std::set<std::string> shown;
    for (const VistAnnotation* annotation : annotations) {
        if (shown.insert(annotation->photo).second) {
            entry.photos.push_back(annotation->photo);
            entry.story.frames.push_back(frameOf(std::vector(descriptions.at(annotation->photo))));
        }
    }
    return entry;
}

/// In worker order; of two sentences for one place the first stays.
void arrange(std::vector<VistAnnotation*>& sentences, GroupedIssues& issues) {
    std::stable_sort(sentences.begin(), sentences.end(), isBefore);
    const auto doubled =
        std::unique(sentences.begin(), sentences.end(),
                    [](const VistAnnotation* a, const VistAnnotation* b) { return a->position == b->position; });
    if (doubled != sentences.end()) {
        issues.add(Issue::Severity::Warning, "The story has two sentences for one photo; the first one was kept.",
                   "story " + sentences.front()->storyId);
        sentences.erase(doubled, sentences.end());
    }
}

} // namespace

std::vector<VistEntry> groupStories(VistTable& table, GroupedIssues& issues) {
    Groups<std::vector<VistAnnotation*>> stories;
    for (VistAnnotation& annotation : table.annotations) {
        stories[annotation.storyId].push_back(&annotation);
    }
    Groups<std::vector<VistEntry>> albums;
    for (std::vector<VistAnnotation*>& sentences : stories.values()) {
        arrange(sentences, issues);
        if (sentences.size() != sentencesPerStory) {
            issues.add(Issue::Severity::Warning, "The story does not have five sentences; it was left out.",
                       "story " + sentences.front()->storyId);
            continue;
        }
        VistEntry entry = storyOf(sentences, table);
        const std::string album = entry.albumId;
        albums[album].push_back(std::move(entry));
    }
    std::vector<VistEntry> grouped;
    for (std::vector<VistEntry>& album : albums.values()) {
        grouped.insert(grouped.end(), std::make_move_iterator(album.begin()), std::make_move_iterator(album.end()));
    }
    return grouped;
}

std::vector<VistEntry> groupDescriptions(VistTable& table, GroupedIssues& /*issues*/) {
    Groups<std::vector<VistAnnotation*>> sequences;
    Descriptions descriptions;
    for (VistAnnotation& annotation : table.annotations) {
        const std::string key = annotation.storyId.empty() ? "album-" + annotation.albumId : annotation.storyId;
        sequences[key].push_back(&annotation);
        appendNew(descriptions[annotation.photo], spellings(annotation));
    }
    std::vector<VistEntry> grouped;
    std::set<std::vector<std::string>> known;
    for (std::vector<VistAnnotation*>& sequence : sequences.values()) {
        VistEntry entry = sequenceOf(sequence, table, descriptions);
        if (known.insert(entry.photos).second) {
            grouped.push_back(std::move(entry));
        }
    }
    return grouped;
}

} // namespace storyscope::datasets
