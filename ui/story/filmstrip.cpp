// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/story/filmstrip.h"

#include "ui/common/elided_label.h"
#include "ui/common/picture_image.h"
#include "ui/common/state_pages.h"
#include "ui/story/filmstrip_card.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>
#include <algorithm>

namespace storyscope::ui {

namespace {

constexpr int narrowestCard = 120;
constexpr int widestCard = 280;
constexpr int lowestThumbnail = 56;

/// Scrolls sideways only, so that no caption moves up or down.
void showWholly(QScrollBar& bar, const QWidget& card) {
    const int left = card.x() - 8;
    const int right = card.x() + card.width() + 8 - bar.pageStep();
    bar.setValue(std::min(std::max(bar.value(), right), left));
}

} // namespace

Filmstrip::Filmstrip(StorySelection* selection, AttentionController* attention, QWidget* parent)
    : QWidget(parent), m_selection(selection), m_attention(attention) {
    setObjectName(QStringLiteral("filmstrip"));
    auto* content = new QWidget;
    m_sharesTitle = new ElidedLabel(content);
    m_sharesTitle->setObjectName(QStringLiteral("filmstripTitle"));
    m_scroll = new QScrollArea(content);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    auto* strip = new QWidget;
    m_row = new QHBoxLayout(strip);
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(8);
    m_scroll->setWidget(strip);
    auto* inner = new QVBoxLayout(content);
    inner->setContentsMargins(8, 4, 8, 4);
    inner->setSpacing(4);
    inner->addWidget(m_sharesTitle);
    inner->addWidget(m_scroll, 1);
    m_pages = new StatePages(content, this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);
    connect(selection, &StorySelection::frameChanged, this, &Filmstrip::followSelection);
    connect(attention, &AttentionController::changed, this, &Filmstrip::followAttention);
    showEmpty();
}

void Filmstrip::showEmpty() {
    m_story.reset();
    makeCards(0);
    m_pages->showEmpty(tr("The story's frames and their captions appear here: choose Story ▸ Tell story."));
}

void Filmstrip::showWorking() {
    m_story.reset();
    makeCards(0);
    m_pages->showWorking(tr("Choosing the story's frames…"));
}

void Filmstrip::showFailed(const QString&) {
    m_story.reset();
    makeCards(0);
    m_pages->showFailed(tr("No story could be told. The pictures can still be looked at, one by one."));
}

void Filmstrip::showStory(const ToldStoryPtr& story) {
    m_story = story;
    const StoryResult& result = story->result;
    makeCards(static_cast<int>(result.frames.size()));
    for (std::size_t position = 0; position < m_cards.size(); ++position) {
        m_cards[position]->setFrame(result.frames[position], toImage(story->thumbnail(position)));
    }
    m_pages->showReady();
    fitThumbnails();
    followSelection();
    followAttention();
}

void Filmstrip::showCaption(int framePosition, const ToldCaption& caption) {
    if (framePosition >= 0 && framePosition < static_cast<int>(m_cards.size())) {
        m_cards[static_cast<std::size_t>(framePosition)]->setCaption(caption);
    }
}

void Filmstrip::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitThumbnails();
}

void Filmstrip::fitThumbnails() {
    for (FilmstripCard* card : m_cards) {
        card->thumbnail()->setLargestHeight(std::max(lowestThumbnail, height() * 2 / 5));
    }
}

void Filmstrip::makeCards(int count) {
    while (static_cast<int>(m_cards.size()) > count) {
        delete m_cards.back();
        m_cards.pop_back();
    }
    while (static_cast<int>(m_cards.size()) < count) {
        auto* card = new FilmstripCard(m_selection, static_cast<int>(m_cards.size()));
        card->setMinimumWidth(narrowestCard);
        card->setMaximumWidth(widestCard);
        connect(card, &FilmstripCard::chosen, m_selection, &StorySelection::setFrame);
        m_row->addWidget(card, 1);
        m_cards.push_back(card);
    }
}

void Filmstrip::followSelection() {
    for (FilmstripCard* card : m_cards) {
        const bool isCurrent = card->sourceIndex() == m_selection->frame();
        card->setCurrent(isCurrent);
        if (isCurrent) {
            showWholly(*m_scroll->horizontalScrollBar(), *card);
        }
    }
}

void Filmstrip::followAttention() {
    const FrameShares& shares = m_attention->frameShares();
    m_sharesTitle->setFullText(m_attention->sharesTitle().isEmpty() ? tr("The story's frames")
                                                                    : m_attention->sharesTitle());
    for (std::size_t position = 0; position < m_cards.size(); ++position) {
        m_cards[position]->setOverlay(m_attention->overlayFor(static_cast<int>(position), HeatMapScale::PerStory));
        if (position < shares.size() && shares[position]) {
            m_cards[position]->setShare(static_cast<double>(*shares[position]), m_attention->sharesTitle());
        } else {
            m_cards[position]->clearShare();
        }
    }
}

} // namespace storyscope::ui
