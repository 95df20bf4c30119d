// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

class QGridLayout;

namespace storyscope::ui {

/// What is known about something: a quiet label and a value per line. A value that does not fit is elided and shown
/// whole as a tool tip.
class FactList : public QWidget {
    Q_OBJECT
public:
    struct Fact {
        QString label;
        QString value;
        bool operator==(const Fact&) const = default;
    };

    explicit FactList(QWidget* parent = nullptr);

    void setFacts(const QList<Fact>& facts);
    const QList<Fact>& facts() const { return m_facts; }

private:
    QGridLayout* m_layout;
    QList<Fact> m_facts;
};

} // namespace storyscope::ui
