// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/attention/attention_controller.h"

#include "ui/attention/heat_map.h"
#include "ui/common/text.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace storyscope::ui {

namespace {

/// Of the shares as parts of their sum.
double entropyBits(std::span<const float> shares) {
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    double bits = 0;
    for (const float share : shares) {
        bits -= share > 0 ? share / sum * std::log2(share / sum) : 0;
    }
    return bits;
}

/// Shares by the story's frames, whatever order the record has them in.
FrameShares sharesPerStoryFrame(const Attention& record, std::size_t row, std::size_t storyFrames) {
    FrameShares shares(storyFrames);
    const std::vector<float> weights = record.frameWeights(row);
    for (std::size_t position = 0; position < weights.size(); ++position) {
        const auto frame = static_cast<std::size_t>(record.frames[position]);
        if (frame < storyFrames) {
            shares[frame] = weights[position];
        }
    }
    return shares;
}

bool isUsable(const Attention& record) {
    const auto fits = [](const auto& list, std::size_t wanted) { return list.empty() || list.size() == wanted; };
    return !record.rows.empty() && record.values.size() == record.rows.size() * record.columnCount() &&
           fits(record.areas, record.frames.size()) && fits(record.classShares, record.rows.size()) &&
           fits(record.otherShares, record.rows.size()) && fits(record.textShares, record.rows.size());
}

} // namespace

AttentionController::AttentionController(StorySelection* selection, QObject* parent)
    : QObject(parent), m_selection(selection) {
    connect(selection, &StorySelection::wordChanged, this, &AttentionController::refresh);
    connect(selection, &StorySelection::frameChanged, this, &AttentionController::refresh);
    connect(&m_study, &AttentionStudy::found, this, &AttentionController::refresh);
}

void AttentionController::setStory(const ToldStoryPtr& story) {
    m_story = story;
    m_study.setStory(story);
    if (m_options.place.layer == Attention::rolledOut && story && !story->result.attention.empty() &&
        !offersRollOut()) {
        m_options.place = {};
    }
    refresh();
}

void AttentionController::setOptions(const AttentionOptions& options) {
    m_options = options;
    refresh();
}

std::optional<int> AttentionController::position() const {
    return m_story ? m_story->positionOf(m_selection->frame()) : std::nullopt;
}

int AttentionController::layerCount() const {
    return m_story ? captionLayerCount(m_story->result) : 0;
}

int AttentionController::headCount() const {
    return m_story ? captionHeadCount(m_story->result) : 0;
}

void AttentionController::refresh() {
    m_word = findWord();
    if (m_word) {
        m_frameShares = m_word->frameShares;
        m_sharesTitle = tr("Share of “%1” per frame").arg(m_word->word);
    } else {
        findTemporal();
    }
    emit changed();
}

const ToldCaption* AttentionController::captionOf(const WordRef& word) const {
    const auto subject = static_cast<std::size_t>(word.subject);
    const StoryResult& result = m_story->result;
    if (word.kind == Attention::Kind::Caption && subject < result.frames.size()) {
        return &result.frames[subject].caption;
    }
    if (word.kind == Attention::Kind::NextCaption && subject < result.predictions.size()) {
        return &result.predictions[subject].caption;
    }
    if (word.kind == Attention::Kind::ClipCaption && result.clipCaption) {
        return &*result.clipCaption;
    }
    return nullptr;
}

std::shared_ptr<const Attention> AttentionController::recordOf(const WordRef& word) {
    return m_options.place.layer == Attention::rolledOut ? m_study.rollOut({word.kind, word.subject})
                                                         : chooseAttention(m_story, word, m_options.place);
}

std::optional<WordAttention> AttentionController::findWord() {
    const auto selected = m_selection->word();
    if (!m_story || !selected) {
        return std::nullopt;
    }
    const std::shared_ptr<const Attention> record = recordOf(*selected);
    const ToldCaption* caption = captionOf(*selected);
    const auto token = static_cast<std::size_t>(selected->token);
    if (record == nullptr || caption == nullptr || !isUsable(*record) || token >= record->rows.size() ||
        token >= caption->tokens.size()) {
        return std::nullopt;
    }
    WordAttention word;
    word.record = record;
    word.row = token;
    word.word = toText(caption->tokens[token].text);
    word.probability = std::exp(static_cast<double>(caption->tokens[token].logProbability));
    word.classShare = static_cast<double>(record->classShare(token));
    word.otherShare = static_cast<double>(record->otherShare(token));
    word.textShare = static_cast<double>(record->textShare(token));
    word.frameShares = sharesPerStoryFrame(*record, token, m_story->result.frames.size());
    const std::span<const float> shares = record->row(token);
    word.entropyBits = entropyBits(shares);
    word.maximumEntropyBits = std::log2(static_cast<double>(shares.size()));
    word.strongestCell = *std::ranges::max_element(shares);
    return word;
}

