// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

namespace storyscope::ui {

/// Class names of the widgets below `root` that take the focus by Tab but say nothing to a screen reader. Parts of a
/// compound widget (the line of a spin box, the list of a combo box) are left out: it speaks for them.
inline QStringList focusableWithoutName(const QWidget& root) {
    QStringList missing;
    for (const QWidget* widget : root.findChildren<QWidget*>()) {
        const bool isPart = widget->window() != root.window() ||
                            widget->objectName().startsWith(QLatin1String("qt_")) ||
                            QByteArray(widget->metaObject()->className()).startsWith("QTabBar") ||
                            QByteArray(widget->metaObject()->className()).startsWith("QHeaderView");
        if (!isPart && (widget->focusPolicy() & Qt::TabFocus) && !widget->focusProxy() &&
            widget->accessibleName().isEmpty())
            missing << QLatin1String(widget->metaObject()->className()) + QLatin1Char(' ') + widget->objectName();
    }
    return missing;
}

} // namespace storyscope::ui
