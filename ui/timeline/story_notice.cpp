// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/story_notice.h"

#include "ui/common/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace storyscope::ui {

StoryNotice::StoryNotice(QWidget* parent) : QFrame(parent) {
    setObjectName(QStringLiteral("storyNotice"));
    m_text = new QLabel(tr("You have changed the story's frames."), this);
    m_text->setWordWrap(true);
    m_text->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_button = new QPushButton(icon(QStringLiteral("story")), tr("Tell story"), this);
    m_button->setObjectName(QStringLiteral("tellFromTimeline"));
    m_button->setAccessibleName(tr("Tell story"));
    m_button->setToolTip(tr("Tell the story from the frames that are marked now"));
    m_button->setAccessibleDescription(m_button->toolTip());
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 2, 4, 0);
    layout->setSpacing(8);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_button);
    connect(m_button, &QPushButton::clicked, this, &StoryNotice::tellRequested);
}

} // namespace storyscope::ui
