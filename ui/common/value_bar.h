// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace storyscope::ui {

/// A horizontal bar for a share in [0, 1] with its number at the end and, if there is room, its name before.
class ValueBar : public QWidget {
    Q_OBJECT
public:
    explicit ValueBar(QWidget* parent = nullptr);

    /// `name` may be empty; it is part of the accessible name then only through `meaning`, which also is the tool tip.
    void setValue(const QString& name, double share, const QString& meaning);
    /// Shows an empty bar without a number.
    void clear();

    double value() const { return m_share; }
    bool hasValue() const { return m_hasValue; }
    /// Pixels kept free for the name, so that bars below each other line up.
    void setNameWidth(int pixels);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_name;
    double m_share = 0;
    bool m_hasValue = false;
    int m_nameWidth = 0;
};

} // namespace storyscope::ui
