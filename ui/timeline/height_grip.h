// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace storyscope::ui {

/// A thin edge that is dragged up and down to make what is below it higher or lower.
class HeightGrip : public QWidget {
    Q_OBJECT
public:
    explicit HeightGrip(QWidget* parent = nullptr);

signals:
    /// By so many pixels more (up) or fewer.
    void dragged(int pixels);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    int m_lastY = 0; ///< of the mouse, on the screen
};

} // namespace storyscope::ui
