// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/player/frame_overlay.h"
#include "ui/player/player_controller.h"

#include <QList>
#include <QWidget>

class QAction;
class QHBoxLayout;
class QLabel;

namespace storyscope::ui {

class FrameView;
class TimelineBar;

/// The frame, the timeline below it, and the buttons that step and play.
class PlayerWidget : public QWidget {
    Q_OBJECT
public:
    PlayerWidget(PlayerController* controller, StorySelection* selection, QWidget* parent = nullptr);

    /// Buttons for these actions, in this order, before the time.
    void setTransport(const QList<QAction*>& actions);
    /// A switch that says whether an overlay may be drawn, beside the frame number.
    void setOverlaySwitch(QAction* action);
    void setOverlay(const FrameOverlay& overlay);

    FrameView* frameView() const { return m_view; }
    TimelineBar* timeline() const { return m_timeline; }

private:
    QHBoxLayout* makeTransport();
    void sourceChanged();
    void showPosition(int number);

    PlayerController* m_controller;
    FrameView* m_view = nullptr;
    TimelineBar* m_timeline = nullptr;
    QHBoxLayout* m_buttons = nullptr;
    QHBoxLayout* m_switches = nullptr;
    QLabel* m_time = nullptr;
    QLabel* m_position = nullptr;
};

} // namespace storyscope::ui
