// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/pointing_evaluation.h"

#include "core/inference/bootstrap.h"
#include "core/inference/heat_map.h"
#include "core/text/word_splitter.h"

#include <algorithm>

namespace storyscope::inference {

namespace {

/// A word of a caption as it is looked up, and the tokens it is made of.
struct Word {
    std::string key;
    std::vector<std::size_t> tokens;
};

std::vector<Word> wordsOf(const ToldCaption& caption) {
    std::vector<Word> words;
    for (const text::WordSpan& span : text::splitWords(caption.text)) {
        if (span.isMark) {
            continue;
        }
        Word word{text::wordKey(std::string_view(caption.text).substr(span.begin, span.end - span.begin)), {}};
        for (std::size_t index = 0; index < caption.tokens.size(); ++index) {
            const Token& token = caption.tokens[index];
            if (token.begin < token.end && token.begin >= span.begin && token.end <= span.end) {
                word.tokens.push_back(index);
            }
        }
        if (!word.tokens.empty()) {
            words.push_back(std::move(word));
        }
    }
    return words;
}

/// Where in `frame` to see what `word` names.
std::vector<Box> boxesOf(const std::string& word, const StoryFrame& frame) {
    std::vector<Box> boxes;
    for (const Entity& entity : frame.entities) {
        if (entity.kind != Entity::Kind::Place && entity.box &&
            std::ranges::find(entity.nouns, word) != entity.nouns.end()) {
            boxes.push_back(*entity.box);
        }
    }
    return boxes;
}

} // namespace

void PointingEvaluation::play(Game& game, const Attention& attention, const ToldCaption& caption,
                              const StoryFrame& frame) {
    const auto own =
        static_cast<std::size_t>(std::ranges::find(attention.frames, attention.subject) - attention.frames.begin());
    std::vector<std::string> keys;
    std::vector<HeatMap> maps;
    for (const Word& word : wordsOf(caption)) {
        HeatMap map = HeatMap::of(attention, word.tokens, own);
        if (!map.isEmpty()) {
            keys.push_back(word.key);
            maps.push_back(std::move(map));
        }
    }
    for (std::size_t word = 0; word < maps.size(); ++word) {
        const std::vector<Box> boxes = boxesOf(keys[word], frame);
        if (boxes.empty()) {
            continue;
        }
        const HeatMap whole = HeatMap::mean(maps);
        ++game.words;
        game.hits += maps[word].pointsAt(boxes) ? 1 : 0;
        game.wholeCaptionHits += whole.pointsAt(boxes) ? 1 : 0;
        game.centreHits += anyContains(boxes, 0.5F, 0.5F) ? 1 : 0;
        game.inBox += maps[word].shareIn(boxes);
        game.wholeCaptionInBox += whole.shareIn(boxes);
        game.box += coveredShare(boxes);
    }
}

void PointingEvaluation::add(const EvaluatedStory& story) {
    Game game;
    game.story = story.number;
    for (std::size_t position = 0; position < story.truth.frames.size(); ++position) {
        const Attention* attention = story.told.captionAttention(static_cast<int>(position));
        const bool isOfOwnFrame =
            attention && std::ranges::find(attention->frames, attention->subject) != attention->frames.end();
        // A caption that was expected there looked at the frames before it.
        if (isOfOwnFrame && attention->gridRows * attention->gridColumns > 1) {
            play(game, *attention, story.told.frames[position].caption, story.truth.frames[position]);
        }
    }
    if (game.words > 0) {
        m_stories.push_back(game);
    }
}

StoryStatistic PointingEvaluation::perWord(double Game::*part) const {
    return [this, part](std::span<const std::size_t> stories) {
        double sum = 0;
        double words = 0;
        for (const std::size_t story : stories) {
            sum += m_stories[story].*part;
            words += m_stories[story].words;
        }
        return sum / words;
    };
}

Score PointingEvaluation::score(const std::string& name, double Game::*part, const EvaluationContext& context) const {
    Score score;
    score.name = name;
    std::vector<std::size_t> numbers;
    for (const Game& game : m_stories) {
        score.samples += static_cast<std::size_t>(game.words);
        numbers.push_back(game.story);
    }
    setWithInterval(score, numbers, perWord(part), context.stop);
    return score;
}

std::vector<Score> PointingEvaluation::scores(const EvaluationContext& context) const {
    if (m_stories.empty()) {
        return {};
    }
    const auto floor = [this](double Game::*part) { return overAll(m_stories.size(), perWord(part)); };
    Score pointing = score("pointing_game", &Game::hits, context);
    pointing.definition =
        "share of generated words for visible characters and objects whose heat map on the caption's frame has its "
        "maximum (cell centre) in the entity's box";
    pointing.floors = {{"picture_centre", floor(&Game::centreHits)},
                       {"box_share", floor(&Game::box)},
                       {"whole_caption", floor(&Game::wholeCaptionHits)}};
    Score inBox = score("attention_in_box", &Game::inBox, context);
    inBox.definition = "share of these words' attention to the caption's frame that falls into the entity's box; "
                       "uniform attention puts the box's share of the picture there";
    inBox.floors = {{"uniform_attention", floor(&Game::box)}, {"whole_caption", floor(&Game::wholeCaptionInBox)}};
    return {pointing, inBox};
}

} // namespace storyscope::inference
