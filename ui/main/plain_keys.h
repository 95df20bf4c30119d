// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/main/event_clock.h"

#include <QObject>
#include <functional>

class QKeyEvent;
class QWidget;

namespace storyscope::ui {

/// Keeps the player's one-key shortcuts from robbing the widget that has the keyboard: Space still presses a button,
/// Home still goes to a list's top. Also lets a held key wait for the picture: what it repeated before the picture was
/// there is forgotten, so that it shows every frame and stops when it is let go.
class PlainKeys : public QObject {
    Q_OBJECT
public:
    /// `wasWaiting` says whether the wanted frame was not on the screen at that time.
    PlainKeys(QWidget* window, std::function<bool(EventClock::Time)> wasWaiting);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    static bool isNeededBy(const QWidget* widget, const QKeyEvent* event);
    bool comesTooSoon(const QKeyEvent* event);

    QWidget* m_window;
    std::function<bool(EventClock::Time)> m_wasWaiting;
    EventClock m_clock;
};

} // namespace storyscope::ui
