// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/pointing_evaluation.h"

#include "core/inference/bootstrap.h"

#include <algorithm>
#include <cctype>

namespace storyscope::inference {

namespace {

std::string lowerCase(std::string word) {
    std::ranges::transform(word, word.begin(),
                           [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return word;
}

/// Where in `frame` to see what `noun` names.
std::vector<Box> boxesOf(const std::string& noun, const StoryFrame& frame) {
    std::vector<Box> boxes;
    for (const Entity& entity : frame.entities) {
        if (entity.kind != Entity::Kind::Place && entity.box &&
            std::ranges::find(entity.nouns, noun) != entity.nouns.end()) {
            boxes.push_back(*entity.box);
        }
    }
    return boxes;
}

bool anyContains(const std::vector<Box>& boxes, float x, float y) {
    return std::ranges::any_of(boxes, [&](const Box& box) { return box.contains(x, y); });
}

/// Share of the picture that at least one box covers, on a grid fine enough for a chance level.
double coveredShare(const std::vector<Box>& boxes) {
    constexpr int steps = 64;
    int covered = 0;
    for (int row = 0; row < steps; ++row) {
        for (int column = 0; column < steps; ++column) {
            const float x = (static_cast<float>(column) + 0.5F) / steps;
            const float y = (static_cast<float>(row) + 0.5F) / steps;
            covered += anyContains(boxes, x, y) ? 1 : 0;
        }
    }
    return covered / static_cast<double>(steps * steps);
}

} // namespace

void PointingEvaluation::play(Game& game, const Attention& attention, std::size_t row, const std::vector<Box>& boxes) {
    const auto own = std::ranges::find(attention.frames, attention.subject) - attention.frames.begin();
    const auto cells = attention.patchWeights(row, static_cast<std::size_t>(own));
    const auto highest = static_cast<int>(std::ranges::max_element(cells) - cells.begin());
    const float x =
        (static_cast<float>(highest % attention.gridColumns) + 0.5F) / static_cast<float>(attention.gridColumns);
    const float y =
        (static_cast<float>(highest / attention.gridColumns) + 0.5F) / static_cast<float>(attention.gridRows);
    ++game.words;
    game.hits += anyContains(boxes, x, y) ? 1 : 0;
    game.centreHits += anyContains(boxes, 0.5F, 0.5F) ? 1 : 0;
    game.chance += coveredShare(boxes);
}

void PointingEvaluation::add(const EvaluatedStory& story) {
    Game game;
    for (std::size_t position = 0; position < story.truth.frames.size(); ++position) {
        const Attention* attention = story.told.captionAttention(static_cast<int>(position));
        if (!attention || std::ranges::find(attention->frames, attention->subject) == attention->frames.end()) {
            continue; // a caption that was expected there looked at the frames before
        }
        for (std::size_t row = 0; row < attention->rows.size(); ++row) {
            const std::vector<Box> boxes = boxesOf(lowerCase(attention->rows[row]), story.truth.frames[position]);
            if (!boxes.empty()) {
                play(game, *attention, row, boxes);
            }
        }
    }
    if (game.words > 0) {
        m_stories.push_back(game);
    }
}

std::vector<Score> PointingEvaluation::scores(const EvaluationContext& context) const {
    if (m_stories.empty()) {
        return {};
    }
    const auto share = [&](auto part) {
        return [this, part](std::span<const std::size_t> stories) {
            double sum = 0;
            double words = 0;
            for (const std::size_t story : stories) {
                sum += static_cast<double>(m_stories[story].*part);
                words += static_cast<double>(m_stories[story].words);
            }
            return sum / words;
        };
    };
    Score score;
    score.name = "pointing_game";
    score.definition =
        "share of generated nouns of visible characters and objects whose heat map on the caption's frame has its "
        "maximum (cell centre) in the entity's box";
    score.floors = {{"picture_centre", overAll(m_stories.size(), share(&Game::centreHits))},
                    {"box_share", overAll(m_stories.size(), share(&Game::chance))}};
    for (const Game& game : m_stories) {
        score.samples += game.words;
    }
    setWithInterval(score, m_stories.size(), share(&Game::hits), context.stop);
    return {score};
}

} // namespace storyscope::inference
