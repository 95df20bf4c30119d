// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>

class QAction;
class QObject;

namespace storyscope::ui {

/// Names of objects, icons and translated texts are Latin-1 literals.
inline QString s(const char* latin1) {
    return QString::fromLatin1(latin1);
}

/// What an action shows and how it is reached.
struct ActionTexts {
    QString name; ///< object name
    QString text;
    QString icon; ///< empty: none
    QList<QKeySequence> keys;
    QString tip; ///< status tip
};

/// Makes a complete action that belongs to `owner`.
QAction* makeAction(QObject* owner, const ActionTexts& texts);

/// Gives an action that exists already what makeAction() would give it; an empty text leaves its own.
void setTexts(QAction* action, const ActionTexts& texts);

} // namespace storyscope::ui