void AttentionController::findTemporal() {
    m_frameShares.clear();
    m_sharesTitle.clear();
    if (!m_story) {
        return;
    }
    const auto found = std::ranges::find(m_story->result.attention, Attention::Kind::Temporal, &Attention::kind);
    if (found == m_story->result.attention.end() || !isUsable(*found)) {
        return;
    }
    const std::size_t row =
        std::min(static_cast<std::size_t>(position().value_or(static_cast<int>(found->rows.size()) - 1)),
                 found->rows.size() - 1);
    m_frameShares = sharesPerStoryFrame(*found, row, m_story->result.frames.size());
    m_sharesTitle = tr("Temporal attention of frame %1: how much each frame counts for it").arg(row + 1);
}

float AttentionController::scaleMaximum(int storyPosition, HeatMapScale scale) const {
    if (!m_word) {
        return 0;
    }
    const auto frame = std::ranges::find(m_word->record->frames, storyPosition);
    if (scale == HeatMapScale::PerStory || frame == m_word->record->frames.end()) {
        return m_word->strongestCell;
    }
    const auto cells =
        m_word->record->patchWeights(m_word->row, static_cast<std::size_t>(frame - m_word->record->frames.begin()));
    return *std::ranges::max_element(cells);
}

FrameOverlay AttentionController::overlayFor(int storyPosition, HeatMapScale scale) const {
    if (!m_word || !m_options.isHeatMapOn || storyPosition < 0) {
        return {};
    }
    const Attention& record = *m_word->record;
    const auto frame = std::ranges::find(record.frames, storyPosition);
    if (frame == record.frames.end() || record.gridRows * record.gridColumns < 2) {
        return {};
    }
    const auto cells = record.patchWeights(m_word->row, static_cast<std::size_t>(frame - record.frames.begin()));
    FrameOverlay overlay;
    overlay.frameNumber = m_story->result.frames[static_cast<std::size_t>(storyPosition)].sourceIndex;
    overlay.rows = record.gridRows;
    overlay.columns = record.gridColumns;
    overlay.shares.assign(cells.begin(), cells.end());
    overlay.image = heatMapImage({cells, record.gridRows, record.gridColumns, scaleMaximum(storyPosition, scale)},
                                 m_options.colorMap);
    const Box area = record.areaOf(static_cast<std::size_t>(frame - record.frames.begin()));
    overlay.area = QRectF(static_cast<double>(area.left), static_cast<double>(area.top),
                          static_cast<double>(area.width), static_cast<double>(area.height));
    overlay.title = record.layer == Attention::rolledOut ? tr("Attention of “%1” through all layers").arg(m_word->word)
                                                         : tr("Attention of “%1”").arg(m_word->word);
    return overlay;
}

void AttentionController::chooseWordAt(double x, double y) {
    const auto shown = position();
    if (!shown) {
        return;
    }
    const auto record = recordOf({Attention::Kind::Caption, *shown, 0});
    const ToldCaption* caption = captionOf({Attention::Kind::Caption, *shown, 0});
    if (record == nullptr || caption == nullptr || !isUsable(*record) || record->gridRows * record->gridColumns < 2) {
        return;
    }
    const auto frame = std::ranges::find(record->frames, *shown);
    if (frame == record->frames.end()) {
        return;
    }
    const auto framePosition = static_cast<std::size_t>(frame - record->frames.begin());
    const Box area = record->areaOf(framePosition);
    const double across = (x - static_cast<double>(area.left)) / static_cast<double>(area.width);
    const double down = (y - static_cast<double>(area.top)) / static_cast<double>(area.height);
    if (across < 0 || across > 1 || down < 0 || down > 1) {
        return; // the model did not see it
    }
    const int row = std::clamp(static_cast<int>(down * record->gridRows), 0, record->gridRows - 1);
    const int column = std::clamp(static_cast<int>(across * record->gridColumns), 0, record->gridColumns - 1);
    const auto cell = static_cast<std::size_t>(row * record->gridColumns + column);
    std::optional<std::size_t> strongest;
    float most = -1;
    for (std::size_t token = 0; token < std::min(record->rows.size(), caption->tokens.size()); ++token) {
        const float share = record->patchWeights(token, framePosition)[cell];
        if (caption->tokens[token].end > caption->tokens[token].begin && share > most) {
            most = share;
            strongest = token;
        }
    }
    if (strongest) {
        m_selection->chooseWord({Attention::Kind::Caption, *shown, static_cast<int>(*strongest)});
    }
}

} // namespace storyscope::ui
