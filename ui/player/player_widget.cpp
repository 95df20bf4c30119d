// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/player_widget.h"

#include "ui/common/text.h"
#include "ui/player/frame_view.h"
#include "ui/timeline/timeline_bar.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QToolButton>
#include <QVBoxLayout>

namespace storyscope::ui {

namespace {

/// A screen reader says what the button does now.
void followName(QToolButton* button, const QAction* action) {
    const auto follow = [button, action] {
        button->setAccessibleName(QString(action->text()).remove(QLatin1Char('&')));
    };
    QObject::connect(action, &QAction::changed, button, follow);
    follow();
}

} // namespace

PlayerWidget::PlayerWidget(PlayerController* controller, StorySelection* selection, QWidget* parent)
    : QWidget(parent), m_controller(controller) {
    m_view = new FrameView(this);
    m_timeline = new TimelineBar(this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_view, 1);
    layout->addSpacing(4);
    layout->addWidget(m_timeline);
    layout->addLayout(makeTransport());

    connect(controller, &PlayerController::sourceChanged, this, &PlayerWidget::sourceChanged);
    connect(controller, &PlayerController::frameReady, m_view, &FrameView::showFrame);
    connect(controller, &PlayerController::frameFailed, m_view,
            [this](int number, const JobError& error) { m_view->showProblem(number, error.message); });
    connect(selection, &StorySelection::frameChanged, this, &PlayerWidget::showPosition);
    connect(m_timeline, &TimelineBar::frameChosen, controller, &PlayerController::goTo);
}

QHBoxLayout* PlayerWidget::makeTransport() {
    m_buttons = new QHBoxLayout;
    m_buttons->setSpacing(0);
    m_switches = new QHBoxLayout;
    m_switches->setSpacing(8);
    m_time = new QLabel(this);
    m_time->setObjectName(QStringLiteral("timeLabel"));
    m_position = new QLabel(this);
    m_position->setObjectName(QStringLiteral("positionLabel"));
    m_position->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_position->setToolTip(tr("Frame number, counted from 0, and the number of frames"));
    auto* line = new QHBoxLayout;
    line->setContentsMargins(4, 0, 8, 4);
    line->setSpacing(8);
    line->addLayout(m_buttons);
    line->addWidget(m_time);
    line->addStretch(1);
    line->addLayout(m_switches);
    line->addWidget(m_position);
    return line;
}

void PlayerWidget::setTransport(const QList<QAction*>& actions) {
    for (QAction* action : actions) {
        auto* button = new QToolButton(this);
        button->setAutoRaise(true);
        button->setIconSize({20, 20});
        button->setDefaultAction(action);
        followName(button, action);
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
        button->setAutoRepeat(action->objectName().startsWith(QLatin1String("step")));
        m_buttons->addWidget(button);
    }
}

void PlayerWidget::setOverlaySwitch(QAction* action) {
    auto* button = new QToolButton(this);
    button->setAutoRaise(true);
    button->setIconSize({20, 20});
    button->setDefaultAction(action);
    followName(button, action);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_switches->addWidget(button);
}

void PlayerWidget::setOverlay(const FrameOverlay& overlay) {
    m_view->setOverlay(overlay);
}

void PlayerWidget::sourceChanged() {
    m_view->clear();
    m_timeline->setFrameCount(m_controller->frameCount());
    showPosition(0);
}

void PlayerWidget::showPosition(int number) {
    m_timeline->setValue(number);
    const auto& source = m_controller->source();
    if (!source) {
        m_time->clear();
        m_position->clear();
        return;
    }
    const auto seconds = source->timeSeconds(number);
    const QString name = toText(source->pictureName(number));
    m_time->setText(seconds ? timeText(*seconds) : fontMetrics().elidedText(name, Qt::ElideMiddle, 200));
    m_time->setToolTip(seconds ? tr("Time of the frame") : name);
    const QLocale locale;
    m_position->setText(tr("Frame %1 of %2").arg(locale.toString(number), locale.toString(source->frameCount())));
}

} // namespace storyscope::ui
