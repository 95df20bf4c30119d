// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/story/story_panel.h"

#include "ui/common/caption_view.h"
#include "ui/common/state_pages.h"
#include "ui/common/text.h"

#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace storyscope::ui {

namespace {

const QString repeatSign = QStringLiteral("↺");

QString decodingText(const StoryResult& result) {
    switch (result.decoding) {
    case Decoding::Greedy:
        return StoryPanel::tr("greedy");
    case Decoding::Beam:
        return StoryPanel::tr("beam search");
    case Decoding::Sample:
        return StoryPanel::tr("sampling, seed %1").arg(result.seed);
    }
    return {};
}

} // namespace

StoryPanel::StoryPanel(StorySelection* selection, QWidget* parent) : QWidget(parent), m_selection(selection) {
    setObjectName(QStringLiteral("storyPanel"));
    m_pages = StatePages::fillPanel(this, makeContent());
    connect(selection, &StorySelection::frameChanged, this, &StoryPanel::followSelection);
    showEmpty();
}

QWidget* StoryPanel::makeContent() {
    auto* content = new QWidget;
    m_clipTitle = new QLabel(tr("All frames together"), content);
    m_clipTitle->setForegroundRole(QPalette::PlaceholderText);
    m_clipSentence = new CaptionView(m_selection, content);
    m_clipSentence->setObjectName(QStringLiteral("clipSentence"));
    m_clipSentence->setSubject(Attention::Kind::ClipCaption, 0);
    m_clipSentence->setSpokenTitle(tr("Sentence of all frames"));
    m_grid = new QGridLayout;
    m_grid->setHorizontalSpacing(8);
    m_grid->setVerticalSpacing(8);
    m_grid->setColumnStretch(1, 1);
    m_author = new QLabel(content);
    m_author->setObjectName(QStringLiteral("storyAuthor"));
    m_author->setWordWrap(true);
    m_author->setForegroundRole(QPalette::PlaceholderText);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addWidget(m_clipTitle);
    layout->addWidget(m_clipSentence);
    layout->addLayout(m_grid);
    layout->addWidget(m_author);
    layout->addStretch();
    return content;
}

void StoryPanel::showEmpty() {
    m_story.reset();
    makeSentences(0);
    m_pages->showEmpty(tr("The story appears here, one sentence per frame. Open a video or pictures to have it told."));
}

void StoryPanel::showWorking() {
    m_story.reset();
    makeSentences(0);
    m_pages->showWorking(tr("The model is about to look at the frames…"));
}

void StoryPanel::showFailed(const QString& reason) {
    m_story.reset();
    makeSentences(0);
    m_pages->showFailed(tr("%1\n\nChoose another model in the menu Story, or try again with F5.").arg(reason));
}

void StoryPanel::showStory(const ToldStoryPtr& story) {
    m_story = story;
    const StoryResult& result = story->result;
    makeSentences(static_cast<int>(result.frames.size()));
    for (std::size_t position = 0; position < m_sentences.size(); ++position) {
        m_sentences[position]->setPlaceholder(placeholderOf(result.frames[position]));
        m_sentences[position]->setCaption(result.frames[position].caption);
    }
    showClipCaption(result.clipCaption);
    m_author->setText(story->isComplete ? tr("Told by %1, %2.").arg(toText(result.modelName), decodingText(result))
                                        : tr("Being told…"));
    showRepeats();
    m_author->setToolTip(toText(result.modelPath));
    m_pages->showReady();
    followSelection();
}

void StoryPanel::showRepeats() {
    bool hasAny = false;
    for (std::size_t position = 0; position < m_repeats.size(); ++position) {
        const bool repeats = m_story->result.frames[position].repeatsEarlier;
        m_repeats[position]->setVisible(repeats);
        hasAny = hasAny || repeats;
    }
    if (hasAny) {
        m_author->setText(m_author->text() + QLatin1Char(' ') +
                          tr("%1 says what an earlier frame says.").arg(repeatSign));
    }
}

void StoryPanel::showClipCaption(const std::optional<ToldCaption>& caption) {
    m_clipTitle->setVisible(caption.has_value());
    m_clipSentence->setVisible(caption.has_value());
    m_clipSentence->setCaption(caption.value_or(ToldCaption()));
}

/// Why a frame has no sentence, or that it will have one.
QString StoryPanel::placeholderOf(const ToldFrame& frame) const {
    if (frame.captionOrigin != CaptionOrigin::Untold) {
        return QStringLiteral("…");
    }
    return m_story->result.clipCaption ? tr("Told by the sentence of all frames.")
                                       : tr("Untold: this model tells a frame by what it expects after those before.");
}

void StoryPanel::showCaption(int framePosition, const ToldCaption& caption) {
    if (framePosition >= 0 && framePosition < static_cast<int>(m_sentences.size())) {
        m_sentences[static_cast<std::size_t>(framePosition)]->setCaption(caption);
    }
}

void StoryPanel::makeSentences(int count) {
    while (static_cast<int>(m_sentences.size()) > count) {
        delete m_sentences.back();
        delete m_numbers.back();
        delete m_repeats.back();
        m_sentences.pop_back();
        m_numbers.pop_back();
        m_repeats.pop_back();
    }
    while (static_cast<int>(m_sentences.size()) < count) {
        const auto position = static_cast<int>(m_sentences.size());
        auto* number = new QLabel(circledNumber(position + 1));
        number->setContentsMargins(0, 2, 0, 0);
        auto* sentence = new CaptionView(m_selection);
        sentence->setObjectName(QStringLiteral("sentence%1").arg(position + 1));
        sentence->setSubject(Attention::Kind::Caption, position);
        sentence->setSpokenTitle(tr("Sentence %1").arg(position + 1));
        sentence->setPlaceholder(QStringLiteral("…"));
        connect(sentence, &CaptionView::activated, this, [this, position] {
            m_selection->setFrame(m_story->result.frames[static_cast<std::size_t>(position)].sourceIndex);
        });
        m_grid->addWidget(number, position, 0, Qt::AlignTop);
        auto* repeat = new QLabel(repeatSign);
        repeat->setObjectName(QStringLiteral("repeat%1").arg(position + 1));
        repeat->setContentsMargins(0, 2, 0, 0);
        repeat->setForegroundRole(QPalette::PlaceholderText);
        repeat->setToolTip(tr("Says what an earlier frame says"));
        repeat->setAccessibleName(repeat->toolTip());
        repeat->hide();
        m_grid->addWidget(sentence, position, 1);
        m_grid->addWidget(repeat, position, 2, Qt::AlignTop);
        m_numbers.push_back(number);
        m_sentences.push_back(sentence);
        m_repeats.push_back(repeat);
    }
}

void StoryPanel::followSelection() {
    const auto current = m_story ? m_story->positionOf(m_selection->frame()) : std::nullopt;
    for (std::size_t position = 0; position < m_numbers.size(); ++position) {
        QFont font = m_numbers[position]->font();
        const bool isCurrent = current && static_cast<std::size_t>(*current) == position;
        font.setBold(isCurrent);
        m_numbers[position]->setFont(font);
        m_numbers[position]->setForegroundRole(isCurrent ? QPalette::Highlight : QPalette::WindowText);
    }
}

} // namespace storyscope::ui
