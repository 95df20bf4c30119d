// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/player/frame_overlay.h"
#include "ui/player/player_controller.h"

#include <QList>
#include <QWidget>

class QAction;
class QHBoxLayout;
class QLabel;
class QToolButton;

namespace storyscope::ui {

class FrameView;
class GoToPopup;
class SoundPlayer;
class TimelineWidget;

/// The frame, the timeline below it, and the buttons that step and play. The number, the time and the picture are those
/// of one frame and change together.
class PlayerWidget : public QWidget {
    Q_OBJECT
public:
    PlayerWidget(PlayerController* controller, StorySelection* selection, QWidget* parent = nullptr);

    /// Buttons for these actions, in this order, before the time.
    void setTransport(const QList<QAction*>& actions);
    /// How it plays: the switch between the playing modes, and how loud it is where there is sound.
    void setSound(QAction* realTime, QAction* mute, SoundPlayer* sound);
    /// Switches that say what may be drawn over the frame, beside its number.
    void setOverlaySwitches(const QList<QAction*>& actions);
    void setOverlay(const FrameOverlay& overlay);
    /// Opens a small field for a frame number or a time.
    void askForFrame();

    FrameView* frameView() const { return m_view; }
    TimelineWidget* timeline() const { return m_timeline; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QHBoxLayout* makeTransport();
    QLabel* addLabel(QHBoxLayout* line, const QString& name);
    QToolButton* addButton(QHBoxLayout* line, QAction* action);
    void sourceChanged();
    void showFrame(int number, const Picture& picture);
    void showProblem(int number, const JobError& error);
    void showPosition(int number);
    void showPlaying();
    void fitWidth();

    PlayerController* m_controller;
    FrameView* m_view = nullptr;
    TimelineWidget* m_timeline = nullptr;
    GoToPopup* m_goTo = nullptr;
    QHBoxLayout* m_buttons = nullptr;
    QHBoxLayout* m_switches = nullptr;
    QLabel* m_time = nullptr;
    QLabel* m_duration = nullptr;
    QLabel* m_speed = nullptr;
    QLabel* m_dropped = nullptr;
    QLabel* m_position = nullptr;
    QToolButton* m_mute = nullptr;
    QWidget* m_volume = nullptr;
    QList<QToolButton*> m_overlaySwitches;
};

} // namespace storyscope::ui
