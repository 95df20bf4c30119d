// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/first_hints.h"

#include "ui/common/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSettings>
#include <QToolButton>

namespace storyscope::ui {

namespace {

const QString seenKey = QStringLiteral("hints/seen");
constexpr int hintCount = 3;

QString hint(int index) {
    switch (index) {
    case 0:
        return FirstHints::tr("Point at any word of the story to see where the model looked; click to keep it.");
    case 1:
        return FirstHints::tr("The keys , and . step through the video; Ctrl and Right go to the story's next frame.");
    default:
        return FirstHints::tr("Train… teaches a model of your own and shows how its stories improve.");
    }
}

} // namespace

FirstHints::FirstHints(QSettings* settings, QWidget* parent) : QFrame(parent), m_settings(settings) {
    setObjectName(QStringLiteral("firstHints"));
    auto* sign = new QLabel(this);
    sign->setPixmap(icon(QStringLiteral("help")).pixmap(16, 16));
    m_text = new QLabel(this);
    m_text->setObjectName(QStringLiteral("hintText"));
    m_text->setWordWrap(true);
    m_next = new QToolButton(this);
    m_next->setObjectName(QStringLiteral("nextHintButton"));
    m_next->setAccessibleName(tr("Next hint"));
    m_next->setAutoRaise(true);
    auto* close = new QToolButton(this);
    close->setObjectName(QStringLiteral("closeHintsButton"));
    close->setIcon(icon(QStringLiteral("close")));
    close->setAutoRaise(true);
    close->setToolTip(tr("Show no more hints"));
    close->setAccessibleName(tr("Show no more hints"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 2, 8, 2);
    layout->setSpacing(8);
    layout->addWidget(sign);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_next);
    layout->addWidget(close);
    connect(m_next, &QToolButton::clicked, this, &FirstHints::showNext);
    connect(close, &QToolButton::clicked, this, &FirstHints::dismissAll);
    hide();
}

void FirstHints::showNext() {
    const int seen = m_settings->value(seenKey, 0).toInt();
    if (seen >= hintCount) {
        hide();
        return;
    }
    m_text->setText(hint(seen));
    m_next->setText(seen + 1 < hintCount ? tr("Next hint") : tr("Got it"));
    m_next->setAccessibleName(m_next->text());
    m_settings->setValue(seenKey, seen + 1);
    show();
}

void FirstHints::dismissAll() {
    m_settings->setValue(seenKey, hintCount);
    hide();
}

} // namespace storyscope::ui
