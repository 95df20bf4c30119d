// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/page_title.h"

#include <QLabel>

namespace storyscope::ui {

QLabel* makePageTitle(QWidget* parent) {
    auto* title = new QLabel(parent);
    title->setTextFormat(Qt::PlainText);
    title->setWordWrap(true);
    QFont font = title->font();
    font.setBold(true);
    font.setPointSizeF(font.pointSizeF() * 1.3);
    title->setFont(font);
    return title;
}

} // namespace storyscope::ui
