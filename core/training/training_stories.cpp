// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/training_stories.h"

#include <algorithm>
#include <cctype>

namespace storyscope::training {

namespace {

const Entity* entityById(const StoryFrame& frame, const std::string& id) {
    const auto found =
        std::find_if(frame.entities.begin(), frame.entities.end(), [&](const Entity& e) { return e.id == id; });
    return found == frame.entities.end() ? nullptr : &*found;
}

const Entity* entityByNoun(const StoryFrame& frame, const std::string& word) {
    for (const Entity& entity : frame.entities) {
        if (entity.box && entity.kind != Entity::Kind::Place &&
            std::find(entity.nouns.begin(), entity.nouns.end(), word) != entity.nouns.end()) {
            return &entity;
        }
    }
    return nullptr;
}

std::string lowered(std::string word) {
    std::transform(word.begin(), word.end(), word.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return word;
}

template <typename Value>
std::int64_t roomOf(const std::vector<Value>& values) {
    return static_cast<std::int64_t>(values.capacity() * sizeof(Value));
}

std::int64_t roomOf(const std::vector<CaptionTarget>& captions) {
    std::int64_t bytes = roomOf<CaptionTarget>(captions);
    for (const CaptionTarget& caption : captions) {
        bytes += roomOf(caption.ids) + roomOf<PointingTarget>(caption.pointing);
        for (const PointingTarget& target : caption.pointing) {
            bytes += roomOf(target.cells);
        }
    }
    return bytes;
}

} // namespace

std::int64_t memoryBytes(const TrainingStory& story) {
    std::int64_t bytes = static_cast<std::int64_t>(sizeof(story)) + roomOf(story.frames) + roomOf(story.captions);
    for (const FrameTarget& frame : story.frames) {
        bytes += roomOf(frame.captions) + roomOf(frame.tags);
    }
    return bytes;
}

StoryEncoder::StoryEncoder(std::shared_ptr<const text::Tokenizer> tokenizer, Options options)
    : m_tokenizer(std::move(tokenizer)), m_options(std::move(options)) {}

TrainingStory StoryEncoder::encode(const Story& story, std::size_t index) const {
    TrainingStory result;
    result.index = index;
    result.score = story.score;
    result.orderIsTrue = story.orderIsTrue;
    for (const std::string& caption : story.captions) {
        result.captions.push_back(encodeCaption(caption, {}, {}));
    }
    for (std::size_t number = 0; number < story.frames.size(); ++number) {
        const StoryFrame& frame = story.frames[number];
        FrameTarget target;
        if (!frame.caption.empty()) {
            target.captions.push_back(encodeCaption(frame.caption, frame.groundings, frame));
        }
        for (const std::string& reference : frame.references) {
            target.captions.push_back(encodeCaption(reference, {}, frame));
        }
        encodeTags(story, number, target);
        result.frames.push_back(std::move(target));
    }
    return result;
}

void StoryEncoder::encodeTags(const Story& story, std::size_t frame, FrameTarget& target) const {
    const auto tags = m_options.frameTags ? m_options.frameTags->of(story, frame) : std::nullopt;
    target.tagsKnown = tags.has_value();
    for (const std::string& tag : tags.value_or(std::vector<std::string>())) {
        const auto found = std::find(m_options.tags.begin(), m_options.tags.end(), tag);
        if (found != m_options.tags.end()) {
            target.tags.push_back(found - m_options.tags.begin());
        }
    }
}

// Groundings say what a token names; a caption that has none is searched for the entities' nouns.
CaptionTarget StoryEncoder::encodeCaption(const std::string& caption, const std::vector<Grounding>& groundings,
                                          const StoryFrame& frame) const {
    CaptionTarget target;
    target.ids.push_back(m_tokenizer->beginId());
    for (const text::TokenSpan& span : m_tokenizer->encode(caption)) {
        if (static_cast<std::int64_t>(target.ids.size()) + 1 >= m_options.maximumTokens) {
            break;
        }
        const Entity* entity = nullptr;
        if (groundings.empty()) {
            entity = entityByNoun(frame, lowered(caption.substr(span.begin, span.end - span.begin)));
        }
        for (const Grounding& grounding : groundings) {
            if (span.begin >= grounding.begin && span.end <= grounding.end) {
                entity = entityById(frame, grounding.entityId);
            }
        }
        if (entity != nullptr && entity->box) {
            target.pointing.push_back({target.ids.size(), cellsOf(*entity->box)});
        }
        target.ids.push_back(span.id);
    }
    target.ids.push_back(m_tokenizer->endId());
    return target;
}

// The cells whose centre lies in the box, else the cell that holds the box's centre.
std::vector<std::int16_t> StoryEncoder::cellsOf(const Box& box) const {
    const auto rows = static_cast<int>(m_options.grid.rows);
    const auto columns = static_cast<int>(m_options.grid.columns);
    const auto height = static_cast<float>(rows);
    const auto width = static_cast<float>(columns);
    std::vector<std::int16_t> cells;
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < columns; ++column) {
            if (box.contains((static_cast<float>(column) + 0.5F) / width, (static_cast<float>(row) + 0.5F) / height)) {
                cells.push_back(static_cast<std::int16_t>(row * columns + column));
            }
        }
    }
    if (cells.empty()) {
        const int column = std::clamp(static_cast<int>((box.left + box.width / 2) * width), 0, columns - 1);
        const int row = std::clamp(static_cast<int>((box.top + box.height / 2) * height), 0, rows - 1);
        cells.push_back(static_cast<std::int16_t>(row * columns + column));
    }
    return cells;
}

} // namespace storyscope::training
