// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/held_key.h"

#include <QCoreApplication>
#include <QKeyEvent>

namespace storyscope::ui {

HeldKey::HeldKey(Qt::Key key, QObject* parent) : QObject(parent), m_key(key) {
    QCoreApplication::instance()->installEventFilter(this);
}

bool HeldKey::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
    case QEvent::ShortcutOverride: // comes before a shortcut takes the key press
    case QEvent::KeyPress:
    case QEvent::KeyRelease: {
        const auto* key = static_cast<const QKeyEvent*>(event);
        if (key->key() == m_key && !key->isAutoRepeat()) {
            setHeld(event->type() != QEvent::KeyRelease);
        }
        break;
    }
    case QEvent::ApplicationDeactivate:
    case QEvent::WindowDeactivate: // its release would go elsewhere
        setHeld(false);
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

void HeldKey::setHeld(bool isHeld) {
    if (isHeld != m_isHeld) {
        m_isHeld = isHeld;
        emit changed(isHeld);
    }
}

} // namespace storyscope::ui
