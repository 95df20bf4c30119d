// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <functional>

class QKeyEvent;
class QWidget;

namespace storyscope::ui {

/// Keeps the player's one-key shortcuts from robbing the widget that has the keyboard: Space still presses a button,
/// Home still goes to a list's top. Also lets a held key wait for the picture, so that it shows every frame and stops
/// when it is let go.
class PlainKeys : public QObject {
    Q_OBJECT
public:
    /// `isWaiting` says whether the wanted frame is not on the screen yet.
    PlainKeys(QWidget* window, std::function<bool()> isWaiting);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    static bool isNeededBy(const QWidget* widget, const QKeyEvent* event);
    bool comesTooSoon(const QKeyEvent* event) const;

    QWidget* m_window;
    std::function<bool()> m_isWaiting;
};

} // namespace storyscope::ui
