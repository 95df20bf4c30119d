// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/state_pages.h"

#include "ui/common/icons.h"

#include <QLabel>
#include <QProgressBar>
#include <QScrollArea>
#include <QVBoxLayout>

namespace storyscope::ui {

namespace {

QScrollArea* scrolling(QWidget* content) {
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    return scroll;
}

} // namespace

StatePages::StatePages(QWidget* content, QWidget* parent) : QStackedWidget(parent), m_content(content) {
    auto* page = new QWidget;
    m_icon = new QLabel(page);
    m_icon->setAlignment(Qt::AlignCenter);
    m_text = new QLabel(page);
    m_text->setAlignment(Qt::AlignCenter);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setForegroundRole(QPalette::PlaceholderText);
    m_busy = new QProgressBar(page);
    m_busy->setRange(0, 0);
    m_busy->setTextVisible(false);
    m_busy->setFixedSize(96, 4);
    m_busy->setAccessibleName(tr("Working"));

    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(16, 8, 16, 8);
    layout->setSpacing(8);
    layout->addStretch();
    layout->addWidget(m_icon);
    layout->addWidget(m_text);
    layout->addWidget(m_busy, 0, Qt::AlignHCenter);
    layout->addStretch();

    addWidget(m_content);
    addWidget(scrolling(page));
    setCurrentIndex(1);
}

StatePages* StatePages::fillPanel(QWidget* panel, QWidget* content) {
    QScrollArea* scroll = scrolling(content);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* pages = new StatePages(scroll, panel);
    auto* layout = new QVBoxLayout(panel);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(pages);
    return pages;
}

void StatePages::showEmpty(const QString& text) {
    showPage(State::Empty, {}, text);
}

void StatePages::showWorking(const QString& text) {
    showPage(State::Working, {}, text);
}

void StatePages::showFailed(const QString& text) {
    showPage(State::Failed, QStringLiteral("warning"), text);
}

void StatePages::showReady() {
    m_state = State::Ready;
    m_text->clear();
    setCurrentIndex(0);
}

QString StatePages::message() const {
    return m_text->text();
}

void StatePages::showPage(State state, const QString& iconName, const QString& text) {
    m_state = state;
    m_icon->setVisible(!iconName.isEmpty());
    if (!iconName.isEmpty()) {
        m_icon->setPixmap(icon(iconName).pixmap(24, 24));
    }
    m_text->setText(text);
    m_busy->setVisible(state == State::Working);
    setCurrentIndex(1);
}

} // namespace storyscope::ui
