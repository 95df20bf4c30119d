// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/make_action.h"

#include "ui/common/icons.h"

#include <QAction>

namespace storyscope::ui {

QAction* makeAction(QObject* owner, const ActionTexts& texts) {
    auto* action = new QAction(owner);
    setTexts(action, texts);
    return action;
}

void setTexts(QAction* action, const ActionTexts& texts) {
    action->setObjectName(texts.name);
    if (!texts.text.isEmpty()) {
        action->setText(texts.text);
    }
    if (!texts.icon.isEmpty()) {
        action->setIcon(icon(texts.icon));
    }
    action->setShortcuts(texts.keys);
    action->setStatusTip(texts.tip);
    const QString keys = QKeySequence::listToString(texts.keys, QKeySequence::NativeText);
    const QString plain = action->text().remove(QLatin1Char('&')).remove(QChar(0x2026));
    action->setToolTip(keys.isEmpty() ? plain : QStringLiteral("%1 (%2)").arg(plain, keys));
}

} // namespace storyscope::ui
