// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/plain_keys.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QComboBox>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <utility>

namespace storyscope::ui {

PlainKeys::PlainKeys(QWidget* window, std::function<bool()> isWaiting)
    : QObject(window), m_window(window), m_isWaiting(std::move(isWaiting)) {
    QCoreApplication::instance()->installEventFilter(this);
}

bool PlainKeys::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::ShortcutOverride) {
        return QObject::eventFilter(watched, event);
    }
    const auto* widget = qobject_cast<QWidget*>(watched);
    if (widget == nullptr || widget->window() != m_window) {
        return QObject::eventFilter(watched, event);
    }
    auto* key = static_cast<QKeyEvent*>(event);
    const bool isPlain = (key->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) == Qt::NoModifier;
    const bool isHeldTooFast = key->isAutoRepeat() && m_isWaiting();
    if (isPlain && (isHeldTooFast || isNeededBy(widget, key))) {
        event->accept();
        return true;
    }
    return QObject::eventFilter(watched, event);
}

bool PlainKeys::isNeededBy(const QWidget* widget, const QKeyEvent* event) {
    const int key = event->key();
    const bool isMoving = key == Qt::Key_Home || key == Qt::Key_End || key == Qt::Key_PageUp || key == Qt::Key_PageDown;
    if (qobject_cast<const QAbstractButton*>(widget) != nullptr) {
        return key == Qt::Key_Space;
    }
    if (qobject_cast<const QAbstractItemView*>(widget) != nullptr) {
        return isMoving || key == Qt::Key_Space || key == Qt::Key_Left || key == Qt::Key_Right ||
               !event->text().trimmed().isEmpty();
    }
    if (qobject_cast<const QComboBox*>(widget) != nullptr) {
        return isMoving || key == Qt::Key_Space || !event->text().trimmed().isEmpty();
    }
    return qobject_cast<const QLineEdit*>(widget) != nullptr && key != Qt::Key_Escape;
}

} // namespace storyscope::ui
