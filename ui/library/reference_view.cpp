// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/reference_view.h"

#include "ui/common/state_pages.h"
#include "ui/common/text.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <algorithm>

namespace storyscope::ui {

namespace {

/// With the number of further captions of the same picture, which are in the tool tip.
QString withReferences(const QString& rich, const StoryFrame& frame) {
    const auto more = frame.references.size();
    return more == 0 ? rich : rich + QStringLiteral(" <small>+%1</small>").arg(more);
}

/// All captions and notes; nothing if there is no more than the caption.
QString moreAbout(const StoryFrame& frame) {
    if (frame.references.empty() && frame.notes.empty()) {
        return {};
    }
    QString all = toText(frame.caption).toHtmlEscaped();
    for (const std::vector<std::string>* texts : {&frame.references, &frame.notes}) {
        for (const std::string& text : *texts) {
            all += QStringLiteral("<p>") + toText(text).toHtmlEscaped();
        }
    }
    return all;
}

} // namespace

ReferenceView::ReferenceView(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("referenceView"));
    m_rows = new QWidget;
    m_grid = new QGridLayout(m_rows);
    m_grid->setContentsMargins(8, 8, 8, 8);
    m_grid->setHorizontalSpacing(8);
    m_grid->setVerticalSpacing(8);
    m_grid->setColumnStretch(1, 1);
    m_pages = StatePages::fillPanel(this, m_rows);
    clear();
}

QLabel* ReferenceView::makeLabel(const QString& spokenTitle) {
    auto* label = new QLabel(m_rows);
    label->setTextFormat(Qt::RichText);
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignTop);
    label->setTextInteractionFlags(Qt::TextBrowserInteraction);
    label->setAccessibleName(spokenTitle);
    return label;
}

void ReferenceView::addRow(const QString& number, QLabel* label) {
    const int row = static_cast<int>(m_numbers.size());
    auto* numberLabel = new QLabel(number, m_rows);
    numberLabel->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    m_grid->addWidget(numberLabel, row, 0, Qt::AlignTop);
    m_grid->addWidget(label, row, 1);
    label->installEventFilter(this);
    m_numbers.push_back(numberLabel);
    m_sentences.push_back(label);
}

void ReferenceView::setStory(const Story& story) {
    removeRows();
    m_story = story;
    m_entities = StoryEntities(story);
    for (const std::string& caption : story.captions) {
        QLabel* label = makeLabel(tr("The data set says of the whole story"));
        label->setText(toText(caption).toHtmlEscaped());
        addRow({}, label);
        m_frames.push_back(-1);
    }
    for (std::size_t position = 0; position < story.frames.size(); ++position) {
        const StoryFrame& frame = story.frames[position];
        if (frame.caption.empty() && frame.references.empty()) {
            continue;
        }
        const int number = static_cast<int>(position);
        QLabel* label = makeLabel(tr("The data set says of frame %1: %2").arg(number + 1).arg(toText(frame.caption)));
        label->setObjectName(QStringLiteral("reference%1").arg(number + 1));
        label->setText(withReferences(m_entities.richText(frame), frame));
        label->setToolTip(moreAbout(frame));
        connect(label, &QLabel::linkHovered, this,
                [this](const QString& link) { emit entityHovered(link.section(QLatin1Char(' '), 0, 0)); });
        connect(label, &QLabel::linkActivated, this, [this, number](const QString& link) {
            emit entityChosen(number, link.section(QLatin1Char(' '), 0, 0));
        });
        addRow(circledNumber(number + 1), label);
        m_frames.push_back(number);
    }
    m_grid->setRowStretch(static_cast<int>(m_numbers.size()), 1);
    if (m_sentences.empty()) {
        m_pages->showEmpty(tr("The data set has no captions for this story."));
    } else {
        m_pages->showReady();
    }
}

void ReferenceView::setToldFrames(const std::vector<int>& frames) {
    for (std::size_t row = 0; row < m_numbers.size(); ++row) {
        const auto told = std::ranges::find(frames, m_frames[row]);
        const bool isTold = told != frames.end();
        if (m_frames[row] >= 0) {
            m_numbers[row]->setText(isTold ? circledNumber(static_cast<int>(told - frames.begin()) + 1)
                                           : QStringLiteral("·"));
            m_numbers[row]->setToolTip(isTold ? QString() : tr("The model's story has no sentence for this frame"));
        }
    }
}

void ReferenceView::removeRows() {
    m_grid->setRowStretch(static_cast<int>(m_numbers.size()), 0);
    qDeleteAll(m_sentences);
    qDeleteAll(m_numbers);
    m_sentences.clear();
    m_numbers.clear();
    m_frames.clear();
}

void ReferenceView::clear() {
    removeRows();
    m_story = {};
    m_entities = {};
    m_pages->showEmpty(tr("What a data set says of a story appears here. Open one from the library."));
}

bool ReferenceView::eventFilter(QObject* watched, QEvent* event) {
    const auto row = std::ranges::find(m_sentences, watched);
    if (event->type() == QEvent::MouseButtonRelease && row != m_sentences.end() && !(*row)->hasSelectedText()) {
        const int frame = m_frames[static_cast<std::size_t>(row - m_sentences.begin())];
        if (frame >= 0) {
            emit frameChosen(frame);
        }
    }
    return QWidget::eventFilter(watched, event); // a link that was clicked comes after it
}

void ReferenceView::setHighlighted(const QString& entityId) {
    for (std::size_t row = 0; row < m_sentences.size(); ++row) {
        if (m_frames[row] >= 0) {
            const StoryFrame& frame = m_story.frames[static_cast<std::size_t>(m_frames[row])];
            m_sentences[row]->setText(withReferences(m_entities.richText(frame, entityId), frame));
        }
    }
}

void ReferenceView::setCurrentFrame(int frame) {
    for (std::size_t row = 0; row < m_numbers.size(); ++row) {
        const bool isCurrent = m_frames[row] == frame;
        QFont font = m_numbers[row]->font();
        font.setBold(isCurrent);
        m_numbers[row]->setFont(font);
        m_numbers[row]->setForegroundRole(isCurrent ? QPalette::Highlight : QPalette::WindowText);
    }
}

} // namespace storyscope::ui
