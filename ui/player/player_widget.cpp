// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/player_widget.h"

#include "ui/common/text.h"
#include "ui/player/frame_view.h"
#include "ui/player/go_to_popup.h"
#include "ui/player/volume_slider.h"
#include "ui/timeline/timeline_widget.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cstdlib>

namespace storyscope::ui {

namespace {

/// Below these widths, in average characters, parts that are not needed make room.
constexpr int charactersForSwitchText = 104;
constexpr int charactersForVolume = 88;
constexpr int charactersForDuration = 72;

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
    m_timeline = new TimelineWidget(this);
    m_goTo = new GoToPopup(this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_timeline);
    layout->addLayout(makeTransport());

    connect(controller, &PlayerController::sourceChanged, this, &PlayerWidget::sourceChanged);
    connect(controller, &PlayerController::sourceReplaced, this, [this] { showPosition(m_view->shownFrame()); });
    connect(controller, &PlayerController::frameReady, this, &PlayerWidget::showFrame);
    connect(controller, &PlayerController::frameFailed, this, &PlayerWidget::showProblem);
    connect(controller, &PlayerController::playingChanged, this, &PlayerWidget::showPlaying);
    connect(controller, &PlayerController::speedChanged, this, &PlayerWidget::showPlaying);
    connect(controller, &PlayerController::droppedFramesChanged, this, &PlayerWidget::showPlaying);
    connect(controller, &PlayerController::modeChanged, this, &PlayerWidget::showPlaying);
    connect(selection, &StorySelection::frameChanged, m_timeline, &TimelineWidget::setValue);
    connect(m_timeline, &TimelineWidget::frameChosen, controller, &PlayerController::goTo);
    connect(m_timeline, &TimelineWidget::frameScrubbed, controller, &PlayerController::scrubTo);
    connect(m_timeline, &TimelineWidget::scrubEnded, controller, &PlayerController::endScrub);
    connect(m_goTo, &GoToPopup::chosen, controller, &PlayerController::goTo);
    showPlaying();
}

QLabel* PlayerWidget::addLabel(QHBoxLayout* line, const QString& name) {
    auto* label = new QLabel(this);
    label->setObjectName(name);
    line->addWidget(label);
    return label;
}

QHBoxLayout* PlayerWidget::makeTransport() {
    auto* line = new QHBoxLayout;
    line->setContentsMargins(4, 0, 8, 4);
    line->setSpacing(8);
    m_buttons = new QHBoxLayout;
    m_buttons->setSpacing(0);
    line->addLayout(m_buttons);
    auto* times = new QHBoxLayout;
    times->setSpacing(0);
    m_time = addLabel(times, QStringLiteral("timeLabel"));
    m_duration = addLabel(times, QStringLiteral("durationLabel"));
    m_duration->setForegroundRole(QPalette::PlaceholderText);
    m_duration->setToolTip(tr("Duration"));
    line->addLayout(times);
    m_speed = addLabel(line, QStringLiteral("speedLabel"));
    m_speed->setToolTip(tr("Playing speed; negative: backwards"));
    m_dropped = addLabel(line, QStringLiteral("droppedLabel"));
    m_dropped->setToolTip(tr("Frames that came too late while playing in real time, and were left out"));
    line->addStretch(1);
    m_switches = new QHBoxLayout;
    m_switches->setSpacing(0);
    line->addLayout(m_switches);
    m_position = addLabel(line, QStringLiteral("positionLabel"));
    m_position->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_position->setToolTip(tr("Frame number, counted from 0, and the number of frames"));
    return line;
}

QToolButton* PlayerWidget::addButton(QHBoxLayout* line, QAction* action) {
    auto* button = new QToolButton(this);
    button->setObjectName(action->objectName() + QStringLiteral("Button"));
    button->setAutoRaise(true);
    button->setIconSize({20, 20});
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    followName(button, action);
    line->addWidget(button);
    return button;
}

void PlayerWidget::setTransport(const QList<QAction*>& actions) {
    for (QAction* action : actions) {
        addButton(m_buttons, action)->setAutoRepeat(action->objectName().startsWith(QLatin1String("step")));
    }
}

void PlayerWidget::setSound(QAction* realTime, QAction* mute, SoundPlayer* sound) {
    addButton(m_switches, realTime);
    m_mute = addButton(m_switches, mute);
    m_volume = new VolumeSlider(sound, this);
    m_switches->addWidget(m_volume);
    m_switches->addSpacing(8);
    fitWidth();
}

void PlayerWidget::setOverlaySwitches(const QList<QAction*>& actions) {
    for (QAction* action : actions) {
        QToolButton* button = addButton(m_switches, action);
        button->setVisible(action->isEnabled());
        connect(action, &QAction::enabledChanged, button, &QWidget::setVisible);
        m_overlaySwitches.append(button);
    }
    fitWidth();
}

void PlayerWidget::setOverlay(const FrameOverlay& overlay) {
    m_view->setOverlay(overlay);
}

void PlayerWidget::askForFrame() {
    if (m_controller->source()) {
        m_goTo->ask(m_controller->source(), m_view);
    }
}

void PlayerWidget::sourceChanged() {
    m_view->clear();
    showPosition(-1);
    showPlaying();
}

/// Painted at once: a key that is held down waits for nothing but this.
void PlayerWidget::showFrame(int number, const Picture& picture) {
    const std::vector<media::DamagedRange> damage = m_controller->source()->damagedRanges();
    const bool isDoubtful = std::ranges::any_of(damage, [number](const auto& range) { return range.isInside(number); });
    const QString missing = toText(m_controller->source()->placeholderReason(number));
    const QString damaged = isDoubtful ? tr("The file is damaged here; this picture may be wrong") : QString();
    m_view->showFrame(number, picture, missing.isEmpty() ? damaged : missing);
    showPosition(number);
    m_view->repaint();
}

void PlayerWidget::showProblem(int number, const JobError& error) {
    m_view->showProblem(number, error.message);
    showPosition(number);
    m_view->repaint();
}

void PlayerWidget::showPosition(int number) {
    const auto& source = m_controller->source();
    if (!source || number < 0) {
        for (QLabel* label : {m_time, m_duration, m_position}) {
            label->clear();
        }
        return;
    }
    const auto seconds = source->timeSeconds(number);
    const QString name = toText(source->pictureName(number));
    m_time->setText(seconds ? timeText(*seconds) : fontMetrics().elidedText(name, Qt::ElideMiddle, 200));
    m_time->setToolTip(seconds ? tr("Time of the frame") : name);
    const FrameTimes& times = m_controller->times();
    m_duration->setText(seconds ? QStringLiteral(" / ") + timeText(times.end(times.frameCount() - 1)) : QString());
    const QLocale locale;
    const QString count = locale.toString(source->frameCount());
    m_position->setText(tr("%1 / %2", "frame number / number of frames").arg(locale.toString(number), count));
    m_position->setAccessibleName(tr("Frame %1 of %2").arg(locale.toString(number), count));
}

void PlayerWidget::showPlaying() {
    const int speed = m_controller->speed();
    const QString sign = speed < 0 ? QString(QChar(0x2212)) : QString();
    m_speed->setText(tr("%1×", "playing speed").arg(sign + QString::number(std::abs(speed))));
    m_speed->setVisible(m_controller->isPlaying() && speed != 1);
    const int dropped = m_controller->droppedFrames();
    m_dropped->setText(tr("%n dropped", nullptr, dropped));
    m_dropped->setVisible(dropped > 0);
    fitWidth();
}

void PlayerWidget::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitWidth();
}

void PlayerWidget::fitWidth() {
    const int characters = width() / std::max(1, fontMetrics().averageCharWidth());
    const bool hasSound = m_controller->mode() == PlayingMode::RealTime && m_controller->times().areReal();
    m_duration->setVisible(characters >= charactersForDuration);
    if (m_mute != nullptr) {
        m_mute->setVisible(hasSound);
        m_volume->setVisible(hasSound && characters >= charactersForVolume);
    }
    for (QToolButton* button : m_overlaySwitches) {
        button->setToolButtonStyle(characters >= charactersForSwitchText ? Qt::ToolButtonTextBesideIcon
                                                                         : Qt::ToolButtonIconOnly);
    }
}

} // namespace storyscope::ui
