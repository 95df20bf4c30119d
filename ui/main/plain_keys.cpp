// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/plain_keys.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QComboBox>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QSlider>
#include <utility>

namespace storyscope::ui {

namespace {

bool isPlain(const QKeyEvent* event) {
    return (event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) == Qt::NoModifier;
}

bool isArrow(int key) {
    return key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Up || key == Qt::Key_Down;
}

bool goesFar(int key) {
    return key == Qt::Key_Home || key == Qt::Key_End || key == Qt::Key_PageUp || key == Qt::Key_PageDown;
}

/// What a list searches for when it is typed.
bool isWordCharacter(const QKeyEvent* event) {
    return !event->text().isEmpty() && event->text().front().isLetterOrNumber();
}

} // namespace

PlainKeys::PlainKeys(QWidget* window, std::function<bool(EventClock::Time)> wasWaiting)
    : QObject(window), m_window(window), m_wasWaiting(std::move(wasWaiting)) {
    QCoreApplication::instance()->installEventFilter(this);
}

bool PlainKeys::eventFilter(QObject* watched, QEvent* event) {
    const bool isOverride = event->type() == QEvent::ShortcutOverride;
    const auto* widget = qobject_cast<QWidget*>(watched);
    if ((!isOverride && event->type() != QEvent::KeyPress) || widget == nullptr || widget->window() != m_window) {
        return QObject::eventFilter(watched, event);
    }
    const auto* key = static_cast<const QKeyEvent*>(event);
    if (isPlain(key) && isNeededBy(widget, key)) {
        if (isOverride) {
            event->accept();
        }
        return isOverride;
    }
    if (comesTooSoon(key)) {
        event->accept(); // neither a shortcut nor, as the key press that follows, a widget gets it
        return true;
    }
    return QObject::eventFilter(watched, event);
}

bool PlainKeys::comesTooSoon(const QKeyEvent* event) {
    const EventClock::Time madeAt = m_clock.madeAt(*event);
    const bool movesFrames = isPlain(event) || event->key() == Qt::Key_Left || event->key() == Qt::Key_Right;
    return event->isAutoRepeat() && movesFrames && m_wasWaiting(madeAt);
}

bool PlainKeys::isNeededBy(const QWidget* widget, const QKeyEvent* event) {
    const int key = event->key();
    if (qobject_cast<const QAbstractButton*>(widget) != nullptr) {
        return key == Qt::Key_Space;
    }
    if (qobject_cast<const QSlider*>(widget) != nullptr) {
        return isArrow(key) || goesFar(key);
    }
    if (qobject_cast<const QAbstractItemView*>(widget) != nullptr) {
        return goesFar(key) || key == Qt::Key_Space || isArrow(key) || isWordCharacter(event);
    }
    if (qobject_cast<const QComboBox*>(widget) != nullptr) {
        return goesFar(key) || key == Qt::Key_Space || isWordCharacter(event);
    }
    return qobject_cast<const QLineEdit*>(widget) != nullptr && key != Qt::Key_Escape;
}

} // namespace storyscope::ui
