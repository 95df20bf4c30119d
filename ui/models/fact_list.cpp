// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/fact_list.h"

#include "ui/common/elided_label.h"

#include <QGridLayout>

namespace storyscope::ui {

FactList::FactList(QWidget* parent) : QWidget(parent), m_layout(new QGridLayout(this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setHorizontalSpacing(16);
    m_layout->setVerticalSpacing(4);
    m_layout->setColumnStretch(1, 1);
}

void FactList::setFacts(const QList<Fact>& facts) {
    if (facts == m_facts) {
        return;
    }
    while (QLayoutItem* item = m_layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_facts = facts;
    for (int row = 0; row < facts.size(); ++row) {
        auto* label = new QLabel(facts[row].label, this);
        label->setForegroundRole(QPalette::PlaceholderText);
        auto* value = new ElidedLabel(this);
        const bool isPath = facts[row].value.startsWith(QLatin1Char('/'));
        value->setFullText(facts[row].value, isPath ? Qt::ElideMiddle : Qt::ElideRight);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        value->setAccessibleName(facts[row].label + QStringLiteral(": ") + facts[row].value);
        m_layout->addWidget(label, row, 0, Qt::AlignLeft);
        m_layout->addWidget(value, row, 1);
    }
}

} // namespace storyscope::ui
