// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace storyscope::ui {

/// One line of text that ends in "…" where it does not fit, and then shows all of it as a tool tip.
class ElidedLabel : public QLabel {
    Q_OBJECT
public:
    explicit ElidedLabel(QWidget* parent = nullptr);

    void setFullText(const QString& text, Qt::TextElideMode mode = Qt::ElideRight);
    QString fullText() const { return m_fullText; }
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void elide();

    QString m_fullText;
    Qt::TextElideMode m_mode = Qt::ElideRight;
};

} // namespace storyscope::ui
